import GRDB

/// How a database file is opened: first looked at, then configured, then brought up to date.
enum Opening {
    /// Refuses what is no store, is damaged or newer, before anything of it is changed.
    static func inspect(_ path: String, access: Store.Access) throws(StoreError) {
        guard let bytes = StoreLock.fileBytes(path), bytes > 0 else {
            if access == .reading { throw .missing(path: path) }
            return try StoreLock.makePrivateFile(path)
        }
        let marks: (application: Int64, version: Int64, tables: Int64)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(StoreLimits.busySeconds)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            marks = try queue.read { db in
                (
                    try db.integer("PRAGMA application_id"), try db.integer("PRAGMA user_version"),
                    try db.integer("SELECT count(*) FROM sqlite_schema")
                )
            }
            try queue.close()
        } catch {
            throw StoreError(error, path: path)
        }
        // A file whose first transaction never came to its end has no marks and no tables.
        let isBlank = marks == (0, 0, 0)
        if isBlank, access == .sole { return }
        guard marks.application == Schema.applicationID else { throw .notAStore(path: path) }
        let known = Int64(Schema.migrations.count)
        if marks.version > known {
            throw .newer(path: path, found: marks.version, known: known)
        }
        if marks.version < known, access == .reading {
            throw .older(path: path, found: marks.version, known: known)
        }
    }

    /// The connections: one that writes, a few that read.
    static func pool(_ path: String, access: Store.Access) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.readonly = access == .reading
        configuration.maximumReaderCount = StoreLimits.readersMax
        configuration.busyMode = .timeout(StoreLimits.busySeconds)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            let isReader = db.configuration.readonly
            let kibibytes =
                isReader ? StoreLimits.readerCacheKibibytes : StoreLimits.writerCacheKibibytes
            try db.execute(sql: "PRAGMA cache_size = -\(kibibytes)")
            // Holds from the first table on; it does nothing to a file that has tables.
            if !isReader { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        if access == .sole {
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL, which may forget the last commits when power is lost.
                try db.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA wal_autocheckpoint = \(StoreLimits.logPagesBeforeCheckpoint);
                        PRAGMA journal_size_limit = \(StoreLimits.logBytesKept);
                        """)
            }
        }
        return pool
    }

    /// Brings the database to the present schema, each version in a transaction of its own.
    static func prepare(_ pool: DatabasePool) throws {
        for version in 1...Schema.migrations.count {
            try pool.write { db in
                guard try db.integer("PRAGMA user_version") < Int64(version) else { return }
                try db.execute(sql: Schema.migrations[version - 1])
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = \(version);
                        """)
            }
        }
    }
}
