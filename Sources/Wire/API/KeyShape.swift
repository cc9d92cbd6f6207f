import Jobs
import Scenarios

/// An API key as the API shows it.
public struct KeyShape: WireShape {
    /// Its number.
    public var id: Int
    /// What its owner calls it.
    public var name: String
    /// Whose jobs it sees and submits.
    public var owner: String
    /// Account that the programs of its jobs run as.
    public var account: String
    /// What it may do: `read`, `submit`, `cancel`, `admin`.
    public var scopes: [String]
    /// Whether it is taken: neither revoked nor expired.
    public var isActive: Bool
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// The account that made it.
    public var createdBy: String
    /// When its secret was last replaced.
    public var rotatedMicroseconds: Int64?
    /// When it ends.
    public var expiresMicroseconds: Int64?
    /// When it was revoked.
    public var revokedMicroseconds: Int64?
    /// Requests a minute.
    public var requestsPerMinute: Int
    /// Where it may come from, as CIDR writes it; empty: from everywhere.
    public var networks: [String] = []
    /// Tasks of its jobs that may be open at once; nil: as many as its owner may have.
    public var tasksMax: Int?
    /// Attempts of its jobs that may run at once; nil: as many as its owner may have.
    public var runningMax: Int?
    /// Requests so far.
    public var usesCount: Int64 = 0
    /// When it was last used.
    public var lastUsedMicroseconds: Int64?
    /// The key itself: only in the answer to making or rotating it, and never again.
    public var secret: String?

    /// A key that was just made.
    public init(
        id: Int, name: String, owner: String, account: String, scopes: [String],
        createdMicroseconds: Int64, createdBy: String, requestsPerMinute: Int
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.account = account
        self.scopes = scopes
        self.createdMicroseconds = createdMicroseconds
        self.createdBy = createdBy
        self.requestsPerMinute = requestsPerMinute
        isActive = true
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        guard let id = Int(try object.text("key_id")), id > 0 else {
            throw object.error("key_id", expected: "a key's number")
        }
        self.id = id
        name = try object.text("name")
        owner = try object.text("owner")
        account = try object.text("account")
        scopes = try object.texts("scopes")
        isActive = try object.flag("active")
        createdMicroseconds = try object.time("created_at")
        createdBy = try object.text("created_by")
        rotatedMicroseconds = try object.timeIfAny("rotated_at")
        expiresMicroseconds = try object.timeIfAny("expires_at")
        revokedMicroseconds = try object.timeIfAny("revoked_at")
        requestsPerMinute = try object.integer("requests_per_minute")
        networks = try object.texts("networks")
        tasksMax = try object.integerIfAny("tasks_max")
        runningMax = try object.integerIfAny("running_max")
        usesCount = Int64(try object.integerIfAny("uses") ?? 0)
        lastUsedMicroseconds = try object.timeIfAny("last_used_at")
        secret = try object.textIfAny("secret")
    }

    /// The object to send; it has the member `secret` only where there is one.
    public var json: JSONValue {
        var object: JSONObject = [
            "key_id": .string(String(id)), "name": .string(name), "owner": .string(owner),
            "account": .string(account), "scopes": .array(scopes.map(JSONValue.string)),
            "active": .bool(isActive), "created_at": .time(createdMicroseconds),
            "created_by": .string(createdBy), "rotated_at": .time(rotatedMicroseconds),
            "expires_at": .time(expiresMicroseconds), "revoked_at": .time(revokedMicroseconds),
            "requests_per_minute": .integer(requestsPerMinute),
            "networks": .array(networks.map(JSONValue.string)), "tasks_max": .from(tasksMax),
            "running_max": .from(runningMax),
            "uses": .integer(Int(usesCount)), "last_used_at": .time(lastUsedMicroseconds),
        ]
        if let secret { object["secret"] = .string(secret) }
        return .object(object)
    }
}

/// One page of keys, the oldest first.
public struct KeyPage: WireShape {
    /// The keys.
    public var keys: [KeyShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(keys: [KeyShape], next: String?) {
        self.keys = keys
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        keys = try object.shapes("keys")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["keys": .array(keys.map(\.json)), "next": .from(next)]
    }
}
