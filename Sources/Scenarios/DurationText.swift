extension Duration {
    /// Seconds for a person: `2 s`, `0.25 s`; at most three decimals, no trailing zeros.
    public var shown: String {
        let milliseconds = max(0, (nanoseconds + 500_000) / 1_000_000)
        let fraction = milliseconds % 1000
        guard fraction > 0 else { return "\(milliseconds / 1000) s" }
        var digits = String(fraction + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(milliseconds / 1000).\(digits) s"
    }
}
