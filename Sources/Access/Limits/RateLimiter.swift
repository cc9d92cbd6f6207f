import Scenarios

/// A bucket for each of many, in a table that does not grow: for one more, the one that was added
/// first is forgotten.
public struct RateLimiter<Subject: Hashable & Sendable>: Sendable {
    /// Name of the limit, in headers.
    public let name: String
    private let window: Duration
    private let subjectsMax: Int
    private var buckets: [Subject: TokenBucket] = [:]
    /// All subjects, as a ring in the order in which they were added.
    private var order: [Subject] = []
    private var oldest = 0

    /// A limit of that name for so many at once.
    public init(name: String, window: Duration, subjectsMax: Int) {
        self.name = name
        self.window = window
        self.subjectsMax = max(1, subjectsMax)
    }

    /// How many are counted.
    public var count: Int { buckets.count }

    /// Takes a token of the subject's, whose bucket has that size; one of another size is replaced.
    public mutating func take(
        _ subject: Subject, capacity: Int, at now: Instant
    ) -> TokenBucket.Answer {
        var bucket = buckets[subject] ?? TokenBucket(capacity: capacity, window: window, at: now)
        if bucket.capacity != max(1, capacity) {
            bucket = TokenBucket(capacity: capacity, window: window, at: now)
        }
        let answer = bucket.take(at: now)
        if buckets.updateValue(bucket, forKey: subject) == nil { remember(subject) }
        return answer
    }

    private mutating func remember(_ subject: Subject) {
        guard order.count == subjectsMax else { return order.append(subject) }
        buckets[order[oldest]] = nil
        order[oldest] = subject
        oldest = (oldest + 1) % subjectsMax
    }
}
