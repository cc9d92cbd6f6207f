/// How many scalars a part of a pattern can match, as Python computes it for look-behinds.
struct MatchWidth: Equatable {
    var least: Int
    var most: Int

    static let zero = MatchWidth(least: 0, most: 0)
    static let one = MatchWidth(least: 1, most: 1)
    /// Stands for "no bound"; small enough that sums and products stay in range.
    static let unbounded = 1 << 40

    var isFixed: Bool { least == most }

    /// This part followed by another.
    func followed(by other: MatchWidth) -> MatchWidth {
        MatchWidth(
            least: min(least + other.least, Self.unbounded),
            most: min(most + other.most, Self.unbounded))
    }

    /// Either this part or another.
    func or(_ other: MatchWidth) -> MatchWidth {
        MatchWidth(least: min(least, other.least), most: max(most, other.most))
    }

    /// This part between `fewest` and `greatest` times (nil: no bound).
    func repeated(_ fewest: Int, _ greatest: Int?) -> MatchWidth {
        MatchWidth(
            least: Self.product(least, fewest),
            most: greatest.map { Self.product(most, $0) } ?? (most == 0 ? 0 : Self.unbounded))
    }

    private static func product(_ width: Int, _ times: Int) -> Int {
        let (product, overflow) = width.multipliedReportingOverflow(by: times)
        return overflow ? unbounded : min(product, unbounded)
    }
}
