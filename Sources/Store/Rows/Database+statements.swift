import GRDB

extension Database {
    /// Executes a statement that is prepared once for each connection.
    func run(_ sql: String, _ values: (any Storable)?...) throws {
        try cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
    }

    /// Executes a statement that must change exactly one row; says what is wrong otherwise.
    func runOnce(
        _ sql: String, _ values: (any Storable)?..., orRefuse what: @autoclosure () -> String
    ) throws {
        try cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
        guard changesCount == 1 else { throw StoreError.refused(what()) }
    }

    /// All rows of a query, each read by `read`; `table` is named in errors.
    func rows<Value>(
        _ sql: String, _ values: (any Storable)?..., table: String,
        read: (inout StoredRow) throws -> Value
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(
            cachedStatement(sql: sql), arguments: Self.arguments(values))
        var found: [Value] = []
        while let row = try cursor.next() {
            var row = StoredRow(row, table: table)
            found.append(try read(&row))
        }
        return found
    }

    /// The first row of a query.
    func row<Value>(
        _ sql: String, _ values: (any Storable)?..., table: String,
        read: (inout StoredRow) throws -> Value
    ) throws -> Value? {
        let cursor = try Row.fetchCursor(
            cachedStatement(sql: sql), arguments: Self.arguments(values))
        guard let row = try cursor.next() else { return nil }
        var stored = StoredRow(row, table: table)
        return try read(&stored)
    }

    /// One number; null and nothing are 0.
    func integer(_ sql: String, _ values: (any Storable)?...) throws -> Int64 {
        let cursor = try Row.fetchCursor(
            cachedStatement(sql: sql), arguments: Self.arguments(values))
        guard let row = try cursor.next() else { return 0 }
        var stored = StoredRow(row, table: "")
        return try stored.optionalInteger() ?? 0
    }

    private static func arguments(_ values: [(any Storable)?]) -> StatementArguments {
        StatementArguments(values.map { $0?.stored ?? .null })
    }
}
