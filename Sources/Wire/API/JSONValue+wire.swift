import Jobs
import Scenarios

extension JSONValue {
    /// A moment as RFC 3339 writes it; null when there is none.
    static func time(_ microseconds: Int64?) -> JSONValue {
        microseconds.map { .string(UTCTime(microseconds: $0).text) } ?? .null
    }

    /// Seconds, or null.
    static func from(_ duration: Duration?) -> JSONValue { duration.map(seconds) ?? .null }
}
