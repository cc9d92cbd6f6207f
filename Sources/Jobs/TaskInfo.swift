import Scenarios

/// A task's place in its job, from 0.
public struct TaskID: Hashable, Comparable, Sendable {
    /// The place.
    public var index: Int
    /// Makes an id from a place.
    public init(_ index: Int) { self.index = index }
    /// Order in the job.
    public static func < (a: TaskID, b: TaskID) -> Bool { a.index < b.index }
}

/// What reports need to know about a task before it runs.
public struct TaskInfo: Hashable, Sendable {
    /// Its place in the job.
    public var id: TaskID
    /// Scenario name.
    public var name: String
    /// Path of the scenario file as the caller gave it.
    public var path: String
    /// The scenario's tags.
    public var tags: [String]
    /// Where it stands in the file, when the file has several: an example of a document.
    public var position: Position?

    /// Makes a description of a task.
    public init(
        id: TaskID, name: String, path: String, tags: [String] = [], position: Position? = nil
    ) {
        self.id = id
        self.name = name
        self.path = path
        self.tags = tags
        self.position = position
    }
}

/// A task that is over.
public struct TaskResult: Hashable, Sendable {
    /// Which task.
    public var task: TaskInfo
    /// The last attempt's outcome, or why there was none.
    public var outcome: Outcome
    /// Every attempt, in order; empty when skipped.
    public var attempts: [AttemptResult]

    /// Makes a result.
    public init(task: TaskInfo, outcome: Outcome, attempts: [AttemptResult]) {
        self.task = task
        self.outcome = outcome
        self.attempts = attempts
    }

    /// Passed, but not at the first attempt.
    public var isFlaky: Bool { outcome == .passed && attempts.count > 1 }

    /// Time of all attempts together.
    public var duration: Duration { attempts.reduce(.zero) { $0 + $1.duration } }
}
