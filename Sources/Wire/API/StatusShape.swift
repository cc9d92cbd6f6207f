import Jobs
import Scenarios

/// The service as a whole.
public struct StatusShape: WireShape {
    /// Version of the daemon.
    public var version: String
    /// When it started, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// For how long it serves.
    public var uptime: Duration
    /// Nothing new is started.
    public var isDraining = false
    /// How the next task is chosen.
    public var strategy: Strategy
    /// The strategy that `adaptive` uses now; nil for the others.
    public var chosen: Strategy?
    /// Why it uses that.
    public var chosenReason: String?
    /// Attempts at once.
    public var slots: Int
    /// Slots with an attempt.
    public var slotsBusy = 0
    /// Jobs of which nothing has started.
    public var jobsPending = 0
    /// Jobs of which something has started.
    public var jobsRunning = 0
    /// Tasks that wait.
    public var tasksQueued = 0
    /// Tasks that are attempted.
    public var tasksRunning = 0

    /// A service without work.
    public init(
        version: String, startedMicroseconds: Int64, uptime: Duration, strategy: Strategy,
        slots: Int
    ) {
        self.version = version
        self.startedMicroseconds = startedMicroseconds
        self.uptime = uptime
        self.strategy = strategy
        self.slots = slots
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        version = try object.text("release")
        startedMicroseconds = try object.time("started_at")
        uptime = try object.seconds("uptime_s")
        isDraining = try object.flag("draining")
        let strategy = try object.object("strategy")
        self.strategy = try strategy.choice("name")
        chosen = try strategy.textIfAny("chosen").flatMap(Strategy.init(rawValue:))
        chosenReason = try strategy.textIfAny("reason")
        let slots = try object.object("slots")
        self.slots = try slots.integer("total")
        slotsBusy = try slots.integer("busy")
        let jobs = try object.object("jobs")
        jobsPending = try jobs.integer("pending")
        jobsRunning = try jobs.integer("running")
        let tasks = try object.object("tasks")
        tasksQueued = try tasks.integer("queued")
        tasksRunning = try tasks.integer("running")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "release": .string(version), "started_at": .time(startedMicroseconds),
            "uptime_s": .seconds(uptime), "draining": .bool(isDraining),
            "strategy": [
                "name": .string(strategy.rawValue), "chosen": .from(chosen?.rawValue),
                "reason": .from(chosenReason),
            ],
            "slots": ["total": .integer(slots), "busy": .integer(slotsBusy)],
            "jobs": ["pending": .integer(jobsPending), "running": .integer(jobsRunning)],
            "tasks": ["queued": .integer(tasksQueued), "running": .integer(tasksRunning)],
        ]
    }

    /// What `GET /health` says, in the original's words.
    public var health: JSONValue {
        [
            "status": "healthy", "version": .string(version), "uptime": .seconds(uptime),
            "jobs_pending": .integer(jobsPending), "jobs_running": .integer(jobsRunning),
        ]
    }
}

/// What `PUT /api/v1/strategy` takes.
public struct StrategyRequest: WireShape {
    /// The strategy to use.
    public var strategy: Strategy

    /// Makes a request.
    public init(_ strategy: Strategy) { self.strategy = strategy }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: ["strategy"])
        strategy = try object.choice("strategy")
    }

    /// The object to send.
    public var json: JSONValue { ["strategy": .string(strategy.rawValue)] }
}
