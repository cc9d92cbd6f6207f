import Access
import GraphQL
import HTTPTypes
import Scenarios
import Wire

/// A field that is answered by a function. It needs what a place of the HTTP API needs, and does
/// what that does.
struct GraphQLField: Sendable {
    typealias Answer = @Sendable (GraphQLCall) async throws -> JSONValue

    /// `Type.field`
    let name: String
    /// What a caller needs.
    let need: Permission.Need
    let answer: Answer

    init(
        _ name: String, _ method: HTTPRequest.Method, _ route: APIRoute,
        _ answer: @escaping Answer
    ) {
        self.name = name
        need = APIService.Endpoint.need(method, route)
        self.answer = answer
    }

    /// The function as the executor calls it.
    var resolver: GraphQLService<GraphQLCaller>.Resolver {
        { field in
            let caller = caller(field)
            do {
                try caller.checkTime()
                try caller.service.require(need, caller.context)
                return try await answer(GraphQLCall(caller: caller, field: field))
            } catch {
                throw caller.told(error)
            }
        }
    }

    /// Who asks, with the field as what is asked for.
    private func caller(_ field: FieldCall<GraphQLCaller>) -> GraphQLCaller {
        var caller = field.context
        caller.context.field = name
        return caller
    }
}

/// A subscription's field: the same with a stream.
struct GraphQLStream: Sendable {
    typealias Opener = @Sendable (GraphQLCall) throws -> SubscriptionSource

    /// `Subscription.field`
    let name: String
    /// What a caller needs.
    let need: Permission.Need
    let open: Opener

    init(_ name: String, _ route: APIRoute, _ open: @escaping Opener) {
        self.name = name
        need = APIService.Endpoint.need(.get, route)
        self.open = open
    }

    /// The function as the executor calls it.
    var opener: GraphQLService<GraphQLCaller>.Opener {
        { field in
            var caller = field.context
            caller.context.field = name
            do {
                try caller.service.require(need, caller.context)
                return try open(GraphQLCall(caller: caller, field: field))
            } catch {
                throw caller.told(error)
            }
        }
    }
}

extension APIService {
    /// Everything that can be asked at `/graphql`.
    static let graphQL: GraphQLService<GraphQLCaller> = {
        let fields = GraphQLField.queries + GraphQLField.mutations + GraphQLField.parts
        do throws(GraphQLErrors) {
            return try GraphQLService(
                schema: Schema(GraphQLSchema.text),
                resolvers: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.resolver) }),
                subscriptions: Dictionary(
                    uniqueKeysWithValues: GraphQLStream.all.map { ($0.name, $0.opener) }))
        } catch {
            // The schema is part of the program.
            preconditionFailure("the schema and its functions do not fit: \(error.errors)")
        }
    }()
}
