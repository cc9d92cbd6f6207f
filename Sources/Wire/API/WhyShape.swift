import Jobs
import Scenarios

/// Why a task (or the next task of a job) waits, runs or ended.
public struct WhyShape: WireShape {
    /// What it does now.
    public enum State: Hashable, Sendable {
        case waiting(Waiting)
        /// The attempts that run.
        case running([AttemptKey])
        /// It is over: a task's outcome or a job's state, and why when it was never judged.
        case ended(outcome: String, reason: String?)
    }

    /// What keeps a task waiting.
    public enum Cause: String, CaseIterable, Hashable, Sendable {
        /// All slots are taken and others are ahead.
        case slots
        /// The owner has as many attempts as the limit allows.
        case ownerLimit = "owner_limit"
        /// The key has as many attempts as it may.
        case keyLimit = "key_limit"
        /// Something countable of the machine is taken.
        case resource
        /// The machine has not what it wants.
        case resourceMissing = "resource_missing"
        /// Tasks it needs are not over.
        case needs
        /// It failed and waits for its next attempt.
        case backoff
        /// Nothing new is started.
        case drained
        /// No worker takes it at the moment.
        case worker
        /// Something a later version tells.
        case other
    }

    /// A task that waits.
    public struct Waiting: Hashable, Sendable {
        /// What keeps it.
        public var cause: Cause
        /// The same for people, with the names and numbers: one line.
        public var message: String
        /// How many tasks start before it, when that can be said.
        public var position: Int?
        /// The next of those that are ahead, or that hold what it needs; at most ten.
        public var ahead: [TaskKey] = []
        /// Not before, in microseconds since 1970-01-01 UTC.
        public var notBeforeMicroseconds: Int64?
        /// In how long it may start, when that can be said.
        public var estimate: Duration?

        /// A reason.
        public init(_ cause: Cause, _ message: String) {
            self.cause = cause
            self.message = message
        }
    }

    /// The job.
    public var job: JobID
    /// The task that it tells about; nil: the job as a whole.
    public var task: TaskID?
    /// What and why.
    public var state: State

    /// An answer.
    public init(job: JobID, task: TaskID?, state: State) {
        self.job = job
        self.task = task
        self.state = state
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        job = try object.job("job_id")
        task = try object.taskIfAny("task")
        if let waiting = try object.objectIfAny("waiting") {
            state = .waiting(try Waiting(waiting))
        } else if let running = try object.objectIfAny("running") {
            var attempts: [AttemptKey] = []
            for (value, path) in try running.elements("attempts") {
                guard case .string(let text) = value, let key = AttemptKey(text: text) else {
                    throw ShapeError(
                        path: path, expected: "an attempt such as 42.3.1",
                        found: ObjectReader.phrase(value))
                }
                attempts.append(key)
            }
            state = .running(attempts)
        } else if let ended = try object.objectIfAny("ended") {
            state = .ended(
                outcome: try ended.text("outcome"), reason: try ended.textIfAny("reason"))
        } else {
            throw ShapeError(
                path: object.path, expected: "waiting, running or ended", found: "none of them")
        }
    }

    /// The object to send.
    public var json: JSONValue {
        var object: JSONObject = [
            "job_id": .string(job.description), "task": .from(task.map { $0.index + 1 }),
        ]
        switch state {
        case .waiting(let waiting): object["waiting"] = waiting.json
        case .running(let attempts):
            object["running"] = ["attempts": .from(attempts.map(\.description))]
        case .ended(let outcome, let reason):
            object["ended"] = ["outcome": .string(outcome), "reason": .from(reason)]
        }
        return .object(object)
    }
}

extension WhyShape.Waiting {
    init(_ object: ObjectReader) throws(ShapeError) {
        cause = WhyShape.Cause(rawValue: try object.text("cause")) ?? .other
        message = try object.text("message")
        position = try object.integerIfAny("position")
        for text in try object.texts("ahead", max: 1_000) {
            guard let key = TaskKey(text: text) else {
                throw object.error("ahead", expected: "tasks such as 42.3")
            }
            ahead.append(key)
        }
        notBeforeMicroseconds = try object.timeIfAny("not_before")
        estimate = try object.secondsIfAny("estimate_s")
    }

    var json: JSONValue {
        [
            "cause": .string(cause.rawValue), "message": .string(message),
            "position": .from(position), "ahead": .from(ahead.map(\.description)),
            "not_before": .time(notBeforeMicroseconds), "estimate_s": .from(estimate),
        ]
    }
}
