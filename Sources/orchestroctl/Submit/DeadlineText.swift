import Jobs

/// Reads what `--deadline` takes: a moment as RFC 3339 writes it, or a time from now.
enum DeadlineText {
    /// A year is the longest that makes sense, in seconds.
    private static let secondsMax: Int64 = 366 * 86_400

    /// The moment in microseconds since 1970-01-01 UTC; nil when the text is none.
    static func microseconds(_ text: String, now: Int64) -> Int64? {
        if let moment = UTCTime(text: text) { return moment.microseconds }
        guard let seconds = seconds(text), seconds > 0 else { return nil }
        return now + seconds * 1_000_000
    }

    /// `1d12h30m15s`, each unit at most once and in this order.
    private static func seconds(_ text: String) -> Int64? {
        var rest = text[...]
        var total: Int64 = 0
        for (unit, factor): (Character, Int64) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
        {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard rest.dropFirst(digits.count).first == unit else { continue }
            guard digits.count <= 8, let number = Int64(digits) else { return nil }
            total += number * factor
            rest = rest.dropFirst(digits.count + 1)
        }
        return rest.isEmpty && total <= secondsMax ? total : nil
    }
}
