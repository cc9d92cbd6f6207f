import GraphQL
import HTTPTypes
import HummingbirdCore
import NIOCore
import Scenarios
import Wire

/// `/graphql`: queries and mutations by HTTP, and everything by WebSocket.
extension APIService {
    static let graphQLEndpoints = [
        Endpoint(method: .get, route: .graphQL) { service, request, context in
            WebSocketHandshake.isAsked(request)
                ? try service.graphQLSocket(request, context)
                : try await service.graphQL(request, context)
        },
        Endpoint(method: .post, route: .graphQL) { try await $0.graphQL($1, $2) },
    ]

    private func graphQL(_ request: Request, _ context: APIContext) async throws -> Answer {
        let exchange = HTTPExchange(request, body: try await Self.body(request))
        // Large operations are read and carried out by threads that serve no connections.
        let made = await withTaskExecutorPreference(globalConcurrentExecutor) {
            () -> HTTPAnswer? in
            switch exchange.read() {
            case .operation(let asked, let media):
                await answer(asked, exchange, media, context)
            case .refusal(let answer): answer
            case .page: nil
            }
        }
        guard let made else { return try page(.graphiQL) }
        return Answer(made)
    }

    private func graphQLSocket(_ request: Request, _ context: APIContext) throws -> Answer {
        try upgrade(request, context, supported: [TransportSession.subprotocol]) { handshake in
            guard handshake.subprotocol != nil else {
                throw Problem(
                    .invalidRequest,
                    "`Sec-WebSocket-Protocol` has to offer `\(TransportSession.subprotocol)`")
            }
            return GraphQLConversation(service: self, context: context)
        }
    }

    private func answer(
        _ asked: GraphQLRequest, _ exchange: HTTPExchange, _ media: HTTPExchange.Media,
        _ context: APIContext
    ) async -> HTTPAnswer {
        do throws(GraphQLErrors) {
            let operation = try Self.graphQL.prepare(asked)
            if let refusal = exchange.refusal(of: operation.kind, media) { return refusal }
            let now = clock.now
            let caller = GraphQLCaller(
                service: self, context: context, knownAt: now.wallMicroseconds,
                deadline: now + GraphQLCaller.patience)
            return HTTPAnswer(await Self.graphQL.execute(operation, caller), media)
        } catch {
            return HTTPAnswer(GraphQLResponse(error), media)
        }
    }

    private static func body(_ request: Request) async throws -> [UInt8] {
        let buffer = try await request.collect(
            upTo: GraphQLLimits.requestBytesMax,
            else: Problem(
                .tooLarge,
                "a request to \(APIRoute.graphQL.path) has at most"
                    + " \(GraphQLLimits.requestBytesMax) bytes; POST \(APIRoute.jobs.path) takes"
                    + " larger submissions"))
        return Array(buffer.readableBytesView)
    }
}

extension HTTPExchange {
    /// A request whose body was read.
    init(_ request: Request, body: [UInt8]) {
        // What answers GET answers HEAD too.
        let method = request.method == .head ? HTTPRequest.Method.get : request.method
        self.init(
            method: method.rawValue, accept: request.headers[.accept],
            contentType: request.headers[.contentType], query: request.uri.query, body: body)
    }
}

extension Answer {
    /// GraphQL's answer; nobody on the way keeps it.
    fileprivate init(_ answer: HTTPAnswer) {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers[name] = header.value }
        }
        self.init(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ByteBuffer(string: answer.body + "\n"))
    }
}
