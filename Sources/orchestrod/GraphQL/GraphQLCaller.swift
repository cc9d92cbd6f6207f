import Access
import GraphQL
import Jobs
import Scenarios
import Store
import Wire

/// What fields are asked with: the service and the request that they came with.
struct GraphQLCaller: Sendable {
    /// How long an operation begins to answer fields. One that was begun ends in its own time.
    static let patience = Duration.seconds(30)

    let service: APIService
    var context: APIContext
    /// When it was found out who asks, in microseconds.
    let knownAt: Int64
    /// Fields are not asked after that; nil: it is a stream, which has no end of its own.
    var deadline: Instant?

    /// Refuses to go on for nobody or for too long.
    func checkTime() throws {
        guard context.isConnected() else { throw GraphQLError("The client is gone.") }
        guard let deadline, service.clock.now > deadline else { return }
        throw Problem(
            .unavailable,
            "the operation took longer than \(Self.patience.components.seconds) s; ask for less"
                + " at once")
    }

    /// Whether who asks may still do so, when much time may have passed.
    var mayStillAsk: Bool { service.mayStillRead(context, since: knownAt) }

    /// Told to who may not.
    static let ended = Problem(.unauthenticated, "the key is not valid any more").graphQL

    /// An error as the answer tells it: a problem's words, its kind and its status. A refusal is
    /// told to the audit log.
    func told(_ error: any Error) -> GraphQLError {
        if let error = error as? GraphQLError { return error }
        let problem = APIService.problem(of: error)
        context.tally.add(status: problem.status)
        if problem.kind == .notAllowed { service.tell(.notAllowed, context) }
        return problem.graphQL
    }
}

extension Problem {
    /// The problem as an error of GraphQL.
    var graphQL: GraphQLError {
        var extensions: JSONObject = [
            "code": .string(
                String(kind.rawValue.uppercased().map { $0 == "-" ? "_" : $0 })),
            "status": .integer(status),
        ]
        if case .object(let object) = json, let findings = object["diagnostics"] {
            extensions["diagnostics"] = findings
        }
        return GraphQLError(detail, extensions: extensions)
    }
}

/// One call of a field's function.
struct GraphQLCall: Sendable {
    let caller: GraphQLCaller
    let field: FieldCall<GraphQLCaller>

    var service: APIService { caller.service }
    var context: APIContext { caller.context }

    /// A text among the arguments; nil: none or null was given.
    func text(_ name: String) -> String? {
        if case .string(let text) = field.arguments[name] { text } else { nil }
    }

    /// Any argument.
    func value(_ name: String) -> JSONValue { field.arguments[name] ?? .null }

    /// A whole number among the arguments.
    func number(_ name: String) -> Int? {
        if case .integer(let number) = field.arguments[name] { number } else { nil }
    }

    /// A text of the object that the field is of.
    func own(_ name: String) -> JSONValue {
        if case .object(let object) = field.source { object[name] ?? .null } else { .null }
    }

    /// The page that `limit` and `cursor` ask for.
    func page(cursor: String = "cursor") throws(Problem) -> PageRequest {
        var page = PageRequest(limit: try limit())
        if let text = text(cursor) { page.cursor = try Query.number(text, cursor) }
        return page
    }

    /// `limit`, which has to be in its bounds.
    func limit() throws(Problem) -> Int {
        guard let number = number("limit") else { return APILimits.pageItemsDefault }
        return try Query.number("\(number)", "limit", max: APILimits.pageItemsMax)
    }

    /// The job that `jobId` names.
    func job() throws -> StoredJob { try service.job(named: text("jobId") ?? "", context) }

    /// The key that `keyId` names.
    func key() throws -> APIKey { try service.key(named: text("keyId") ?? "", context) }
}
