import GRDB
import Jobs

/// Which jobs a list has.
public struct JobFilter: Hashable, Sendable {
    /// Only those of this account's number.
    public var userID: UInt32?
    /// Only those of the account of this name.
    public var account: String?
    /// Only those in one of these states; empty: all.
    public var states: Set<JobState> = []

    /// All jobs.
    public init() {}
}

extension Store {
    /// Jobs, newest first, those before a job when given; at most
    /// ``StoreLimits/pageRowsMax``.
    public func jobs(
        _ filter: JobFilter, before: JobID?, limit: Int
    ) throws(StoreError) -> [StoredJob] {
        var conditions = ["id < ?", filter.userID == nil ? "? IS NULL" : "owner_user = ?"]
        conditions.append("coalesce(owner_account = ?, TRUE)")
        if !filter.states.isEmpty {
            // Raw values of a closed list: nothing of a caller gets into the text.
            let words = filter.states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            conditions.append("state IN (\(words))")
            let isOpen = filter.states.allSatisfy { !$0.isOver }
            if isOpen { conditions.append("finished IS NULL") }
        }
        let sql = """
            SELECT \(JobRow.columns) FROM jobs WHERE \(conditions.joined(separator: " AND ")) \
            ORDER BY id DESC LIMIT ?
            """
        return try read { db in
            try db.rows(
                sql, before?.number ?? Int.max, filter.userID, filter.account,
                Self.rows(limit), table: "jobs", read: JobRow.read)
        }
    }

    /// One job; nil when there is none of that number.
    public func job(_ id: JobID) throws(StoreError) -> StoredJob? {
        try read { db in try Self.job(id, in: db) }
    }

    /// The job that the owner submitted with that key.
    public func job(
        of owner: Owner, idempotencyKey: String
    ) throws(StoreError) -> JobID? {
        try read { db in
            try db.row(
                "SELECT id FROM jobs WHERE owner_user = ? AND idempotency_key = ?", owner.userID,
                idempotencyKey, table: "jobs"
            ) { JobID(try $0.int()) }
        }
    }

    /// What was asked for; nil when there is no such job. Texts are empty unless asked for.
    public func submission(
        of id: JobID, withTexts: Bool
    ) throws(StoreError) -> Submission? {
        try read { db in
            try Self.job(id, in: db).map { try Self.complete($0, withTexts: withTexts, in: db) }
        }
    }

    /// The text of a job's file, by its place in the submission.
    public func text(ofFile number: Int, of id: JobID) throws(StoreError) -> String? {
        try read { db in
            try db.row(
                """
                SELECT text FROM job_files JOIN files ON files.id = file \
                WHERE job = ? AND number = ?
                """, id.number, number, table: "files"
            ) { try $0.text() }
        }
    }

    /// One file of a job with its text, by its place in the submission.
    public func file(_ number: Int, of id: JobID) throws(StoreError) -> Submission.File? {
        try read { db in
            try db.row(
                """
                SELECT job_files.path, directory, lenient, text \
                FROM job_files JOIN files ON files.id = file WHERE job = ? AND number = ?
                """, id.number, number, table: "job_files", read: FileRow.read)
        }
    }

    /// SHA-256 of the archives that jobs brought along.
    public func usedUploads() throws(StoreError) -> Set<String> {
        try read { db in
            Set(
                try db.rows(
                    "SELECT DISTINCT upload FROM jobs WHERE upload IS NOT NULL", table: "jobs"
                ) { try $0.text() })
        }
    }

    /// The archives that jobs of an owner which are not over brought along: bytes by SHA-256.
    public func openUploads(of owner: Owner) throws(StoreError) -> [String: Int] {
        try read { db in
            // Jobs that are over are many more.
            let rows = try db.rows(
                """
                SELECT upload, max(upload_bytes) FROM jobs INDEXED BY open_jobs \
                WHERE finished IS NULL AND owner_user = ? AND upload IS NOT NULL GROUP BY upload
                """, owner.userID, table: "jobs"
            ) { (digest: try $0.text(), bytes: try $0.int()) }
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.digest, $0.bytes) })
        }
    }

    static func job(_ id: JobID, in db: Database) throws -> StoredJob? {
        try db.row(
            "SELECT \(JobRow.columns) FROM jobs WHERE id = ?", id.number, table: "jobs",
            read: JobRow.read)
    }

    /// The job's submission with its files and tasks.
    static func complete(
        _ job: StoredJob, withTexts: Bool, in db: Database
    ) throws -> Submission {
        var submission = job.submission
        submission.files = try FileRow.read(of: job.id, withTexts: withTexts, in: db)
        submission.tasks = try db.rows(
            "SELECT \(TaskRow.submissionColumns) FROM tasks WHERE job = ? ORDER BY number",
            job.id.number, table: "tasks", read: TaskRow.readSubmission)
        return submission
    }

    static func rows(_ limit: Int) -> Int { min(max(limit, 1), StoreLimits.pageRowsMax) }
}
