import GRDB
import Jobs

extension Store {
    /// Tasks of a job in order, those after a task when given; at most
    /// ``StoreLimits/pageRowsMax``.
    public func tasks(
        of job: JobID, after: TaskID?, limit: Int
    ) throws(StoreError) -> [StoredTask] {
        try read { db in
            try db.rows(
                "\(Self.selection) WHERE tasks.job = ? AND tasks.number > ?"
                    + " ORDER BY tasks.number LIMIT ?", job.number, after?.index ?? -1,
                Self.rows(limit), table: "tasks"
            ) { try TaskRow.read(&$0, job: job) }
        }
    }

    /// One task; nil when there is none.
    public func task(_ key: TaskKey) throws(StoreError) -> StoredTask? {
        try read { db in
            try db.row(
                "\(Self.selection) WHERE tasks.job = ? AND tasks.number = ?", key.job.number,
                key.task.index, table: "tasks"
            ) { try TaskRow.read(&$0, job: key.job) }
        }
    }

    /// The attempts of one task of a job, or of all its tasks, in order; at most
    /// ``StoreLimits/pageRowsMax`` and those after an attempt when given. The texts of the records
    /// are empty unless asked for.
    public func attempts(
        of job: JobID, task: TaskID?, after: AttemptKey? = nil, withRecords: Bool, limit: Int
    ) throws(StoreError) -> [StoredAttempt] {
        try read { db in
            try db.rows(
                """
                SELECT \(AttemptRow.columns(withRecords: withRecords)) FROM attempts \
                WHERE job = ? AND task BETWEEN ? AND ? AND (task, number) > (?, ?) \
                ORDER BY task, number LIMIT ?
                """, job.number, task?.index ?? 0, task?.index ?? Int.max,
                after?.task.task.index ?? -1, after?.number ?? 0, Self.rows(limit),
                table: "attempts"
            ) { try AttemptRow.read(&$0, job: job) }
        }
    }

    private static let selection = """
        SELECT tasks.number, state, outcome, reason, started, finished, attempts, \
        coalesce(job_files.path, ''), \(TaskRow.submissionColumns) \
        FROM tasks LEFT JOIN job_files \
        ON job_files.job = tasks.job AND job_files.number = tasks.file
        """
}
