import Jobs
import Scenarios

/// The use of a key on a day as the API shows it.
public struct UsageShape: WireShape {
    /// The key.
    public var key: Int
    /// The day (UTC): `2026-01-31`.
    public var day: String
    /// All requests.
    public var requests: Int64
    /// Requests that the key may not make.
    public var refused: Int64 = 0
    /// Requests that were too many.
    public var limited: Int64 = 0
    /// Requests that the service could not answer.
    public var failed: Int64 = 0
    /// Jobs that were submitted.
    public var jobs: Int64 = 0
    /// When the last request came, in microseconds since 1970-01-01 UTC.
    public var lastMicroseconds: Int64

    /// A day of a key.
    public init(key: Int, day: String, requests: Int64, lastMicroseconds: Int64) {
        self.key = key
        self.day = day
        self.requests = requests
        self.lastMicroseconds = lastMicroseconds
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        guard let key = Int(try object.text("key_id")) else {
            throw object.error("key_id", expected: "a key's number")
        }
        self.key = key
        day = try object.text("day")
        requests = Int64(try object.integer("requests"))
        refused = Int64(try object.integer("refused"))
        limited = Int64(try object.integer("limited"))
        failed = Int64(try object.integer("failed"))
        jobs = Int64(try object.integer("jobs"))
        lastMicroseconds = try object.time("last_at")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "key_id": .string(String(key)), "day": .string(day),
            "requests": .integer(Int(requests)), "refused": .integer(Int(refused)),
            "limited": .integer(Int(limited)), "failed": .integer(Int(failed)),
            "jobs": .integer(Int(jobs)), "last_at": .time(lastMicroseconds),
        ]
    }
}

/// One page of uses, the latest day first.
public struct UsagePage: WireShape {
    /// The days of the keys.
    public var usage: [UsageShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(usage: [UsageShape], next: String?) {
        self.usage = usage
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        usage = try object.shapes("usage")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["usage": .array(usage.map(\.json)), "next": .from(next)]
    }
}
