import Jobs
import Scenarios

/// A task as the API shows it, with its attempts.
public struct TaskShape: WireShape {
    /// What became of it so far.
    public enum State: Hashable, Sendable {
        /// It waits for its turn.
        case queued
        /// It is being attempted.
        case running
        /// It is over: the word of its outcome and, for one that was never judged, why.
        case finished(outcome: String, reason: String?)

        /// `queued`, `running` or `finished`.
        public var word: String {
            switch self {
            case .queued: "queued"
            case .running: "running"
            case .finished: "finished"
            }
        }
    }

    /// Its job and place.
    public var key: TaskKey
    /// Scenario name.
    public var name: String
    /// Path of the file as the caller gave it.
    public var path: String
    /// The scenario's tags.
    public var tags: [String] = []
    /// What became of it.
    public var state: State
    /// How long it is expected to take; nil: nothing is known.
    public var estimate: Duration?
    /// Its attempts, in order.
    public var attempts: [AttemptShape] = []

    /// A task without attempts.
    public init(key: TaskKey, name: String, path: String, state: State) {
        self.key = key
        self.name = name
        self.path = path
        self.state = state
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        key = TaskKey(try object.job("job_id"), try object.task("task"))
        name = try object.text("name")
        path = try object.text("path")
        tags = try object.texts("tags")
        switch try object.text("state") {
        case "queued": state = .queued
        case "running": state = .running
        case "finished":
            state = .finished(
                outcome: try object.text("outcome"), reason: try object.textIfAny("reason"))
        default: throw object.error("state", expected: "queued, running or finished")
        }
        estimate = try object.secondsIfAny("estimate_s")
        attempts = try object.shapes("attempts")
    }

    /// The object to send.
    public var json: JSONValue {
        var outcome: String?
        var reason: String?
        if case .finished(let word, let why) = state { (outcome, reason) = (word, why) }
        return [
            "job_id": .string(key.job.description), "task": .integer(key.task.index + 1),
            "name": .string(name), "path": .string(path), "tags": .from(tags),
            "state": .string(state.word), "outcome": .from(outcome), "reason": .from(reason),
            "estimate_s": .from(estimate), "attempts": .array(attempts.map(\.json)),
        ]
    }
}

/// One page of a job's tasks, in the job's order.
public struct TaskPage: WireShape {
    /// The tasks.
    public var tasks: [TaskShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(tasks: [TaskShape], next: String?) {
        self.tasks = tasks
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        tasks = try object.shapes("tasks")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["tasks": .array(tasks.map(\.json)), "next": .from(next)]
    }
}
