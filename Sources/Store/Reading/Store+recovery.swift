import GRDB
import Jobs

/// A job that is not over, as the daemon needs it after its start.
public struct OpenJob: Hashable, Sendable {
    /// Its number.
    public var id: JobID
    /// When it was accepted, in microseconds since 1970-01-01 UTC.
    public var submittedMicroseconds: Int64
    /// What was asked for; the texts of its files are empty unless asked for.
    public var submission: Submission
}

extension Store {
    /// Gives the jobs that are not over to `body`, in the order of their numbers, one at a time.
    public func forEachOpenJob(
        withTexts: Bool, _ body: (OpenJob) throws -> Void
    ) throws(StoreError) {
        try read { db in
            let ids = try db.rows(
                "SELECT id FROM jobs WHERE finished IS NULL ORDER BY id", table: "jobs"
            ) { JobID(try $0.int()) }
            for id in ids {
                guard let job = try Self.job(id, in: db) else { continue }
                let submission = try Self.complete(job, withTexts: withTexts, in: db)
                try body(
                    OpenJob(
                        id: id, submittedMicroseconds: job.submittedMicroseconds,
                        submission: submission))
            }
        }
    }

    /// Gives the events of the jobs that are not over, and those of the service since the first of
    /// them, to `body` in the order of their numbers.
    public func forEachOpenEvent(
        _ body: (NumberedEvent) throws -> Void
    ) throws(StoreError) {
        try read { db in
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT \(EventRow.columns) \
                        FROM jobs CROSS JOIN events ON events.job = jobs.id \
                        WHERE finished IS NULL \
                        UNION ALL SELECT \(EventRow.columns) FROM events \
                        WHERE job IS NULL AND number > (SELECT min(events.number) \
                        FROM jobs CROSS JOIN events ON events.job = jobs.id \
                        WHERE finished IS NULL) ORDER BY 1
                        """))
            while let row = try cursor.next() {
                var row = StoredRow(row, table: "events")
                try body(try EventRow.read(&row))
            }
        }
    }

    /// What was learned.
    public func estimates() throws(StoreError) -> Estimates {
        try read { db in try EstimateRow.readAll(in: db) }
    }

    /// What holds for the service as a whole.
    public func serviceState() throws(StoreError) -> ServiceState {
        try read { db in try MetaRow.serviceState(in: db) }
    }
}
