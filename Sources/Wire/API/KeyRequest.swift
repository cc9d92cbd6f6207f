import Jobs
import Scenarios

/// What `POST /api/v1/keys` takes.
public struct KeyRequest: WireShape {
    /// What the owner calls it.
    public var name: String
    /// Account whose jobs it sees and submits; nil: the caller's.
    public var owner: String?
    /// Account that programs run as; nil: the owner's.
    public var account: String?
    /// What it may do; empty: only read.
    public var scopes: [String] = []
    /// When it ends, in microseconds since 1970-01-01 UTC; nil: it does not.
    public var expiresMicroseconds: Int64?
    /// Requests a minute; nil: the usual number.
    public var requestsPerMinute: Int?
    /// Where it may come from; empty: from everywhere.
    public var networks: [String] = []
    /// Tasks of its jobs that may be open at once.
    public var tasksMax: Int?
    /// Attempts of its jobs that may run at once.
    public var runningMax: Int?

    /// A key that may read.
    public init(name: String) { self.name = name }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: [
            "name", "owner", "account", "scopes", "expires_at", "requests_per_minute", "networks",
            "tasks_max", "running_max",
        ])
        name = try object.text("name")
        owner = try object.textIfAny("owner")
        account = try object.textIfAny("account")
        scopes = try object.texts("scopes", max: KeyWords.listMax)
        expiresMicroseconds = try object.timeIfAny("expires_at")
        requestsPerMinute = try object.integerIfAny(
            "requests_per_minute", in: 1...KeyWords.numberMax)
        networks = try object.texts("networks", max: KeyWords.listMax)
        tasksMax = try object.integerIfAny("tasks_max", in: 1...KeyWords.numberMax)
        runningMax = try object.integerIfAny("running_max", in: 1...KeyWords.numberMax)
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "name": .string(name), "owner": .from(owner), "account": .from(account),
            "scopes": .array(scopes.map(JSONValue.string)),
            "expires_at": .time(expiresMicroseconds),
            "requests_per_minute": .from(requestsPerMinute),
            "networks": .array(networks.map(JSONValue.string)), "tasks_max": .from(tasksMax),
            "running_max": .from(runningMax),
        ]
    }
}
