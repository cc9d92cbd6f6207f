import Scenarios

/// How often something took how long: counts in fixed steps, so that its size does not grow.
public struct Histogram: Hashable, Sendable {
    /// Upper bounds of the steps in seconds, ascending; what is longer counts as well.
    public let bounds: [Double]
    /// How many were within each bound but not within the one before; the last: longer than all.
    public private(set) var counts: [Int]
    /// All of it together.
    public private(set) var sum = Duration.zero

    /// A histogram of nothing.
    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts one that took so long; less than nothing counts as nothing.
    public mutating func add(_ duration: Duration) {
        let duration = max(.zero, duration)
        let seconds = duration.seconds
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += duration
    }

    /// How many there were.
    public var count: Int { counts.reduce(0, +) }
}
