import Access
import GraphQL
import HTTPTypes
import HummingbirdCore
import Jobs
import Scenarios
import Settings
import Wire

/// A refusal with the header fields that say how to do better.
struct Rejection: Error {
    var problem: Problem
    var fields: [HTTPField] = []
    /// What the audit log calls it; nil: it is not about access.
    var action: AuditAction?
}

/// What every request passes: who asks is found out first, then what the key may still ask; the
/// answer is counted, and a refusal told to the audit log.
extension APIService {
    /// Answers a request by `answer` when it may be made at all.
    func passed(
        _ request: Request, _ context: APIContext,
        _ answer: (Request, APIContext) async -> Answer
    ) async -> Answer {
        let entry = enter(request, context)
        if let refusal = entry.refusal { return leave(request, entry, refusal) }
        return leave(request, entry, await answer(request, entry.context))
    }

    /// The same where the answer does not wait.
    func passed(
        _ request: Request, _ context: APIContext, _ answer: (Request, APIContext) -> Answer
    ) -> Answer {
        let entry = enter(request, context)
        if let refusal = entry.refusal { return leave(request, entry, refusal) }
        return leave(request, entry, answer(request, entry.context))
    }

    /// A request that has come to the gate.
    private struct Entry {
        var context: APIContext
        /// Lets a page read the answer; nil: the answer does so itself.
        var sharing: CrossOrigin?
        /// What the answer's header has to tell.
        var fields: [HTTPField] = []
        /// Why it goes no further; nil: it may be answered.
        var refusal: Answer?
    }

    /// Finds out who asks, and whether they may ask now.
    private func enter(_ request: Request, _ context: APIContext) -> Entry {
        let sharing = CrossOrigin(request, allowed: limits.value.corsOrigins)
        if let preflight = sharing.preflight {
            return Entry(context: context, refusal: preflight)
        }
        var entry = Entry(context: context, sharing: sharing)
        entry.context.method = request.method
        entry.context.path = request.uri.path
        do throws(Rejection) {
            try Self.requireHost(request)
            entry.fields = try admit(request, &entry.context, at: clock.now)
            try requireOwnWill(request, entry.context)
        } catch {
            var problem = error.problem
            problem.instance = request.uri.path
            entry.refusal = .problem(problem)
            entry.fields = error.fields
            metrics.add(Metrics.RequestKind(status: problem.status))
            if let action = error.action { tell(action, entry.context) }
        }
        return entry
    }

    /// Completes the answer, and counts it for its key.
    private func leave(_ request: Request, _ entry: Entry, _ answer: Answer) -> Answer {
        var answer = answer
        answer.add(entry.fields)
        let context = entry.context
        if answer.status == .forbidden, entry.refusal == nil { tell(.notAllowed, context) }
        if let key = context.principal.key {
            access.count(
                key, status: context.tally.status ?? answer.status.code,
                jobs: context.tally.jobs, at: clock.now)
        }
        entry.sharing?.open(&answer)
        return request.method == .head ? answer.withoutBody : answer
    }

    /// Places that need nothing: a key is not even looked at there.
    private static let openPaths = Set(
        endpoints.filter { $0.need == .nothing }.map(\.route.template))
    /// Places with a variable part that need nothing, up to that part.
    private static let openPrefixes = openPaths.filter { $0.contains("{") }.map {
        String($0.prefix { $0 != "{" })
    }

    private static func isOpen(_ path: String) -> Bool {
        openPaths.contains(path) || openPrefixes.contains { path.hasPrefix($0) }
    }

