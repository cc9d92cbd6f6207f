import Jobs
import Scenarios

/// An entry of the audit log as the API shows it.
public struct AuditShape: WireShape {
    /// Its number; later entries have higher ones.
    public var number: Int64
    /// When it happened, the first time; microseconds since 1970-01-01 UTC.
    public var microseconds: Int64
    /// When it last happened.
    public var lastMicroseconds: Int64
    /// How often; alike refusals are told together.
    public var count: Int
    /// What: `key_created`, `key_wrong`, … .
    public var action: String
    /// The account that did it; nil: nobody knows.
    public var actor: String?
    /// The key it was about, or done with.
    public var key: Int?
    /// Where it came from: an address, or an account of the machine.
    public var origin: String
    /// What it was about.
    public var subject: String?

    /// Something that happened once.
    public init(number: Int64, microseconds: Int64, action: String, origin: String) {
        self.number = number
        self.microseconds = microseconds
        self.action = action
        self.origin = origin
        lastMicroseconds = microseconds
        count = 1
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        number = Int64(try object.integer("number"))
        microseconds = try object.time("at")
        lastMicroseconds = try object.time("last_at")
        count = try object.integer("count")
        action = try object.text("action")
        actor = try object.textIfAny("actor")
        key = try object.textIfAny("key_id").flatMap { Int($0) }
        origin = try object.text("origin")
        subject = try object.textIfAny("subject")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "number": .integer(Int(number)), "at": .time(microseconds),
            "last_at": .time(lastMicroseconds), "count": .integer(count),
            "action": .string(action), "actor": .from(actor),
            "key_id": .from(key.map(String.init)), "origin": .string(origin),
            "subject": .from(subject),
        ]
    }
}

/// One page of the audit log, the latest first.
public struct AuditPage: WireShape {
    /// The entries.
    public var entries: [AuditShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(entries: [AuditShape], next: String?) {
        self.entries = entries
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        entries = try object.shapes("entries")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["entries": .array(entries.map(\.json)), "next": .from(next)]
    }
}
