/// A moment on a clock that never goes back, given by whoever owns the clock.
public struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the clock's own beginning.
    public var nanoseconds: Int64

    /// Makes a moment.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Order in time.
    public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
    /// The moment so much later; saturates.
    public static func + (a: Instant, b: Duration) -> Instant {
        let (sum, over) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
        return Instant(nanoseconds: over ? .max : sum)
    }
    /// The time between two moments.
    public static func - (a: Instant, b: Instant) -> Duration {
        .nanoseconds(a.nanoseconds - b.nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds; saturates at about 292 years.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds.magnitude < 9_000_000_000 else { return seconds < 0 ? .min : .max }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// Seconds with their fraction, for showing and for JSON.
    public var seconds: Double { Double(nanoseconds) / 1e9 }
}
