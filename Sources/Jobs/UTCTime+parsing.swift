extension UTCTime {
    /// Reads a moment as RFC 3339 writes it: `2026-01-31T09:05:00Z`, with a fraction of seconds
    /// (beyond microseconds it is cut) and any offset; years 0001 to 9999. Nil for anything else.
    public init?(text: some StringProtocol) {
        var reader = TimeReader(bytes: Array(text.utf8))
        guard let microseconds = reader.moment(), reader.isAtEnd else { return nil }
        self.init(microseconds: microseconds)
    }

    /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar; the inverse of the
    /// conversion in `text`.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let march = month > 2 ? month - 3 : month + 9
        let ofYear = (153 * march + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// A descent over the bytes of a time.
private struct TimeReader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func moment() -> Int64? {
        guard let year = digits(4), year > 0, take("-"),
            let month = digits(2), (1...12).contains(month), take("-"),
            let day = digits(2), (1...Self.daysOf(month, year)).contains(day),
            take("T") || take("t") || take(" "),
            let hour = digits(2), hour < 24, take(":"),
            let minute = digits(2), minute < 60, take(":"),
            // A leap second counts as the first second of the next minute.
            let second = digits(2), second <= 60, let fraction = fraction(),
            let offset = offsetMinutes()
        else { return nil }
        let days = UTCTime.days(year: year, month: month, day: day)
        let minutes = days * 1440 + hour * 60 + minute - offset
        return (minutes * 60 + second) * 1_000_000 + fraction
    }

    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while place < bytes.count, let digit = digits(1) {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }

    private mutating func offsetMinutes() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = digits(2), hours < 24, take(":"), let minutes = digits(2), minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int64? {
        guard place + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[place..<place + count] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        place += count
        return value
    }

    private static func daysOf(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
