import Access
import Digests
import Jobs
import Scenarios
import Store
import Wire

/// What can be asked of keys and done with them, however it is asked: accounts look after their
/// own, administrators after all.
extension APIService {
    /// Makes a key; the answer has its secret.
    func makeKey(_ asked: KeyRequest, _ context: APIContext) async throws -> KeyShape {
        let secret = KeySecret(randomBytes: RandomBytes.make(AccessLimits.secretBytes))
        let key = try KeyBuilder(asked, principal: context.principal, accounts: accounts)
            .build(secret.digest, at: clock.now.wallMicroseconds)
        if let objection = Permission.objection(context.principal, making: key) {
            throw Problem(.notAllowed, objection)
        }
        let entry = entry(.keyCreated, context)
        let made: APIKey = try await inbox.ask { .key(.create(key), entry, $0) }
        return shape(made, secret)
    }

    /// Gives a key another secret, which the answer has.
    func rotate(
        _ key: APIKey, when conditions: Conditions = .none, _ context: APIContext
    ) async throws -> KeyShape {
        let secret = KeySecret(randomBytes: RandomBytes.make(AccessLimits.secretBytes))
        let entry = entry(.keyRotated, context)
        let key: APIKey = try await inbox.ask {
            .key(.rotate(key.id, secret.digest), entry, when: conditions, $0)
        }
        return shape(key, secret)
    }

    /// Makes a key useless.
    func revoke(
        _ key: APIKey, when conditions: Conditions = .none, _ context: APIContext
    ) async throws -> KeyShape {
        let entry = entry(.keyRevoked, context)
        let key: APIKey = try await inbox.ask {
            .key(.revoke(key.id), entry, when: conditions, $0)
        }
        return key.shape(at: clock.now)
    }

    /// Keys that the caller manages, the oldest first; only administrators ask for an owner's.
    func keys(
        of name: String?, _ page: PageRequest, _ context: APIContext
    ) throws -> KeyPage {
        var userID = context.principal.isAdmin ? nil : context.principal.owner.userID
        if context.principal.isAdmin, let name {
            guard let owner = accounts.owner(named: name) else {
                throw Problem(.invalidRequest, "there is no account `\(name.prefix(40))` here")
            }
            userID = owner.userID
        }
        let found = try store.keys(
            of: userID, after: page.cursor.map { KeyID($0) }, limit: page.limit + 1)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last?.id.description : nil
        let now = clock.now
        return KeyPage(keys: shown.map { $0.shape(at: now) }, next: next)
    }

    /// The key of that number, when the caller may manage it. Somebody else's and one that does
    /// not exist are told by the same words.
    func key(named text: String, _ context: APIContext) throws -> APIKey {
        guard let id = KeyID(text: text), let key = try store.key(id),
            Permission.mayManage(context.principal, key)
        else { throw Problem(.notFound, "there is no key \(text.prefix(40))") }
        return key
    }

    private func shape(_ key: APIKey, _ secret: KeySecret) -> KeyShape {
        var shape = key.shape(at: clock.now)
        shape.secret = secret.text
        return shape
    }

    private func entry(_ action: AuditAction, _ context: APIContext) -> AuditEntry {
        AuditEntry(
            action, actor: context.principal.owner.account, origin: "\(context.origin)",
            at: clock.now.wallMicroseconds)
    }
}

extension APIKey {
    /// The key as the API shows it.
    func shape(at now: Instant) -> KeyShape {
        var shape = KeyShape(
            id: id.number, name: name, owner: owner.account, account: account,
            scopes: Scope.allCases.filter(scopes.contains).map(\.rawValue),
            createdMicroseconds: createdMicroseconds, createdBy: createdBy,
            requestsPerMinute: requestsPerMinute ?? AccessLimits.requestsPerMinute)
        shape.isActive = isActive(at: now.wallMicroseconds)
        shape.rotatedMicroseconds = rotatedMicroseconds
        shape.expiresMicroseconds = expiresMicroseconds
        shape.revokedMicroseconds = revokedMicroseconds
        shape.networks = networks.map(\.description)
        shape.tasksMax = tasksMax
        shape.runningMax = runningMax
        shape.usesCount = usesCount
        shape.lastUsedMicroseconds = lastUsedMicroseconds
        return shape
    }
}
