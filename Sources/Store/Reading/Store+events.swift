import GRDB
import Jobs

extension Store {
    /// Events of one job, or of all, with higher numbers than that one, in order; at most
    /// ``StoreLimits/pageRowsMax``.
    public func events(
        of job: JobID?, after number: Int64, limit: Int
    ) throws(StoreError) -> [NumberedEvent] {
        let condition = job == nil ? "? IS NULL" : "job = ?"
        return try read { db in
            try db.rows(
                """
                SELECT \(EventRow.columns) FROM events WHERE \(condition) AND number > ? \
                ORDER BY number LIMIT ?
                """, job?.number, number, Self.rows(limit), table: "events", read: EventRow.read)
        }
    }

    /// The highest number an event ever had; 0 when there was none.
    public func lastEventNumber() throws(StoreError) -> Int64 {
        try read { db in
            max(
                try db.integer("SELECT max(number) FROM events"),
                try MetaRow.lastEvent.number(in: db))
        }
    }

    /// The time of that event, in microseconds since 1970-01-01 UTC; nil when there was none.
    public func lastEventMicroseconds() throws(StoreError) -> Int64? {
        let last = try read { db in
            max(
                try db.integer(
                    "SELECT microseconds FROM events ORDER BY number DESC LIMIT 1"),
                try MetaRow.lastEventMicroseconds.number(in: db))
        }
        return last == 0 ? nil : last
    }

    /// The highest number a job ever had; 0 when there was none. It is never used again.
    public func lastJobNumber() throws(StoreError) -> Int {
        let last = try read { db in
            max(try db.integer("SELECT max(id) FROM jobs"), try MetaRow.lastJob.number(in: db))
        }
        return Int(last)
    }
}
