import GRDB
import Jobs

/// How long finished jobs are kept.
public struct Retention: Hashable, Sendable {
    /// Those that finished before this time (microseconds since 1970-01-01 UTC) go; nil: none.
    public var finishedBefore: Int64?
    /// The oldest of the owner whose jobs take the most go until the others take no more than
    /// this, with the files of their attempts; nil: as much as they like.
    public var bytesMax: Int64?

    /// Everything is kept.
    public init(finishedBefore: Int64? = nil, bytesMax: Int64? = nil) {
        self.finishedBefore = finishedBefore
        self.bytesMax = bytesMax
    }
}

/// What one step of retention did.
public struct Retired: Hashable, Sendable {
    /// Jobs that are gone.
    public var jobs: [JobID]
    /// More would have to go: call again.
    public var isMore: Bool
}

extension Store {
    /// Removes finished jobs with all that belongs to them, those first that are too old, then the
    /// oldest of whoever holds the most; at most so many, so that a step stays short. Which files
    /// may go now, ``pendingRemovals()`` says. Numbers of jobs and events are not used again.
    public func retire(_ retention: Retention, jobsMax: Int) throws(StoreError) -> Retired {
        let count = min(max(jobsMax, 1), StoreLimits.retiredJobsMax)
        let retired = try write { db in
            let chosen = try OutlivedJobs.find(retention, limit: count + 1, in: db)
            let jobs = Array(chosen.prefix(count))
            if !jobs.isEmpty { try Self.rememberLast(in: db) }
            for job in jobs {
                try db.run("INSERT OR REPLACE INTO removals (job) VALUES (?)", job.number)
                try db.run("DELETE FROM jobs WHERE id = ?", job.number)
            }
            let isMore = chosen.count > count
            if !isMore {
                try Self.forgetService(before: retention.finishedBefore ?? .min, in: db)
                // Reads every job's files: only when some may have become superfluous.
                if !jobs.isEmpty { try FileRow.collect(in: db) }
                try EstimateRow.trim(to: SchedulingLimits.estimatesMax, in: db)
            }
            return Retired(jobs: jobs, isMore: isMore)
        }
        changed(Set(retired.jobs))
        return retired
    }

    /// Jobs that are gone and whose directories of attempts are to be removed, until
    /// ``removed(_:)`` says that they are; at most ``StoreLimits/pageRowsMax``.
    public func pendingRemovals() throws(StoreError) -> [JobID] {
        try read { db in
            try db.rows(
                "SELECT job FROM removals ORDER BY job LIMIT ?", StoreLimits.pageRowsMax,
                table: "removals"
            ) { JobID(try $0.int()) }
        }
    }

    /// The directories of these jobs' attempts are gone.
    public func removed(_ jobs: [JobID]) throws(StoreError) {
        try write { db in
            for job in jobs { try db.run("DELETE FROM removals WHERE job = ?", job.number) }
        }
    }

    /// Gives free pages back to the file system, at most so many and no more than
    /// ``StoreLimits/vacuumPagesMax``; returns whether there are more.
    public func vacuum(pagesMax: Int) throws(StoreError) -> Bool {
        let pages = min(max(pagesMax, 1), StoreLimits.vacuumPagesMax)
        return try write { db in
            // Each row of its answer stands for a page that it gave back.
            let cursor = try Row.fetchCursor(db, sql: "PRAGMA incremental_vacuum(\(pages))")
            while try cursor.next() != nil {}
            return try db.integer("PRAGMA freelist_count") > 0
        }
    }

    /// Removes events of the service as a whole.
    private static func forgetService(before microseconds: Int64, in db: Database) throws {
        let old = "FROM events WHERE job IS NULL AND microseconds < ?"
        guard try db.integer("SELECT EXISTS (SELECT 1 \(old))", microseconds) > 0 else { return }
        try rememberLast(in: db)
        try db.run("DELETE \(old)", microseconds)
    }

    /// Keeps the highest numbers before rows that may have them go.
    private static func rememberLast(in db: Database) throws {
        for (name, sql) in [
            (MetaRow.lastJob, "SELECT max(id) FROM jobs"),
            (MetaRow.lastEvent, "SELECT max(number) FROM events"),
            (
                MetaRow.lastEventMicroseconds,
                "SELECT microseconds FROM events ORDER BY number DESC LIMIT 1"
            ),
        ] {
            let last = max(try db.integer(sql), try name.number(in: db))
            try name.set(String(last), in: db)
        }
    }
}
