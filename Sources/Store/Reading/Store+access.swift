import Access
import GRDB

/// Which entries of the audit log are wanted.
public struct AuditFilter: Hashable, Sendable {
    /// Only those about this key, or done with it.
    public var key: KeyID?
    /// Only those of this kind.
    public var action: AuditAction?

    /// All.
    public init() {}
}

extension Store {
    /// Keys after that one, of one owner or of all; at most ``StoreLimits/pageRowsMax``.
    public func keys(
        of userID: UInt32?, after id: KeyID?, limit: Int
    ) throws(StoreError) -> [APIKey] {
        let condition = userID == nil ? "? IS NULL" : "owner_user = ?"
        return try read { db in
            try db.rows(
                """
                SELECT \(KeyRow.columns) FROM keys WHERE \(condition) AND id > ? \
                ORDER BY id LIMIT ?
                """,
                userID, id?.number ?? 0, Self.rows(limit), table: "keys", read: KeyRow.read)
        }
    }

    /// All keys.
    public func allKeys() throws(StoreError) -> [APIKey] {
        try read { db in
            try db.rows(
                "SELECT \(KeyRow.columns) FROM keys ORDER BY id", table: "keys",
                read: KeyRow.read)
        }
    }

    /// One key; nil when there is none of that number.
    public func key(_ id: KeyID) throws(StoreError) -> APIKey? {
        try read { db in
            try db.row(
                "SELECT \(KeyRow.columns) FROM keys WHERE id = ?", id.number, table: "keys",
                read: KeyRow.read)
        }
    }

    /// The highest number a key ever had; 0 when there was none. It is never used again.
    public func lastKeyNumber() throws(StoreError) -> Int {
        Int(try read { db in try MetaRow.lastKey.number(in: db) })
    }

    /// How many tasks of jobs that were submitted with a key are not over.
    public func openTasks(of key: KeyID) throws(StoreError) -> Int {
        Int(
            try read { db in
                try db.integer(
                    """
                    SELECT sum(queued + running) FROM jobs \
                    WHERE key = ? AND key IS NOT NULL AND finished IS NULL
                    """, key.number)
            })
    }

    /// Entries of the audit log, the latest first, those before a number when given; at most
    /// ``StoreLimits/pageRowsMax``.
    public func audit(
        _ filter: AuditFilter, before number: Int64?, limit: Int
    ) throws(StoreError) -> [StoredAuditEntry] {
        try read { db in
            try db.rows(
                """
                SELECT \(AuditRow.columns) FROM audit WHERE number < ? \
                AND (? IS NULL OR key = ?) AND (? IS NULL OR action = ?) \
                ORDER BY number DESC LIMIT ?
                """, number ?? .max, filter.key?.number, filter.key?.number,
                filter.action?.rawValue, filter.action?.rawValue, Self.rows(limit),
                table: "audit", read: AuditRow.read)
        }
    }

    /// The use of keys from a day on, of one owner's or of all, the latest day first; those after
    /// a place in this order when given; at most ``StoreLimits/pageRowsMax``.
    public func usage(
        of userID: UInt32?, key: KeyID?, since day: Int64, after place: UsagePlace?, limit: Int
    ) throws(StoreError) -> [UsageDay] {
        let day = day
        return try read { db in
            try db.rows(
                """
                SELECT \(UsageRow.columns) FROM usage JOIN keys ON keys.id = usage.key \
                WHERE day >= ? AND (? IS NULL OR owner_user = ?) AND (? IS NULL OR usage.key = ?) \
                AND (day < ? OR (day = ? AND usage.key > ?)) \
                ORDER BY day DESC, usage.key LIMIT ?
                """, day, userID, userID, key?.number, key?.number, place?.day ?? .max,
                place?.day ?? .max, place?.key.number ?? 0, Self.rows(limit), table: "usage",
                read: UsageRow.read)
        }
    }
}

/// A row of the list of uses.
public struct UsagePlace: Hashable, Sendable {
    /// The day, since 1970-01-01 UTC.
    public var day: Int64
    /// The key.
    public var key: KeyID

    /// The place of a day and key.
    public init(day: Int64, key: KeyID) {
        self.day = day
        self.key = key
    }
}
