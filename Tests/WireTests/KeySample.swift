import Wire

/// One of each shape about keys.
enum KeySample {
    private static let time: Int64 = 1_769_850_300_000_000

    static let key: KeyShape = {
        var key = KeyShape(
            id: 7, name: "nightly CI", owner: "ann", account: "tester",
            scopes: ["read", "submit"], createdMicroseconds: time, createdBy: "root",
            requestsPerMinute: 600)
        key.isActive = false
        (key.rotatedMicroseconds, key.expiresMicroseconds) = (time + 1, time + 2)
        (key.revokedMicroseconds, key.lastUsedMicroseconds) = (time + 3, time + 4)
        key.networks = ["192.0.2.0/24", "2001:db8::1"]
        (key.tasksMax, key.runningMax, key.usesCount) = (100, 4, 12)
        return key
    }()

    static let fresh: KeyShape = {
        var key = KeyShape(
            id: 8, name: "reader", owner: "ann", account: "ann", scopes: ["read"],
            createdMicroseconds: time, createdBy: "ann", requestsPerMinute: 6_000)
        key.secret = "orchestro_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        return key
    }()

    static let request: KeyRequest = {
        var request = KeyRequest(name: "nightly CI")
        (request.owner, request.account) = ("ann", "tester")
        request.scopes = ["read", "submit"]
        request.expiresMicroseconds = time
        request.requestsPerMinute = 600
        request.networks = ["192.0.2.0/24"]
        (request.tasksMax, request.runningMax) = (100, 4)
        return request
    }()

    static let entry: AuditShape = {
        var entry = AuditShape(
            number: 3, microseconds: time, action: "key_wrong", origin: "192.0.2.7")
        (entry.lastMicroseconds, entry.count) = (time + 5, 9_999)
        (entry.actor, entry.key, entry.subject) = ("ann", 7, "GET /api/v1/jobs")
        return entry
    }()

    static let usage: UsageShape = {
        var usage = UsageShape(key: 7, day: "2026-01-31", requests: 12, lastMicroseconds: time)
        (usage.refused, usage.limited, usage.failed, usage.jobs) = (1, 2, 3, 4)
        return usage
    }()

    static let shapes: [(String, any WireShape)] = [
        ("key", key), ("key-fresh", fresh), ("key-page", KeyPage(keys: [key], next: "7")),
        ("key-request", request), ("key-request-bare", KeyRequest(name: "reader")),
        (
            "audit",
            AuditPage(
                entries: [
                    entry,
                    AuditShape(
                        number: 2, microseconds: time, action: "drained", origin: "account 0"),
                ], next: "2")
        ), ("usage", UsagePage(usage: [usage], next: nil)),
    ]
}
