import Access
import Digests
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Scenarios
import Store
import Wire

/// `/api/v1/keys`: accounts look after their own keys, administrators after all.
extension APIService {
    static let keyEndpoints = [
        Endpoint(method: .post, route: .keys) { try await $0.makeKey($1, $2) },
        Endpoint(method: .get, route: .keys) { try $0.keys($1, $2) },
        Endpoint(method: .get, route: .key) { service, request, context in
            Answer.json(try service.key(request, context).shape(at: service.clock.now))
        },
        Endpoint(method: .delete, route: .key) { try await $0.revokeKey($1, $2) },
        Endpoint(method: .post, route: .keyRotation) { try await $0.rotateKey($1, $2) },
    ]

    private func makeKey(_ request: Request, _ context: APIContext) async throws -> Response {
        let asked = try await body(
            request, bytesMax: HTTPLimits.smallBodyBytesMax, as: KeyRequest.self)
        let secret = KeySecret(randomBytes: RandomBytes.make(AccessLimits.secretBytes))
        let key = try KeyBuilder(asked, principal: context.principal, accounts: accounts)
            .build(secret.digest, at: clock.now.wallMicroseconds)
        if let objection = Permission.objection(context.principal, making: key) {
            throw Problem(.notAllowed, objection)
        }
        let entry = entry(.keyCreated, context)
        let made: APIKey = try await inbox.ask { .key(.create(key), entry, $0) }
        var response = told(made, secret, status: .created)
        response.headers[.location] = APIRoute.key.path(key: made.id.number)
        return response
    }

    private func rotateKey(_ request: Request, _ context: APIContext) async throws -> Response {
        let id = try key(request, context).id
        let secret = KeySecret(randomBytes: RandomBytes.make(AccessLimits.secretBytes))
        let entry = entry(.keyRotated, context)
        let key: APIKey = try await inbox.ask { .key(.rotate(id, secret.digest), entry, $0) }
        return told(key, secret, status: .ok)
    }

    private func revokeKey(_ request: Request, _ context: APIContext) async throws -> Response {
        let id = try key(request, context).id
        let entry = entry(.keyRevoked, context)
        let key: APIKey = try await inbox.ask { .key(.revoke(id), entry, $0) }
        return Answer.json(key.shape(at: clock.now))
    }

    /// The only answers with a secret in them; nobody on the way keeps them.
    private func told(
        _ key: APIKey, _ secret: KeySecret, status: HTTPResponse.Status
    ) -> Response {
        var shape = key.shape(at: clock.now)
        shape.secret = secret.text
        var response = Answer.json(shape, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func entry(_ action: AuditAction, _ context: APIContext) -> AuditEntry {
        AuditEntry(
            action, actor: context.principal.owner.account, origin: "\(context.origin)",
            at: clock.now.wallMicroseconds)
    }

    private func keys(_ request: Request, _ context: APIContext) throws -> Response {
        let query = Query(request)
        let page = try query.page()
        var userID = context.principal.isAdmin ? nil : context.principal.owner.userID
        if context.principal.isAdmin, let name = query.text(.owner) {
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
        return Answer.json(KeyPage(keys: shown.map { $0.shape(at: now) }, next: next))
    }

    /// The key of the request, when the caller may manage it. Somebody else's and one that does
    /// not exist are told by the same words.
    private func key(_ request: Request, _ context: APIContext) throws -> APIKey {
        let text = context.parameters.get(APIRoute.Parameter.key.rawValue) ?? ""
        guard let id = KeyID(text: text), let key = try store.key(id),
            Permission.mayManage(context.principal, key)
        else { throw Problem(.notFound, "there is no key \(text.prefix(40))") }
        return key
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
        shape.usesCount = usesCount
        shape.lastUsedMicroseconds = lastUsedMicroseconds
        return shape
    }
}
