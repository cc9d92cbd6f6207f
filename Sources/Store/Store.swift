import GRDB
import Jobs
import Synchronization

/// The daemon's memory: jobs, tasks, attempts and events in one SQLite database.
///
/// One thread writes, by ``commit(_:)``; any thread reads. Every call blocks until it is done.
/// What ``commit(_:)`` returned for survives kill -9 and loss of power.
public final class Store: Sendable {
    /// What a caller may do with the database.
    public enum Access: Hashable, Sendable {
        /// It is this process's alone: made when missing, brought to the present schema.
        case sole
        /// Another process may have it; it must exist and is not changed.
        case reading
    }

    let pool: DatabasePool
    /// Path of the database file.
    public let path: String
    /// Writes what webhooks are told.
    let writer: Notice.Writer
    /// Held until the store is closed.
    private let lock: Mutex<StoreLock?>
    private let watcher = Mutex<JobWatcher?>(nil)

    /// Opens the database file at that path; with ``Access/sole`` it is made when missing. The
    /// directory must exist. What webhooks are told is written by `writer` when it is stored.
    public init(
        path: String, access: Access, writer: @escaping Notice.Writer = { $0.words }
    ) throws(StoreError) {
        self.path = path
        self.writer = writer
        lock = Mutex(access == .sole ? try StoreLock(path: path + ".lock") : nil)
        try Opening.inspect(path, access: access)
        do {
            pool = try Opening.pool(path, access: access)
            if access == .sole { try Opening.prepare(pool) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Closes the database; what is called later fails.
    public func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError(error, path: path) }
        lock.withLock { $0 = nil }
    }

    /// Has somebody told which jobs were changed or removed: when every read finds the change, and
    /// before whoever made it knows that it is made. One at a time; called by the thread that
    /// writes.
    public func watchJobs(_ tell: @escaping @Sendable (Set<JobID>) -> Void) {
        watcher.withLock { $0 = JobWatcher(tell: tell) }
    }

    /// Tells that these jobs are not any more what they were.
    func changed(_ jobs: Set<JobID>) {
        guard !jobs.isEmpty, let watcher = watcher.withLock({ $0 }) else { return }
        watcher.tell(jobs)
    }

    /// Gives memory back that only makes later calls faster; for quiet times.
    public func releaseMemory() { pool.releaseMemory() }

    /// Reads from one state of the database, whatever is committed meanwhile.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Changes all or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.write(body) } catch { throw StoreError(error, path: path) }
    }
}

/// Who is told of changed jobs. A closure that a generic type keeps by itself, as a mutex does, is
/// wrapped once more by each look at it: each commit would cost more than the one before.
private struct JobWatcher: Sendable {
    let tell: @Sendable (Set<JobID>) -> Void
}
