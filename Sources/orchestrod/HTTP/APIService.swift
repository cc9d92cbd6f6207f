import Access
import HTTPTypes
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
    let shownJobs: ShownJobs
    let seats = WebSocketSeats()

    /// What answers one request at one place.
    enum Handler: Sendable {
        typealias Quick = @Sendable (APIService, Request, APIContext) throws -> Answer
        typealias Patient = @Sendable (APIService, Request, APIContext) async throws -> Answer

        /// At once: it waits for nothing but the store.
        case quick(Quick)
        /// It may wait: for the loop, for a body, for what comes later.
        case patient(Patient)
    }

    /// One method of one place.
    struct Endpoint: Sendable {
        let method: HTTPRequest.Method
        let route: APIRoute
        /// What a caller needs.
        let need: Permission.Need
        let handler: Handler

        init(
            method: HTTPRequest.Method, route: APIRoute, handler: @escaping Handler.Patient
        ) {
            self.init(method, route, .patient(handler))
        }

        /// A place that is only looked at, and answered at once.
        static func quick(
            _ route: APIRoute, _ handler: @escaping Handler.Quick
        ) -> Endpoint {
            Endpoint(.get, route, .quick(handler))
        }

        private init(_ method: HTTPRequest.Method, _ route: APIRoute, _ handler: Handler) {
            self.method = method
            self.route = route
            need = Self.need(method, route)
            self.handler = handler
        }
    }

    /// Everything the API has.
    static let endpoints: [Endpoint] =
        jobEndpoints + batchEndpoints + taskEndpoints + eventEndpoints + socketEndpoints
        + recordingEndpoints + serviceEndpoints + keyEndpoints + webhookEndpoints
        + auditEndpoints + metricsEndpoints + webEndpoints + graphQLEndpoints

    private static let routes = RouteTable(endpoints)

    /// The methods of the place at a path, in the order of the table; none: there is no place.
    static func methods(at path: String) -> [HTTPRequest.Method] {
        routes.find(path)?.place.methods ?? []
    }

    /// What answers a request, with what stands for the variable parts of its path; nil: nothing.
    private static func find(
        _ request: Request
    ) -> (endpoint: Endpoint, parameters: [APIRoute.Parameter: String])? {
        guard let match = routes.find(request.uri.path),
            let endpoint = match.place.endpoint(request.method)
        else { return nil }
        return (endpoint, match.parameters)
    }

    /// Answers a request at once; nil: it is one that may wait, or there is nothing at its path.
    func quickAnswer(_ request: Request, _ context: APIContext) -> Answer? {
        guard let (endpoint, parameters) = Self.find(request),
            case .quick(let handler) = endpoint.handler
        else { return nil }
        return answer(request, context.with(parameters), endpoint, handler)
    }

    /// Answers a request; whatever happens, there is an answer.
    func answer(_ request: Request, _ context: APIContext) async -> Answer {
        guard let (endpoint, parameters) = Self.find(request) else {
            return missing(request, context)
        }
        let context = context.with(parameters)
        return switch endpoint.handler {
        case .quick(let handler): answer(request, context, endpoint, handler)
        case .patient(let handler): await answer(request, context, endpoint, handler)
        }
    }

    // What does not wait is not inlined into what does: Swift 6.3 crashes when it optimizes a
    // coroutine in which errors are caught that no `await` lies between.
    @inline(never)
    private func missing(_ request: Request, _ context: APIContext) -> Answer {
        passed(request, context) { request, _ in
            let answer = Self.missing(request)
            metrics.add(Metrics.RequestKind(status: answer.status.code))
            return answer
        }
    }

    @inline(never)
    private func answer(
        _ request: Request, _ context: APIContext, _ endpoint: Endpoint,
        _ handler: Handler.Quick
    ) -> Answer {
        passed(request, context) { request, context in
            Self.answer(request) {
                try check(endpoint, request, context)
                return try Self.conditional(try handler(self, request, context), to: request)
            }.counted(metrics, endpoint.route, request.method)
        }
    }

    private func answer(
        _ request: Request, _ context: APIContext, _ endpoint: Endpoint,
        _ handler: Handler.Patient
    ) async -> Answer {
        await passed(request, context) { request, context in
            await Self.answer(request) {
                try check(endpoint, request, context)
                let answer = try await handler(self, request, context)
                return try Self.conditional(answer, to: request)
            }.counted(metrics, endpoint.route, request.method)
        }
    }

    /// Refuses what the caller may not, and what the place does not understand.
    private func check(
        _ endpoint: Endpoint, _ request: Request, _ context: APIContext
    ) throws(Problem) {
        try require(endpoint.need, context)
        try Query(request).check(for: endpoint)
    }

    private static func answer(
        _ request: Request, _ body: () async throws -> Answer
    ) async -> Answer {
        do { return try await body() } catch { return answer(to: error, request) }
    }

    private static func answer(
        _ request: Request, _ body: () throws -> Answer
    ) -> Answer {
        do { return try body() } catch { return answer(to: error, request) }
    }

    private static func answer(to error: any Error, _ request: Request) -> Answer {
        guard let rejection = error as? Rejection else {
            return answer(problem(of: error), to: request)
        }
        var answer = answer(rejection.problem, to: request)
        answer.add(rejection.fields)
        return answer
    }

    /// What a client is told of an error.
    static func problem(of error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        // The head was right, and what follows is not: a chunk, a trailer, an early end.
        case let error as HTTPParserError:
            Problem(.invalidRequest, "the body is not sent as HTTP/1.1 says: \(error)")
        case let error as StoreError: Problem(.internalError, error.description)
        case let error as ShapeError: Problem(.invalidRequest, error.message)
        default: Problem(.internalError, "\(error)")
        }
    }

    /// That a body has more bytes than `bytesMax`, which a setting of orchestrod.yaml may set.
    static func tooLarge(_ bytesMax: Int, setting: String? = nil) -> Problem {
        let remedy = setting.map { "; `\($0)` of orchestrod.yaml sets it" } ?? ""
        return Problem(
            .tooLarge,
            "the body has more than \(bytesMax) bytes, the most that this request may have"
                + remedy)
    }

    static func answer(_ problem: Problem, to request: Request) -> Answer {
        var problem = problem
        problem.instance = request.uri.path
        return Answer.problem(problem)
    }

    /// The body of a small request as a shape.
    func body<Shape: WireShape>(
        _ request: Request, as type: Shape.Type = Shape.self
    ) async throws -> Shape {
        try shape(try await text(request, bytesMax: HTTPLimits.smallBodyBytesMax))
    }

    /// The body of a request, of at most so many bytes as `setting` of orchestrod.yaml says.
    func text(_ request: Request, bytesMax: Int, setting: String? = nil) async throws -> String {
        try Self.requireJSON(request)
        let buffer = try await request.collect(
            upTo: bytesMax, else: Self.tooLarge(bytesMax, setting: setting))
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

extension Request {
    /// The bytes that its body has, where it says so before.
    var announcedBytes: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Its body, of at most so many bytes; else that problem, before anything is read if possible.
    func collect(
        upTo bytesMax: Int, else tooLarge: @autoclosure () -> Problem
    ) async throws -> ByteBuffer {
        guard announcedBytes ?? 0 <= bytesMax else { throw tooLarge() }
        do {
            return try await body.collect(upTo: bytesMax)
        } catch is NIOTooManyBytesError {
            throw tooLarge()
        }
    }
}

extension Answer {
    /// Counts it.
    fileprivate func counted(
        _ metrics: Metrics, _ route: APIRoute, _ method: HTTPRequest.Method
    ) -> Answer {
        metrics.add(
            Metrics.RequestKind(route: route, method: method.rawValue, status: status.code))
        return self
    }
}
