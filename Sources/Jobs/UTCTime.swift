/// A moment of the calendar in UTC, for reports and records.
public struct UTCTime: Hashable, Sendable {
    /// Microseconds since 1970-01-01 UTC.
    public var microseconds: Int64

    /// Makes a moment from microseconds since 1970-01-01 UTC.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// As RFC 3339 says: `2025-01-31T09:05:00.000250Z`.
    public var text: String {
        let (_, fraction) = Self.divideDown(microseconds, by: 1_000_000)
        return secondsText + "." + Self.padded(fraction, to: 6) + "Z"
    }

    /// Whole seconds, without zone: `2025-01-31T09:05:00`.
    public var secondsText: String {
        let (seconds, _) = Self.divideDown(microseconds, by: 1_000_000)
        let (days, ofDay) = Self.divideDown(seconds, by: 86_400)
        let date = Self.date(daysSince1970: days)
        let day = "\(Self.padded(date.year, to: 4))-\(Self.padded(date.month, to: 2))"
        let hour = "\(Self.padded(ofDay / 3600, to: 2)):\(Self.padded(ofDay / 60 % 60, to: 2))"
        return "\(day)-\(Self.padded(date.day, to: 2))T\(hour):\(Self.padded(ofDay % 60, to: 2))"
    }

    /// The proleptic Gregorian date, counted in years that begin in March so that the leap day
    /// comes last, and in eras of 400 years.
    private static func date(
        daysSince1970 days: Int64
    ) -> (year: Int64, month: Int64, day: Int64) {
        let (era, ofEra) = divideDown(days + 719_468, by: 146_097)
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * ofYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, ofYear - (153 * march + 2) / 5 + 1)
    }

    private static func divideDown(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ value: Int64, to width: Int) -> String {
        let digits = String(value.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (value < 0 ? "-" : "") + zeros + digits
    }
}
