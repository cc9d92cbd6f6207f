import GRDB
import Jobs
import Scenarios

/// The table `estimates`.
enum EstimateRow {
    static func replace(
        _ identity: String, _ estimate: Estimate, at microseconds: Int64, in db: Database
    ) throws {
        try db.run(
            """
            INSERT OR REPLACE INTO estimates (identity, changed, duration_nanoseconds, affinity) \
            VALUES (?, ?, ?, ?)
            """, identity, microseconds, estimate.duration?.nanoseconds,
            JSONList.text(estimate.affinity))
    }

    /// All, those changed longest ago first: setting an estimate makes it the one used last.
    static func readAll(in db: Database) throws -> Estimates {
        var estimates = Estimates()
        _ = try db.rows(
            """
            SELECT identity, duration_nanoseconds, affinity FROM estimates \
            ORDER BY changed, identity
            """, table: "estimates"
        ) { row in
            let identity = try row.text()
            var estimate = Estimate()
            estimate.duration = try row.optionalInteger().map { .nanoseconds($0) }
            estimate.affinity = try row.list(JSONList.fractions) ?? [:]
            estimates[identity] = estimate
        }
        return estimates
    }

    /// Removes those changed longest ago when there are too many.
    static func trim(to count: Int, in db: Database) throws {
        guard try db.integer("SELECT count(*) FROM estimates") > Int64(count) else { return }
        try db.run(
            """
            DELETE FROM estimates WHERE identity NOT IN \
            (SELECT identity FROM estimates ORDER BY changed DESC, identity LIMIT ?)
            """, count)
    }
}
