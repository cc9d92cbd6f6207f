import Access
import GRDB

extension Store {
    /// Removes what was told, counted and ended before a time (microseconds since 1970-01-01 UTC):
    /// entries of the audit log, days of use, and keys that were revoked or expired before it.
    /// Returns these keys. A key's number is not used again.
    public func forgetAccess(before microseconds: Int64) throws(StoreError) -> [KeyID] {
        try write { db in
            try AuditRow.forget(before: microseconds, in: db)
            let day = microseconds / UsageDay.microseconds
            try db.run("DELETE FROM usage WHERE day < ?", day)
            let ended = try db.rows(
                "SELECT id FROM keys WHERE revoked < ? OR expires < ? ORDER BY id", microseconds,
                microseconds, table: "keys"
            ) { KeyID(try $0.int()) }
            for key in ended { try db.run("DELETE FROM keys WHERE id = ?", key.number) }
            return ended
        }
    }

    /// Removes deliveries that were delivered or given up before a time (microseconds since
    /// 1970-01-01 UTC), at most so many; returns whether there are more.
    public func forgetDeliveries(
        before microseconds: Int64, rowsMax: Int
    ) throws(StoreError) -> Bool {
        try write { db in
            try db.run(
                """
                DELETE FROM deliveries WHERE number IN \
                (SELECT number FROM deliveries WHERE finished < ? ORDER BY finished LIMIT ?)
                """, microseconds, Self.rows(rowsMax))
            return db.changesCount == Self.rows(rowsMax)
        }
    }
}
