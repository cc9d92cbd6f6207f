import Access
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import NIOCore
import NIOHTTP1
import Scenarios
import Settings
import Store
import Wire

/// The API's routes and what they need: the loop for what is alive, the store and the files for
/// what is kept.
struct APIService: Sendable {
    let store: Store
    let files: AttemptFiles
    let uploads: Uploads
    let inbox: Inbox
    let feed: EventFeed
    let accounts: Accounts
    let access: AccessControl
    let activity: Activity
    let clock: DaemonClock
    let limits: SharedSettings
    let metrics: Metrics
    let web: WebFiles
    let ring: EventRing
    let seats = WebSocketSeats()

    /// What answers one request at one place.
    typealias Handler =
        @Sendable (APIService, Request, APIContext) async throws -> Response

    /// One method of one place.
    struct Endpoint: Sendable {
        let method: HTTPRequest.Method
        let route: APIRoute
        let handler: Handler
    }

    /// Everything the API has.
    static let endpoints: [Endpoint] =
        jobEndpoints + batchEndpoints + taskEndpoints + eventEndpoints + socketEndpoints
        + recordingEndpoints + serviceEndpoints + keyEndpoints + webhookEndpoints
        + auditEndpoints + metricsEndpoints + webEndpoints + graphQLEndpoints

    /// Answers a request; whatever happens, there is an answer. Made once: it builds the routes.
    var respond: @Sendable (Request, APIContext) async -> Response {
        let router = Router(context: APIContext.self)
        for endpoint in Self.endpoints {
            for method in endpoint.methods {
                router.on(RouterPath(endpoint.route.template), method: method) {
                    request, context in
                    let response = await Self.answer(request) {
                        try require(endpoint.need, context)
                        try Query(request).check(for: endpoint)
                        let response = try await endpoint.handler(self, request, context)
                        return try Self.conditional(response, to: request)
                    }
                    metrics.add(
                        Metrics.RequestKind(
                            route: endpoint.route, method: method.rawValue,
                            status: response.status.code))
                    return response
                }
            }
        }
        let responder = router.buildResponder()
        let answer: @Sendable (Request, APIContext) async -> Response = { request, context in
            await Self.answer(request) {
                if Self.isPlain(request.uri.path) {
                    let response = try await responder.respond(to: request, context: context)
                    // What the router has nothing for has no kind of body.
                    if response.status != .notFound || response.headers[.contentType] != nil {
                        return response
                    }
                }
                let response = Self.missing(request)
                metrics.add(Metrics.RequestKind(status: response.status.code))
                return response
            }
        }
        return { request, context in await passed(request, context, answer) }
    }

    private static func answer(
        _ request: Request, _ body: () async throws -> Response
    ) async -> Response {
        do { return try await body() } catch let rejection as Rejection {
            var response = answer(rejection.problem, to: request)
            add(rejection.headers, to: &response)
            return response
        } catch {
            return answer(problem(of: error), to: request)
        }
    }

    /// What a client is told of an error.
    static func problem(of error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case is NIOTooManyBytesError: tooLarge
        // The head was right, and what follows is not: a chunk, a trailer, an early end.
        case let error as HTTPParserError:
            Problem(.invalidRequest, "the body is not sent as HTTP/1.1 says: \(error)")
        case let error as StoreError: Problem(.internalError, error.description)
        case let error as ShapeError: Problem(.invalidRequest, error.message)
        default: Problem(.internalError, "\(error)")
        }
    }

    static let tooLarge = Problem(
        .tooLarge, "the body is larger than it may be; `job: {size: …}` of orchestrod.yaml sets it")

    static func answer(_ problem: Problem, to request: Request) -> Response {
        var problem = problem
        problem.instance = request.uri.path
        return Answer.problem(problem)
    }

    /// The body of a request as a shape.
    func body<Shape: WireShape>(
        _ request: Request, bytesMax: Int, as type: Shape.Type = Shape.self
    ) async throws -> Shape {
        try shape(try await text(request, bytesMax: bytesMax))
    }

    /// The body of a request.
    func text(_ request: Request, bytesMax: Int) async throws -> String {
        try Self.requireJSON(request)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMax {
            throw Self.tooLarge
        }
        let buffer = try await request.body.collect(upTo: bytesMax)
        guard let text = String(validating: buffer.readableBytesView, as: UTF8.self) else {
            throw Problem(.invalidRequest, "the body is not UTF-8 text")
        }
        return text
    }

    func shape<Shape: WireShape>(_ text: String) throws(Problem) -> Shape {
        do throws(ShapeError) { return try Shape(text: text) } catch {
            throw Problem(.invalidRequest, error.message)
        }
    }
}
