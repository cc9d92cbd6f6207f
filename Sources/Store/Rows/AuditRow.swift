import Access
import GRDB

/// An entry of the audit log with its number.
public struct StoredAuditEntry: Hashable, Sendable {
    /// Its number; later entries have higher ones.
    public var number: Int64
    /// What it tells.
    public var entry: AuditEntry
}

/// The table `audit`, which only grows.
enum AuditRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = "number, microseconds, action, actor, key, origin, subject, last, count"

    static func insert(_ entry: AuditEntry, in db: Database) throws {
        try db.run(
            """
            INSERT INTO audit (microseconds, last, count, action, actor, key, origin, subject) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, entry.microseconds, entry.lastMicroseconds, entry.count, entry.action.rawValue,
            entry.actor, entry.key?.number, entry.origin, entry.subject)
    }

    static func read(_ row: inout StoredRow) throws -> StoredAuditEntry {
        let number = try row.integer()
        let microseconds = try row.integer()
        let action = try row.word(AuditAction.self)
        let actor = try row.optionalText()
        let key = try row.optionalInt().map { KeyID($0) }
        var entry = AuditEntry(
            action, actor: actor, key: key, origin: try row.text(),
            subject: try row.optionalText(), at: microseconds)
        entry.lastMicroseconds = try row.integer()
        entry.count = try row.int()
        return StoredAuditEntry(number: number, entry: entry)
    }

    /// Removes what last happened before that time, after saying so.
    static func forget(before microseconds: Int64, in db: Database) throws {
        let old = "FROM audit WHERE last < ?"
        guard try db.integer("SELECT EXISTS (SELECT 1 \(old))", microseconds) > 0 else { return }
        try MetaRow.auditHorizon.set(String(microseconds), in: db)
        try db.run("DELETE \(old)", microseconds)
    }
}

/// The table `usage`.
enum UsageRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = "usage.key, day, requests, refused, limited, failed, jobs, last"

    static func add(_ use: UsageDay, in db: Database) throws {
        let counts = use.counts
        try db.run(
            """
            INSERT INTO usage (key, day, requests, refused, limited, failed, jobs, last) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key, day) DO UPDATE SET \
            requests = requests + excluded.requests, refused = refused + excluded.refused, \
            limited = limited + excluded.limited, failed = failed + excluded.failed, \
            jobs = jobs + excluded.jobs, last = max(last, excluded.last)
            """, use.key.number, use.day, counts.requests, counts.refused, counts.limited,
            counts.failed, counts.jobs, counts.lastMicroseconds)
        try KeyRow.use(use.key, counts, in: db)
    }

    static func read(_ row: inout StoredRow) throws -> UsageDay {
        let key = KeyID(try row.int())
        let day = try row.integer()
        var counts = UsageCounts()
        counts.requests = try row.integer()
        counts.refused = try row.integer()
        counts.limited = try row.integer()
        counts.failed = try row.integer()
        counts.jobs = try row.integer()
        counts.lastMicroseconds = try row.integer()
        return UsageDay(key: key, day: day, counts: counts)
    }
}
