import Jobs
import Scenarios

/// A worker's slot as the API shows it.
public struct WorkerShape: WireShape {
    /// What it does.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// No worker has it; one comes when there is work.
        case absent
        /// A worker comes and takes its lease.
        case starting
        /// A worker waits for work of its account.
        case idle
        /// An attempt runs.
        case busy
        /// The daemon came back and waits for its answer.
        case resuming
    }

    /// Its number, from 0.
    public var slot: Int
    /// What it does.
    public var state: State
    /// Account of its lease.
    public var account: String?
    /// Its process.
    public var pid: Int?
    /// Its version.
    public var version: String?
    /// What runs there.
    public var attempt: AttemptKey?
    /// Since when it is in this state, in microseconds since 1970-01-01 UTC.
    public var sinceMicroseconds: Int64?
    /// Controllers of its cgroup.
    public var controllers: [String] = []

    /// A slot.
    public init(slot: Int, state: State) {
        self.slot = slot
        self.state = state
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        slot = try object.integer("slot")
        state = try object.choice("state")
        account = try object.textIfAny("account")
        pid = try object.integerIfAny("pid")
        version = try object.textIfAny("release")
        attempt = object.value("attempt") == nil ? nil : try object.attempt("attempt")
        sinceMicroseconds = try object.timeIfAny("since")
        controllers = try object.texts("controllers")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "slot": .integer(slot), "state": .string(state.rawValue), "account": .from(account),
            "pid": .from(pid), "release": .from(version),
            "attempt": .from(attempt?.description), "since": .time(sinceMicroseconds),
            "controllers": .from(controllers),
        ]
    }
}

/// All slots.
public struct WorkerList: WireShape {
    /// By number.
    public var workers: [WorkerShape]

    /// Makes a list.
    public init(_ workers: [WorkerShape]) { self.workers = workers }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        workers = try object.shapes("workers")
    }

    /// The object to send.
    public var json: JSONValue { ["workers": .array(workers.map(\.json))] }
}