    /// Finds out who asks; gives what the answer's header has to tell.
    private func admit(
        _ request: Request, _ context: inout APIContext, at now: Instant
    ) throws(Rejection) -> [HTTPField] {
        if Self.isOpen(request.uri.path) { return [] }
        guard let text = try PresentedKey.text(in: request, allowsQuery: limits.value.keysInQuery)
        else {
            guard case .network = context.origin else { return [] }
            if let fields = try admitCertificate(&context, at: now) { return fields }
            if Self.isFromBrowser(request) { return [] }
            throw Rejection(
                problem: Problem(
                    .unauthenticated, "a key is needed: `Authorization: Bearer KEY`"),
                fields: [PresentedKey.challenge], action: .keyMissing)
        }
        return try identify(text, &context, at: now)
    }

    /// Lets the holder of a key ask; gives what the answer's header has to tell.
    func identify(
        _ text: String, _ context: inout APIContext, at now: Instant
    ) throws(Rejection) -> [HTTPField] {
        switch access.admit(text, from: context.origin, at: now) {
        case .admitted(let key, let answer):
            context.principal = Principal(key)
            try requireSameAccount(key)
            return answer.fields(policy: "key")
        case .limited(let key, let answer):
            context.principal = Principal(key)
            throw Rejection(
                problem: Problem(
                    .limitReached,
                    "key \(key.id) has made its \(answer.capacity) requests of this minute"),
                fields: answer.fields(policy: "key"), action: .rateLimited)
        case .wrong:
            throw Rejection(
                problem: Problem(.unauthenticated, "the key is not valid here and now"),
                fields: [PresentedKey.challengeInvalid], action: .keyWrong)
        case .guessesLimited(let answer):
            throw Rejection(
                problem: Problem(.limitReached, "too many keys from there were not valid"),
                fields: answer.fields(policy: "guesses"), action: .guessesLimited)
        }
    }

    /// Refuses a key whose owner's number was given to another account: what was theirs is not.
    private func requireSameAccount(_ key: APIKey) throws(Rejection) {
        let now = accounts.peer(key.owner.userID)
        guard now.isKnown, now.account != key.owner.account else { return }
        throw Rejection(
            problem: Problem(
                .notAllowed,
                "the number \(key.owner.userID) of the key's owner \(key.owner.account) is that of"
                    + " another account now; an administrator has to make a new key"),
            action: .notAllowed)
    }

    /// Refuses a change that a browser is made to ask for by somebody else's page: it sends a
    /// certificate along with whatever a page has it send, and a form needs nobody's leave. A key
    /// in a header field cannot be sent like that.
    private func requireOwnWill(
        _ request: Request, _ context: APIContext
    ) throws(Rejection) {
        guard ![.get, .head, .options].contains(request.method), context.principal.key == nil
        else { return }
        do throws(Problem) {
            try Self.requireOwnPage(request, context, also: limits.value.corsOrigins)
        } catch {
            throw Rejection(problem: error, action: .notAllowed)
        }
    }

    /// Whether a browser wants GraphQL's page, which tells nothing, or its WebSocket, by which it
    /// says who it is before it asks for anything: it cannot give a key with a request.
    private static func isFromBrowser(_ request: Request) -> Bool {
        guard request.uri.path == APIRoute.graphQL.path, request.method != .post else {
            return false
        }
        return WebSocketHandshake.isAsked(request)
            || HTTPExchange(request, body: []).read() == .page
    }

    /// Lets the client be whom its certificate stands for; nil: it stands for nobody.
    private func admitCertificate(
        _ context: inout APIContext, at now: Instant
    ) throws(Rejection) -> [HTTPField]? {
        guard let shown = context.certificate, let (name, client) = shown.client(in: limits.value)
        else { return nil }
        guard let owner = accounts.heldOwner(named: client.account) else {
            throw Rejection(
                problem: Problem(
                    .notAllowed,
                    "the certificate stands for the account `\(client.account)`, which this machine"
                        + " does not have"), action: .notAllowed)
        }
        context.principal = Principal(
            certificate: name, owner: owner, scopes: client.scopes)
        let answer = access.admit(
            certificate: name, requestsPerMinute: client.requestsPerMinute, at: now)
        let fields = answer.fields(policy: "certificate")
        guard !answer.isTaken else { return fields }
        throw Rejection(
            problem: Problem(
                .limitReached,
                "the certificate has made its \(answer.capacity) requests of this minute"),
            fields: fields, action: .rateLimited)
    }

