import Access
import Jobs

@testable import Store

/// One of everything about keys that can be stored. It stays as it is: the golden databases of
/// version 2 and later hold it.
enum SampleAccess {
    static let key: APIKey = {
        var key = APIKey(
            id: KeyID(3), name: "night \0 CI", digest: KeyDigest(of: "one"),
            owner: Owner(account: "anna", userID: 1000), account: "tester",
            scopes: [.read, .submit], createdMicroseconds: 100, createdBy: "root")
        key.expiresMicroseconds = 1_800_000_000_000_000
        key.requestsPerMinute = 600
        key.networks = ["192.0.2.0/24", "2001:db8::1"].compactMap { Network(text: $0) }
        key.tasksMax = 50
        key.runningMax = 2
        return key
    }()

    static let plain = APIKey(
        id: KeyID(4), name: "plain", digest: KeyDigest(of: "two"),
        owner: Owner(account: "bert", userID: 1001), account: "bert", scopes: [.admin],
        createdMicroseconds: 200, createdBy: "bert")

    static let wrong: AuditEntry = {
        var entry = AuditEntry(
            .keyWrong, actor: nil, origin: "192.0.2.7", subject: "GET /api/v1/jobs", at: 500)
        (entry.count, entry.lastMicroseconds) = (40, 900)
        return entry
    }()

    static let made = AuditEntry(
        .keyCreated, actor: "root", key: KeyID(3), origin: "account 0", subject: "night CI",
        at: 100)

    static let use: UsageDay = {
        var counts = UsageCounts()
        counts.count(status: 201, jobs: 1, at: 86_400_000_050)
        counts.count(status: 403, jobs: 0, at: 86_400_000_060)
        return UsageDay(key: KeyID(3), day: 1, counts: counts)
    }()

    static let changes: [StoreChange] = [
        .key(.created(key)), .audited(made), .key(.created(plain)),
        .key(.rotated(KeyID(4), KeyDigest(of: "three"), microseconds: 300)),
        .key(.revoked(KeyID(4), microseconds: 400)), .audited(wrong), .used(use),
    ]

    /// The keys as these changes leave them.
    static var keys: [APIKey] {
        var (key, plain) = (key, plain)
        (key.usesCount, key.lastUsedMicroseconds) = (2, 86_400_000_060)
        (plain.digest, plain.rotatedMicroseconds) = (KeyDigest(of: "three"), 300)
        plain.revokedMicroseconds = 400
        return [key, plain]
    }
}
