/// How a key was used.
public struct UsageCounts: Hashable, Sendable {
    /// All requests.
    public var requests: Int64 = 0
    /// Requests that were refused because the key may not make them.
    public var refused: Int64 = 0
    /// Requests that were too many.
    public var limited: Int64 = 0
    /// Requests that the service could not answer.
    public var failed: Int64 = 0
    /// Jobs that were submitted.
    public var jobs: Int64 = 0
    /// When the last one came, in microseconds since 1970-01-01 UTC.
    public var lastMicroseconds: Int64 = 0

    /// None.
    public init() {}

    /// Counts a request by the HTTP status of its answer and the jobs it submitted.
    public mutating func count(status: Int, jobs: Int, at microseconds: Int64) {
        requests += 1
        self.jobs += Int64(jobs)
        switch status {
        case 403: refused += 1
        case 429: limited += 1
        case 500...: failed += 1
        default: break
        }
        lastMicroseconds = max(lastMicroseconds, microseconds)
    }
}

/// The use of a key on a day.
public struct UsageDay: Hashable, Sendable {
    /// The key.
    public var key: KeyID
    /// Days since 1970-01-01 UTC.
    public var day: Int64
    /// What it asked.
    public var counts: UsageCounts

    /// A day of a key.
    public init(key: KeyID, day: Int64, counts: UsageCounts) {
        self.key = key
        self.day = day
        self.counts = counts
    }

    /// Microseconds of a day.
    public static let microseconds: Int64 = 86_400_000_000
}

/// Counts that are stored together: at most one row for each key and day.
public struct UsageBatch: Sendable {
    private struct Place: Hashable {
        var key: KeyID
        var day: Int64
    }

    private var counts: [Place: UsageCounts] = [:]

    /// Nothing counted.
    public init() {}

    /// Whether nothing is counted.
    public var isEmpty: Bool { counts.isEmpty }

    /// Counts a request of a key.
    public mutating func count(
        _ key: KeyID, status: Int, jobs: Int, at microseconds: Int64
    ) {
        let place = Place(key: key, day: microseconds / UsageDay.microseconds)
        counts[place, default: UsageCounts()].count(
            status: status, jobs: jobs, at: microseconds)
    }

    /// Everything; nothing is left.
    public mutating func take() -> [UsageDay] {
        defer { counts = [:] }
        return counts.map { UsageDay(key: $0.key.key, day: $0.key.day, counts: $0.value) }
            .sorted { ($0.key, $0.day) < ($1.key, $1.day) }
    }
}