    /// Tells the audit log of a refusal. The path has no query, where a key may be.
    func tell(_ action: AuditAction, _ context: APIContext) {
        let isKnown = action != .keyWrong && action != .guessesLimited && action != .keyMissing
        let now = clock.now
        let isPerson = if case .account = context.origin { true } else { false }
        // Of wrong keys only their place is told: paths are chosen by whoever tries them.
        access.refused(
            AuditEntry(
                action, actor: isKnown || isPerson ? context.principal.owner.account : nil,
                key: context.principal.key, origin: context.place,
                subject: isKnown ? context.subject : nil, at: now.wallMicroseconds),
            of: context.party, at: now)
    }

    /// Lets those pass who have what an endpoint needs.
    func require(_ need: Permission.Need, _ context: APIContext) throws(Problem) {
        guard !Permission.allows(context.principal, need) else { return }
        switch need {
        case .nothing, .identity: return
        case .scope(.admin): try requireAdmin(context)
        case .scope(let scope):
            let bearer = context.principal.certificate == nil ? "key" : "certificate"
            throw Problem(
                .notAllowed, "the \(bearer) does not have the scope `\(scope.rawValue)`")
        case .person:
            throw Problem(
                .notAllowed,
                "keys and webhooks are managed by accounts at the Unix socket and by"
                    + " administrators' keys")
        }
    }
}

extension TokenBucket.Answer {
    /// The header fields that tell it.
    fileprivate func fields(policy: String) -> [HTTPField] {
        headers(policy: policy).compactMap { header in
            Self.names[header.name].map { HTTPField(name: $0, value: header.value) }
        }
    }

    /// Read once.
    private static let names = Dictionary(
        uniqueKeysWithValues: Header.allCases.compactMap { header in
            HTTPField.Name(header.rawValue).map { (header.rawValue, $0) }
        })
}

/// Where a key is in a request.
enum PresentedKey {
    static let challenge = HTTPField(
        name: .wwwAuthenticate, value: "Bearer realm=\"orchestro\"")
    static let challengeInvalid = HTTPField(
        name: .wwwAuthenticate, value: "Bearer realm=\"orchestro\", error=\"invalid_token\"")

    private static let keyField = HTTPField.Name(APIHeader.apiKey.rawValue)

    /// The key; nil: none is given. A credential that is not understood is refused and never passed
    /// over: its sender does not want to be somebody else.
    static func text(in request: Request, allowsQuery: Bool) throws(Rejection) -> String? {
        var found: [String] = []
        if let name = keyField {
            found += request.headers[values: name]
        }
        for value in request.headers[values: .authorization] { found.append(try bearer(value)) }
        if WebSocketHandshake.isAsked(request) {
            let prefix = WebSocketHandshake.keyPrefix
            found += try WebSocketHandshake.offered(request)
                .filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
        let inQuery = request.uri.queryParameters[values: Substring(APIQuery.apiKey.rawValue)]
        if !inQuery.isEmpty {
            guard allowsQuery else {
                throw Rejection(
                    problem: Problem(
                        .unauthenticated,
                        "keys in the query are not taken here; send `Authorization: Bearer KEY`"),
                    fields: [challenge], action: .keyWrong)
            }
            found += inQuery.map(String.init)
        }
        guard found.count <= 1 else {
            throw Rejection(problem: Problem(.invalidRequest, "more than one key is given"))
        }
        return found.first
    }

    private static func bearer(_ value: String) throws(Rejection) -> String {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Rejection(
                problem: Problem(
                    .unauthenticated, "`Authorization` takes `Bearer` and a key, nothing else"),
                fields: [challenge], action: .keyWrong)
        }
        return String(parts[1].drop { $0 == " " })
    }
}
