import GRDB
import Jobs
import Scenarios

/// A task as the store knows it.
public struct StoredTask: Hashable, Sendable {
    /// Which one.
    public var key: TaskKey
    /// Where it stands.
    public var state: TaskState
    /// When its first attempt started, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64?
    /// When it was over.
    public var finishedMicroseconds: Int64?
    /// How many attempts have started.
    public var attemptsCount: Int
    /// Path of its file as the caller gave it.
    public var path: String
    /// What was asked for.
    public var submission: Submission.Task
}

/// Where a task stands.
public enum TaskState: Hashable, Sendable {
    /// It waits, perhaps for another attempt.
    case queued
    /// It is attempted.
    case running
    /// It is over: the word of its outcome and, for one that was never judged, why.
    case finished(outcome: String, reason: String?)
}

/// The table `tasks`.
enum TaskRow {
    private enum Word: String { case queued, running, finished }

    /// The columns of the submission, which ``readSubmission(_:)`` takes.
    static let submissionColumns = """
        tasks.file, cell, name, tags, priority, needs, retries, backoff_nanoseconds, resources, \
        timeout_nanoseconds, identity
        """

    private static let insertion = """
        INSERT INTO tasks (job, number, state, file, cell, name, tags, priority, needs, retries, \
        backoff_nanoseconds, resources, timeout_nanoseconds, identity) \
        VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func insert(_ tasks: [Submission.Task], of job: JobID, in db: Database) throws {
        for (number, task) in tasks.enumerated() {
            try db.run(
                insertion, job.number, number, task.file, task.cell, task.name,
                JSONList.text(task.tags), task.priority, JSONList.text(task.needs),
                task.retries.count, task.retries.backoff.nanoseconds,
                JSONList.text(task.resources), task.timeout.nanoseconds, task.identity)
        }
    }

    static func read(_ row: inout StoredRow, job: JobID) throws -> StoredTask {
        let number = try row.int()
        let word = try row.word(Word.self)
        let outcome = try row.optionalText()
        let reason = try row.optionalText()
        let state: TaskState =
            switch word {
            case .queued: .queued
            case .running: .running
            case .finished: .finished(outcome: outcome ?? "", reason: reason)
            }
        let started = try row.optionalInteger()
        let finished = try row.optionalInteger()
        let attempts = try row.int()
        let path = try row.text()
        return StoredTask(
            key: TaskKey(job, TaskID(number)), state: state, startedMicroseconds: started,
            finishedMicroseconds: finished, attemptsCount: attempts, path: path,
            submission: try readSubmission(&row))
    }

    /// Takes ``submissionColumns``.
    static func readSubmission(_ row: inout StoredRow) throws -> Submission.Task {
        let file = try row.int()
        let cell = try row.int()
        let name = try row.text()
        let tags = try row.list(JSONList.strings) ?? []
        let priority = try row.real()
        let needs = try row.list(JSONList.integers) ?? []
        let retries = try row.int()
        let backoff = Duration.nanoseconds(try row.integer())
        let resources = try row.list(JSONList.counts) ?? [:]
        let timeout = Duration.nanoseconds(try row.integer())
        var task = Submission.Task(file: file, cell: cell, name: name, identity: try row.text())
        task.tags = tags
        task.priority = priority
        task.needs = needs
        task.retries = RetryPolicy(count: retries, backoff: backoff)
        task.resources = resources
        task.timeout = timeout
        return task
    }

    /// A queued task is attempted.
    static func start(_ key: AttemptKey, at microseconds: Int64, in db: Database) throws {
        let task = key.task
        try db.runOnce(
            """
            UPDATE tasks SET state = 'running', started = coalesce(started, ?), \
            attempts = attempts + 1 WHERE job = ? AND number = ? AND state = 'queued'
            """, microseconds, task.job.number, task.task.index,
            orRefuse: "attempt \(key) starts, but task \(task) is not queued")
    }

    /// A running task waits for another attempt.
    static func requeue(_ task: TaskKey, in db: Database) throws {
        try db.runOnce(
            "UPDATE tasks SET state = 'queued' WHERE job = ? AND number = ? AND state = 'running'",
            task.job.number, task.task.index,
            orRefuse: "task \(task) is to be tried again, but is not running")
    }

    /// A task is over; returns whether it was running before.
    static func finish(
        _ task: TaskKey, outcome: String, reason: String?, at microseconds: Int64, in db: Database
    ) throws -> Bool {
        let state = try db.row(
            "SELECT state FROM tasks WHERE job = ? AND number = ?", task.job.number,
            task.task.index, table: "tasks"
        ) { try $0.word(Word.self) }
        guard let state, state != .finished else {
            throw StoreError.refused(
                "task \(task) finishes, but \(state == nil ? "is unknown" : "is over already")")
        }
        try db.run(
            """
            UPDATE tasks SET state = 'finished', outcome = ?, reason = ?, finished = ? \
            WHERE job = ? AND number = ?
            """, outcome, reason, microseconds, task.job.number, task.task.index)
        return state == .running
    }

    /// A finished task is queued again; returns the word of its outcome before.
    static func reopen(_ task: TaskKey, in db: Database) throws -> String {
        let outcome = try db.row(
            "SELECT outcome FROM tasks WHERE job = ? AND number = ? AND state = 'finished'",
            task.job.number, task.task.index, table: "tasks"
        ) { try $0.text() }
        guard let outcome else {
            throw StoreError.refused("task \(task) is to be tried again, but is not over")
        }
        try db.run(
            """
            UPDATE tasks SET state = 'queued', outcome = NULL, reason = NULL, finished = NULL \
            WHERE job = ? AND number = ?
            """, task.job.number, task.task.index)
        return outcome
    }
}
