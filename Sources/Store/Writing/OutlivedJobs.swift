import GRDB
import Jobs

/// Finds the finished jobs that have to go: those that ended too long ago, and while all of them
/// take too much, each time the oldest one of the owner whose jobs take the most. So who fills the
/// store drives out jobs of nobody who takes less (max-min fairness; Bertsekas and Gallager, Data
/// Networks, 2nd edition, section 6.5.2).
struct OutlivedJobs {
    private let db: Database
    private let retention: Retention
    /// What the finished jobs of each owner take, in bytes; empty when all may stay.
    private var held: [Int64: Int64] = [:]
    private var shared = SharedUploads()
    private var excess = Int64.min
    private var chosen: [JobID] = []

    /// At most `limit` of them, in the order in which they go.
    static func find(
        _ retention: Retention, limit: Int, in db: Database
    ) throws -> [JobID] {
        var found = try OutlivedJobs(retention, in: db)
        try found.takeOld(limit: limit)
        try found.takeFromLargest(limit: limit)
        return found.chosen
    }

    private init(_ retention: Retention, in db: Database) throws {
        self.db = db
        self.retention = retention
        guard let bytesMax = retention.bytesMax else { return }
        let sums = try db.rows(
            """
            SELECT owner_user, sum(bytes) FROM jobs WHERE finished IS NOT NULL \
            GROUP BY owner_user
            """, table: "jobs"
        ) { (try $0.integer(), try $0.integer()) }
        guard sums.reduce(0, { $0 + $1.1 }) > bytesMax else { return }
        shared = try SharedUploads(in: db)
        for (owner, bytes) in sums { held[owner] = bytes - shared.savedBytes(of: owner) }
        excess = held.values.reduce(0, +) - bytesMax
    }

    /// Those that finished too long ago, those first that finished first.
    private mutating func takeOld(limit: Int) throws {
        guard let horizon = retention.finishedBefore else { return }
        let cursor = try rows(
            "finished < ? ORDER BY finished, id LIMIT ?", [horizon, Int64(limit)])
        while let row = try cursor.next() { leave(try FinishedJob(row)) }
    }

    /// Those of who holds the most, until the others may stay.
    private mutating func takeFromLargest(limit: Int) throws {
        var oldest: [Int64: RowCursor] = [:]
        while excess > 0, chosen.count < limit,
            // The owner with the lower number, where two hold the same.
            let owner = held.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key
        {
            let cursor = try oldest[owner] ?? self.oldest(of: owner)
            oldest[owner] = cursor
            guard let row = try cursor.next() else {
                held[owner] = nil
                continue
            }
            leave(try FinishedJob(row))
        }
    }

    /// The jobs of an owner that are not chosen yet, those first that finished first.
    private func oldest(of owner: Int64) throws -> RowCursor {
        try rows(
            "owner_user = ? AND finished >= ? ORDER BY finished, id",
            [owner, retention.finishedBefore ?? .min])
    }

    private func rows(_ condition: String, _ arguments: [Int64]) throws -> RowCursor {
        // Several are open at a time: no cached statement.
        try Row.fetchCursor(
            db,
            sql: """
                SELECT id, owner_user, bytes, upload FROM jobs \
                WHERE finished IS NOT NULL AND \(condition)
                """, arguments: StatementArguments(arguments))
    }

    private mutating func leave(_ job: FinishedJob) {
        chosen.append(job.id)
        guard !held.isEmpty else { return }
        let kept = job.upload.map { shared.leave($0, of: job.owner) } ?? 0
        held[job.owner, default: 0] -= job.bytes - kept
        excess -= job.bytes - kept
    }
}

/// What is looked at of a job.
private struct FinishedJob {
    let id: JobID
    let owner: Int64
    let bytes: Int64
    let upload: String?

    init(_ row: Row) throws {
        var row = StoredRow(row, table: "jobs")
        id = JobID(try row.int())
        owner = try row.integer()
        bytes = try row.integer()
        upload = try row.optionalText()
    }
}

/// Directories that several finished jobs of an owner brought along, each of which is kept once:
/// who submits the same one again and again takes no more for it.
private struct SharedUploads {
    private struct Key: Hashable {
        var owner: Int64
        var digest: String
    }

    private var jobs: [Key: (count: Int64, bytes: Int64)] = [:]
    private var saved: [Int64: Int64] = [:]

    /// None.
    init() {}

    /// Those of the store.
    init(in db: Database) throws {
        let found = try db.rows(
            """
            SELECT owner_user, upload, count(*), max(upload_bytes) \
            FROM jobs INDEXED BY uploads_of_jobs \
            WHERE upload IS NOT NULL AND finished IS NOT NULL \
            GROUP BY upload, owner_user HAVING count(*) > 1
            """, table: "jobs"
        ) { (try $0.integer(), try $0.text(), try $0.integer(), try $0.integer()) }
        for (owner, digest, count, bytes) in found {
            jobs[Key(owner: owner, digest: digest)] = (count, bytes)
            saved[owner, default: 0] += (count - 1) * bytes
        }
    }

    /// What jobs of that owner count that is not there again, in bytes.
    func savedBytes(of owner: Int64) -> Int64 { saved[owner] ?? 0 }

    /// A job with that directory goes. Returns what stays of it for the owner's others, in bytes.
    mutating func leave(_ digest: String, of owner: Int64) -> Int64 {
        let key = Key(owner: owner, digest: digest)
        guard let shared = jobs[key], shared.count > 1 else { return 0 }
        jobs[key] = (shared.count - 1, shared.bytes)
        return shared.bytes
    }
}
