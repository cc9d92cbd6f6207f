import GRDB
import Jobs
import Scenarios

/// A job as the store knows it.
public struct StoredJob: Hashable, Sendable {
    /// Its number.
    public var id: JobID
    /// What became of it.
    public var state: JobState
    /// When it was accepted, in microseconds since 1970-01-01 UTC.
    public var submittedMicroseconds: Int64
    /// When its first attempt started.
    public var startedMicroseconds: Int64?
    /// When it was over; nil while it is not, also while it is retried.
    public var finishedMicroseconds: Int64?
    /// Its tasks in numbers.
    public var tasks: TaskCounts
    /// What it takes: texts, records and files of its attempts.
    public var bytes: Int64
    /// What was asked for, without ``Submission/files`` and ``Submission/tasks``.
    public var submission: Submission
}

/// How many tasks are in which state.
public struct TaskCounts: Hashable, Sendable {
    /// All.
    public var total = 0
    /// Waiting, also for another attempt.
    public var queued = 0
    /// Being attempted.
    public var running = 0
    /// Finished, every check held.
    public var passed = 0
    /// Finished, a check did not hold.
    public var failed = 0
    /// Finished, could not be judged.
    public var error = 0
    /// Finished, somebody stopped it.
    public var cancelled = 0
    /// Finished, never started.
    public var skipped = 0

    /// None.
    public init() {}

    /// The count of an outcome's word; nil for a word that is none.
    public subscript(outcome word: String) -> Int? {
        get { Self.place(of: word).map { self[keyPath: $0] } }
        set {
            guard let place = Self.place(of: word), let newValue else { return }
            self[keyPath: place] = newValue
        }
    }

    private static func place(of word: String) -> WritableKeyPath<TaskCounts, Int>? {
        switch word {
        case "passed": \.passed
        case "failed": \.failed
        case "error": \.error
        case "cancelled": \.cancelled
        case "skipped": \.skipped
        default: nil
        }
    }
}

/// The table `jobs`.
enum JobRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = """
        jobs.id, state, submitted, started, finished, total, queued, running, passed, failed, \
        error, cancelled, skipped, bytes, owner_account, owner_user, account, jobs.name, priority, \
        deadline, idempotency_key, strict_timeouts, fail_fast, caller_directory, workspace, \
        memory_bytes, processes, cpus, output_bytes, key, upload, upload_bytes
        """

    private static let insertion = """
        INSERT INTO jobs (id, state, submitted, total, queued, bytes, owner_account, owner_user, \
        account, name, priority, deadline, idempotency_key, strict_timeouts, fail_fast, \
        caller_directory, workspace, memory_bytes, processes, cpus, output_bytes, key, upload, \
        upload_bytes) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func insert(
        _ id: JobID, _ submission: Submission, at microseconds: Int64, bytes: Int, in db: Database
    ) throws {
        let limits = submission.limits
        try db.run(
            insertion, id.number, JobState.pending.rawValue, microseconds, submission.tasks.count,
            submission.tasks.count, bytes, submission.owner.account, submission.owner.userID,
            submission.account, submission.name, submission.priority,
            submission.deadlineMicroseconds, submission.idempotencyKey, submission.strictTimeouts,
            submission.failFast, submission.callerDirectory, submission.workspace,
            limits.memoryBytes, limits.processesCount, limits.cpus, limits.outputBytes,
            submission.key, submission.upload?.digest, submission.upload?.bytes)
    }

    static func read(_ row: inout StoredRow) throws -> StoredJob {
        let id = JobID(try row.int())
        let state = try row.word(JobState.self)
        let submitted = try row.integer()
        let started = try row.optionalInteger()
        let finished = try row.optionalInteger()
        let counts = try counts(&row)
        let bytes = try row.integer()
        return StoredJob(
            id: id, state: state, submittedMicroseconds: submitted, startedMicroseconds: started,
            finishedMicroseconds: finished, tasks: counts, bytes: bytes,
            submission: try submission(&row))
    }

    private static func counts(_ row: inout StoredRow) throws -> TaskCounts {
        var counts = TaskCounts()
        counts.total = try row.int()
        counts.queued = try row.int()
        counts.running = try row.int()
        counts.passed = try row.int()
        counts.failed = try row.int()
        counts.error = try row.int()
        counts.cancelled = try row.int()
        counts.skipped = try row.int()
        return counts
    }

    private static func submission(_ row: inout StoredRow) throws -> Submission {
        let ownerAccount = try row.text()
        guard let user = UInt32(exactly: try row.integer()) else { throw row.unknown() }
        var submission = Submission(
            owner: Owner(account: ownerAccount, userID: user), account: try row.text(),
            callerDirectory: "", files: [], tasks: [])
        submission.name = try row.optionalText()
        submission.priority = try row.real()
        submission.deadlineMicroseconds = try row.optionalInteger()
        submission.idempotencyKey = try row.optionalText()
        submission.strictTimeouts = try row.bool()
        submission.failFast = try row.bool()
        submission.callerDirectory = try row.text()
        submission.workspace = try row.optionalText()
        submission.limits.memoryBytes = try row.optionalInt()
        submission.limits.processesCount = try row.optionalInt()
        submission.limits.cpus = try row.optionalReal()
        submission.limits.outputBytes = try row.optionalInt()
        submission.key = try row.optionalInt()
        if let digest = try row.optionalText() {
            submission.upload = Submission.Upload(digest: digest, bytes: try row.int())
        }
        return submission
    }

    /// Adds to the counts of a job; a job that was pending is running now.
    static func advance(
        _ id: JobID, by change: TaskCounts, startedAt microseconds: Int64? = nil, in db: Database
    ) throws {
        try db.runOnce(
            """
            UPDATE jobs SET queued = queued + ?, running = running + ?, passed = passed + ?, \
            failed = failed + ?, error = error + ?, cancelled = cancelled + ?, \
            skipped = skipped + ?, started = coalesce(started, ?), \
            state = CASE state WHEN 'pending' THEN 'running' ELSE state END WHERE id = ?
            """, change.queued, change.running, change.passed, change.failed, change.error,
            change.cancelled, change.skipped, microseconds, id.number,
            orRefuse: "there is no job \(id)")
    }
}
