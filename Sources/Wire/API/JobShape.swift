import Jobs
import Scenarios

/// A job as the API shows it, with the original's names where it had them: `job_id`, `status`,
/// `created_at`, `started_at`, `completed_at`, `progress`, `result`, `error`.
public struct JobShape: WireShape {
    /// Its number.
    public var id: JobID
    /// Label; nil: none.
    public var name: String?
    /// Account of who asked.
    public var owner: String
    /// Account that the programs run as.
    public var account: String
    /// What became of it so far.
    public var state: JobState
    /// When it was accepted, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// When its first attempt started.
    public var startedMicroseconds: Int64?
    /// When it was over.
    public var completedMicroseconds: Int64?
    /// Added to the priority of its tasks.
    public var priority: Double = 0
    /// When it should be done.
    public var deadlineMicroseconds: Int64?
    /// Absolute directory it was submitted from.
    public var callerDirectory: String
    /// How many of its tasks are in which state.
    public var tasks: TaskCounts

    /// A job that was just accepted.
    public init(
        id: JobID, owner: String, account: String, state: JobState, createdMicroseconds: Int64,
        callerDirectory: String, tasks: TaskCounts
    ) {
        self.id = id
        self.owner = owner
        self.account = account
        self.state = state
        self.createdMicroseconds = createdMicroseconds
        self.callerDirectory = callerDirectory
        self.tasks = tasks
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        id = try object.job("job_id")
        name = try object.textIfAny("name")
        owner = try object.text("owner")
        account = try object.text("account")
        state = try object.choice("status")
        createdMicroseconds = try object.time("created_at")
        startedMicroseconds = try object.timeIfAny("started_at")
        completedMicroseconds = try object.timeIfAny("completed_at")
        priority = try object.numberIfAny("priority") ?? 0
        deadlineMicroseconds = try object.timeIfAny("deadline")
        callerDirectory = try object.text("caller_directory")
        tasks = try TaskCounts(object.object("tasks"))
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "job_id": .string(id.description), "name": .from(name), "owner": .string(owner),
            "account": .string(account), "status": .string(state.rawValue),
            "created_at": .time(createdMicroseconds), "started_at": .time(startedMicroseconds),
            "completed_at": .time(completedMicroseconds), "progress": .number(progress),
            "priority": .number(priority), "deadline": .time(deadlineMicroseconds),
            "caller_directory": .string(callerDirectory), "tasks": tasks.json,
            "result": state.isOver ? tasks.json : .null, "error": .from(error),
        ]
    }

    /// How much of it is over, 0…100.
    public var progress: Double {
        guard tasks.total > 0 else { return state.isOver ? 100 : 0 }
        return (Double(tasks.finished) * 1000 / Double(tasks.total)).rounded(.down) / 10
    }

    /// Why it failed, in a line; nil when it did not.
    public var error: String? {
        guard state == .failed else { return nil }
        return "\(tasks.finished - tasks.passed) of \(tasks.total) tasks did not pass"
    }
}

/// How many tasks of a job are in which state.
public struct TaskCounts: WireShape {
    /// Waiting for their turn.
    public var queued = 0
    /// Being attempted.
    public var running = 0
    /// All held.
    public var passed = 0
    /// A step or check did not hold.
    public var failed = 0
    /// Could not be judged.
    public var error = 0
    /// Somebody stopped them.
    public var cancelled = 0
    /// Not started.
    public var skipped = 0

    /// No tasks.
    public init() {}

    /// All of them.
    public var total: Int { queued + running + finished }

    /// Those that are over.
    public var finished: Int { passed + failed + error + cancelled + skipped }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        func count(_ key: String) throws(ShapeError) -> Int {
            try object.integerIfAny(key, in: 0...1_000_000_000) ?? 0
        }
        queued = try count("queued")
        running = try count("running")
        passed = try count("passed")
        failed = try count("failed")
        error = try count("error")
        cancelled = try count("cancelled")
        skipped = try count("skipped")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "total": .integer(total), "queued": .integer(queued), "running": .integer(running),
            "passed": .integer(passed), "failed": .integer(failed), "error": .integer(error),
            "cancelled": .integer(cancelled), "skipped": .integer(skipped),
        ]
    }
}

/// One page of jobs, the latest first.
public struct JobPage: WireShape {
    /// The jobs.
    public var jobs: [JobShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(jobs: [JobShape], next: String?) {
        self.jobs = jobs
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        jobs = try object.shapes("jobs")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["jobs": .array(jobs.map(\.json)), "next": .from(next)]
    }
}
