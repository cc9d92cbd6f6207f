import GRDB
import Jobs
import Scenarios

/// An attempt as the store knows it.
public struct StoredAttempt: Hashable, Sendable {
    /// How it ended, as far as scheduling needs to know.
    public struct End: Hashable, Sendable {
        /// When, in microseconds since 1970-01-01 UTC.
        public var microseconds: Int64
        /// How.
        public var verdict: AttemptVerdict
        /// How long it took.
        public var duration: Duration
        /// Whether another attempt follows.
        public var willRetry: Bool
        /// Not before that time; nil: at once.
        public var notBeforeMicroseconds: Int64?
    }

    /// Which one.
    public var key: AttemptKey
    /// The worker's slot it was given to.
    public var slot: Int
    /// When, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// Its end; nil while it runs.
    public var end: End?
    /// Its record; nil when it left none. The text is empty unless asked for.
    public var record: StoredRecord?
}

/// The table `attempts`.
enum AttemptRow {
    /// The columns that ``read(_:job:)`` takes.
    static func columns(withRecords: Bool) -> String {
        """
        task, number, slot, started, ended, verdict, stopped_by, duration_nanoseconds, will_retry, \
        not_before, outcome, record_started, record_duration_microseconds, files_bytes, \
        \(withRecords ? "record" : "''")
        """
    }

    static func start(
        _ key: AttemptKey, slot: Int, at microseconds: Int64, in db: Database
    ) throws {
        try db.run(
            "INSERT INTO attempts (job, task, number, slot, started) VALUES (?, ?, ?, ?, ?)",
            key.task.job.number, key.task.task.index, key.number, slot, microseconds)
    }

    static func end(_ key: AttemptKey, _ end: StoredAttempt.End, in db: Database) throws {
        try db.runOnce(
            """
            UPDATE attempts SET ended = ?, verdict = ?, stopped_by = ?, duration_nanoseconds = ?, \
            will_retry = ?, not_before = ? \
            WHERE job = ? AND task = ? AND number = ? AND ended IS NULL
            """, end.microseconds, end.verdict.word, VerdictWord.stopper(end.verdict),
            end.duration.nanoseconds, end.willRetry, end.notBeforeMicroseconds,
            key.task.job.number, key.task.task.index, key.number,
            orRefuse: "attempt \(key) ends, but does not run")
    }

    /// Keeps the record of an attempt; the first one counts.
    static func record(_ key: AttemptKey, _ record: StoredRecord, in db: Database) throws {
        try db.runOnce(
            """
            UPDATE attempts SET outcome = ?, record_started = ?, record_duration_microseconds = ?, \
            files_bytes = ?, record = ? \
            WHERE job = ? AND task = ? AND number = ? AND record IS NULL
            """, record.outcome, record.startedMicroseconds, record.duration.nanoseconds / 1000,
            record.filesBytes, record.text, key.task.job.number, key.task.task.index, key.number,
            orRefuse: "attempt \(key) is unknown or has a record already")
        try db.run(
            "UPDATE jobs SET bytes = bytes + ? WHERE id = ?",
            record.filesBytes + Int64(record.text.utf8.count), key.task.job.number)
    }

    static func read(_ row: inout StoredRow, job: JobID) throws -> StoredAttempt {
        let task = TaskKey(job, TaskID(try row.int()))
        let number = try row.int()
        let slot = try row.int()
        let started = try row.integer()
        return StoredAttempt(
            key: AttemptKey(task, number), slot: slot, startedMicroseconds: started,
            end: try readEnd(&row), record: try readRecord(&row))
    }

    private static func readEnd(_ row: inout StoredRow) throws -> StoredAttempt.End? {
        let ended = try row.optionalInteger()
        let word = try row.optionalText()
        let verdict = try word.map { word throws in
            guard let verdict = VerdictWord.verdict(word, by: nil) else { throw row.unknown() }
            return verdict
        }
        let stopper = try row.optionalText()
        let nanoseconds = try row.optionalInteger()
        let willRetry = try row.optionalInteger()
        let notBefore = try row.optionalInteger()
        guard let ended, let verdict else { return nil }
        return StoredAttempt.End(
            microseconds: ended,
            verdict: VerdictWord.verdict(verdict.word, by: stopper) ?? verdict,
            duration: .nanoseconds(nanoseconds ?? 0), willRetry: willRetry == 1,
            notBeforeMicroseconds: notBefore)
    }

    private static func readRecord(_ row: inout StoredRow) throws -> StoredRecord? {
        let outcome = try row.optionalText()
        let started = try row.optionalInteger()
        let microseconds = try row.optionalInteger()
        let filesBytes = try row.optionalInteger()
        let text = try row.optionalText()
        guard let outcome else { return nil }
        return StoredRecord(
            outcome: outcome, startedMicroseconds: started ?? 0,
            duration: .microseconds(microseconds ?? 0), filesBytes: filesBytes ?? 0,
            text: text ?? "")
    }
}

/// A verdict in two columns: its word and who stopped the attempt.
enum VerdictWord {
    static func stopper(_ verdict: AttemptVerdict) -> String? {
        guard case .cancelled(let by) = verdict else { return nil }
        return by
    }

    static func verdict(_ word: String, by: String?) -> AttemptVerdict? {
        switch word {
        case "passed": .passed
        case "failed": .failed
        case "error": .error
        case "cancelled": .cancelled(by: by ?? "")
        case "lost": .lost
        case "interrupted": .interrupted
        default: nil
        }
    }
}
