import GRDB
import Jobs

/// The store in numbers.
public struct StoreStatistics: Hashable, Sendable {
    /// How many jobs are in which state; states without jobs are absent.
    public var jobs: [JobState: Int]
    /// The tasks of all jobs.
    public var tasks: TaskCounts
    /// Size of the database, without its log.
    public var databaseBytes: Int64
    /// How much of that is free and can be given back.
    public var freeBytes: Int64
    /// What the jobs take: texts, records and files of their attempts.
    public var jobsBytes: Int64
}

extension Store {
    /// The numbers of now; takes time in proportion to the number of jobs.
    public func statistics() throws(StoreError) -> StoreStatistics {
        try read { db in
            let pageBytes = try db.integer("PRAGMA page_size")
            var statistics = StoreStatistics(
                jobs: [:], tasks: TaskCounts(),
                databaseBytes: try db.integer("PRAGMA page_count") * pageBytes,
                freeBytes: try db.integer("PRAGMA freelist_count") * pageBytes, jobsBytes: 0)
            _ = try db.rows(
                """
                SELECT state, count(*), sum(bytes), sum(total), sum(queued), sum(running), \
                sum(passed), sum(failed), sum(error), sum(cancelled), sum(skipped) \
                FROM jobs GROUP BY state
                """, table: "jobs"
            ) { row in
                statistics.jobs[try row.word(JobState.self)] = try row.int()
                statistics.jobsBytes += try row.integer()
                statistics.tasks.total += try row.int()
                statistics.tasks.queued += try row.int()
                statistics.tasks.running += try row.int()
                statistics.tasks.passed += try row.int()
                statistics.tasks.failed += try row.int()
                statistics.tasks.error += try row.int()
                statistics.tasks.cancelled += try row.int()
                statistics.tasks.skipped += try row.int()
            }
            return statistics
        }
    }
}
