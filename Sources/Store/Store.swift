import GRDB
import Jobs

/// The daemon's memory: jobs, tasks, attempts and events in one SQLite database.
public final class Store: Sendable {
    private let database: DatabasePool

    /// Opens the database at that path, which is made when it is missing.
    public init(path: String) throws { database = try DatabasePool(path: path) }
}
