import Access
import GRDB
import Jobs

/// The table `keys`.
enum KeyRow {
    /// The columns that ``read(_:)`` takes.
    static let columns = """
        id, name, digest, owner_account, owner_user, account, scopes, created, created_by, \
        rotated, expires, revoked, requests_per_minute, networks, tasks_max, uses, last_used, \
        running_max
        """

    static func apply(_ change: KeyChange, in db: Database) throws {
        switch change {
        case .created(let key): try insert(key, in: db)
        case .rotated(let id, let digest, let microseconds):
            try db.runOnce(
                "UPDATE keys SET digest = ?, rotated = ? WHERE id = ?", digest.hex, microseconds,
                id.number, orRefuse: "there is no key \(id)")
        case .revoked(let id, let microseconds):
            try db.runOnce(
                "UPDATE keys SET revoked = coalesce(revoked, ?) WHERE id = ?", microseconds,
                id.number, orRefuse: "there is no key \(id)")
        }
    }

    private static func insert(_ key: APIKey, in db: Database) throws {
        try db.run(
            """
            INSERT INTO keys (\(columns)) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            key.id.number, key.name, key.digest.hex, key.owner.account, key.owner.userID,
            key.account, JSONList.text(key.scopes.map(\.rawValue).sorted()) ?? "[]",
            key.createdMicroseconds, key.createdBy, key.rotatedMicroseconds,
            key.expiresMicroseconds, key.revokedMicroseconds, key.requestsPerMinute,
            JSONList.text(key.networks.map(\.description)), key.tasksMax, key.usesCount,
            key.lastUsedMicroseconds, key.runningMax)
        let last = max(Int64(key.id.number), try MetaRow.lastKey.number(in: db))
        try MetaRow.lastKey.set(String(last), in: db)
    }

    /// Adds to how often it was used; a key that was forgotten meanwhile is passed over.
    static func use(_ id: KeyID, _ counts: UsageCounts, in db: Database) throws {
        try db.run(
            """
            UPDATE keys SET uses = uses + ?, last_used = max(coalesce(last_used, 0), ?) WHERE id = ?
            """, counts.requests, counts.lastMicroseconds, id.number)
    }

    static func read(_ row: inout StoredRow) throws -> APIKey {
        let id = KeyID(try row.int())
        let name = try row.text()
        guard let digest = KeyDigest(hex: try row.text()) else { throw row.unknown() }
        let account = try row.text()
        guard let user = UInt32(exactly: try row.integer()) else { throw row.unknown() }
        var key = APIKey(
            id: id, name: name, digest: digest, owner: Owner(account: account, userID: user),
            account: try row.text(), scopes: try scopes(&row),
            createdMicroseconds: try row.integer(), createdBy: try row.text())
        key.rotatedMicroseconds = try row.optionalInteger()
        key.expiresMicroseconds = try row.optionalInteger()
        key.revokedMicroseconds = try row.optionalInteger()
        key.requestsPerMinute = try row.optionalInt()
        key.networks = try networks(&row)
        key.tasksMax = try row.optionalInt()
        key.usesCount = try row.integer()
        key.lastUsedMicroseconds = try row.optionalInteger()
        key.runningMax = try row.optionalInt()
        return key
    }

    private static func scopes(_ row: inout StoredRow) throws -> Set<Scope> {
        let words = try row.list(JSONList.strings) ?? []
        let scopes = words.compactMap(Scope.init(rawValue:))
        guard scopes.count == words.count else { throw row.unknown() }
        return Set(scopes)
    }

    /// A network that cannot be read must not become "from everywhere".
    private static func networks(_ row: inout StoredRow) throws -> [Network] {
        let texts = try row.list(JSONList.strings) ?? []
        let networks = texts.compactMap { Network(text: $0) }
        guard networks.count == texts.count else { throw row.unknown() }
        return networks
    }
}
