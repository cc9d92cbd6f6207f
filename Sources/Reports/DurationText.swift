import Scenarios

extension Duration {
    /// For people: `12 ms`, `0.4 s`, `12.0 s`, `2 min 05 s`, `1 h 02 min`.
    var shown: String {
        let milliseconds = max(0, rounded(toUnitNanoseconds: 1_000_000))
        if milliseconds < 100 { return "\(milliseconds) ms" }
        let tenths = max(0, rounded(toUnitNanoseconds: 100_000_000))
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
        let seconds = max(0, rounded(toUnitNanoseconds: 1_000_000_000))
        if seconds < 3600 { return "\(seconds / 60) min \(Self.two(seconds % 60)) s" }
        return "\(seconds / 3600) h \(Self.two(seconds / 60 % 60)) min"
    }

    /// The same for other targets, where `shown` is the exact form of the language.
    public var inWords: String { shown }

    /// Seconds with three decimals, for machines: `1.250`.
    var millisecondDecimal: String {
        let milliseconds = max(0, rounded(toUnitNanoseconds: 1_000_000))
        let fraction = String(milliseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(milliseconds / 1000).\(zeros)\(fraction)"
    }

    /// Whole milliseconds, rounded.
    var wholeMilliseconds: Int64 { rounded(toUnitNanoseconds: 1_000_000) }

    private func rounded(toUnitNanoseconds unit: Int64) -> Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: unit)
        return remainder * 2 >= unit ? quotient + 1 : quotient
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
