import GRDB
import Jobs

/// The table `meta`: a few single values.
enum MetaRow: String {
    /// Who drained the service.
    case drainedBy = "drained_by"
    /// The strategy that was chosen.
    case strategy
    /// The highest job number that retention removed.
    case lastJob = "last_job"
    /// The highest event number that retention removed.
    case lastEvent = "last_event"
    /// The time of that event.
    case lastEventMicroseconds = "last_event_microseconds"
    /// The highest number that a key ever had.
    case lastKey = "last_key"
    /// The highest number that a webhook ever had.
    case lastWebhook = "last_webhook"
    /// Entries of the audit log that last happened before this time may be removed.
    case auditHorizon = "audit_horizon"

    func text(in db: Database) throws -> String? {
        try db.row("SELECT value FROM meta WHERE name = ?", rawValue, table: "meta") {
            try $0.text()
        }
    }

    /// The value as a number; 0 when there is none.
    func number(in db: Database) throws -> Int64 {
        guard let text = try text(in: db) else { return 0 }
        guard let number = Int64(text) else {
            throw StoreError.unknownValue(table: "meta", column: rawValue, value: text)
        }
        return number
    }

    func set(_ text: String?, in db: Database) throws {
        guard let text else { return try db.run("DELETE FROM meta WHERE name = ?", rawValue) }
        try db.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", rawValue, text)
    }

    static func serviceState(in db: Database) throws -> ServiceState {
        let word = try strategy.text(in: db)
        let chosen = try word.map { word throws in
            guard let strategy = Strategy(rawValue: word) else {
                throw StoreError.unknownValue(table: "meta", column: "strategy", value: word)
            }
            return strategy
        }
        return ServiceState(drainedBy: try drainedBy.text(in: db), strategy: chosen)
    }
}
