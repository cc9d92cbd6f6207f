import Reports
import Wire

/// Keys as people see them.
enum KeyText {
    /// A new secret: alone on standard output, so that it can go to a file; the rest beside it.
    static func tell(_ key: KeyShape, asJSON: Bool) {
        if asJSON { return Output.json(key.json) }
        Output.line(key.secret ?? "")
        Output.error(
            "key \(key.id) (\(key.name)) of \(key.owner) may \(key.scopes.joined(separator: ", "));"
                + " it is shown this once")
    }

    static func table(_ keys: [KeyShape], now: Int64, columns: Int?) -> [String] {
        var table = TextTable(
            ["KEY", "NAME", "OWNER", "RUNS AS", "SCOPES", "STATE", "USES", "LAST USED"],
            right: [0, 6])
        for key in keys {
            table.add([
                String(key.id), key.name, key.owner, key.account,
                key.scopes.joined(separator: ","), state(key), String(key.usesCount),
                key.lastUsedMicroseconds == nil
                    ? "never" : TimeText.age(key.lastUsedMicroseconds, now: now) + " ago",
            ])
        }
        return table.lines(columns: columns)
    }

    private static func state(_ key: KeyShape) -> String {
        if key.revokedMicroseconds != nil { return "revoked" }
        return key.isActive ? "active" : "expired"
    }
}
