import Scenarios

/// A request to `/graphql` as HTTP brings it.
public struct HTTPExchange: Hashable, Sendable {
    /// In which form answers go.
    public enum Media: String, CaseIterable, Hashable, Sendable {
        /// What all clients know; an answer to what is no valid operation has status 200.
        case json = "application/json"
        /// The type of its own; an answer to what is no valid operation has status 400.
        case response = "application/graphql-response+json"
    }

    /// `GET`, `POST`, …
    public var method: String
    /// The header `Accept`.
    public var accept: String?
    /// The header `Content-Type`.
    public var contentType: String?
    /// What stands behind the question mark of the target, not decoded.
    public var query: String?
    /// The body.
    public var body: [UInt8]

    /// Makes a request.
    public init(
        method: String, accept: String?, contentType: String?, query: String?, body: [UInt8]
    ) {
        self.method = method
        self.accept = accept
        self.contentType = contentType
        self.query = query
        self.body = body
    }

    /// What is to be done with a request.
    public enum Reading: Hashable, Sendable {
        /// Carry it out, and answer in that form.
        case operation(GraphQLRequest, Media)
        /// A browser wants to see something.
        case page
        /// Answer at once.
        case refusal(HTTPAnswer)
    }

    /// Reads the request.
    public func read() -> Reading {
        guard let media else {
            return .refusal(
                HTTPAnswer.refusal(
                    406,
                    "Accept has to allow application/graphql-response+json or"
                        + " application/json.", .json))
        }
        func refusal(_ status: Int, _ message: String) -> Reading {
            .refusal(HTTPAnswer.refusal(status, message, media))
        }
        guard max(body.count, query?.utf8.count ?? 0) <= GraphQLLimits.requestBytesMax else {
            return refusal(413, "The request is too large.")
        }
        do throws(GraphQLError) {
            switch method {
            case "GET":
                guard let values = QueryString.values(query ?? "") else {
                    throw GraphQLError("The query of the address is not well encoded.")
                }
                if values["query"] == nil, wantsPage { return .page }
                return .operation(try Self.request(values), media)
            case "POST":
                guard isJSON else {
                    return refusal(415, "Content-Type has to be application/json.")
                }
                return .operation(try request(), media)
            default:
                var answer = HTTPAnswer.refusal(405, "GraphQL takes GET and POST only.", media)
                answer.headers.append(HTTPAnswer.Header("Allow", "GET, POST"))
                return .refusal(answer)
            }
        } catch {
            return refusal(400, error.message)
        }
    }

    /// Refuses what a request of that method may not do, now that it is known what it does.
    public func refusal(of kind: Operation.Kind, _ media: Media) -> HTTPAnswer? {
        if kind == .subscription {
            return HTTPAnswer.refusal(
                400, "Subscriptions need a WebSocket that speaks \(TransportSession.subprotocol).",
                media)
        }
        guard kind == .mutation, method == "GET" else { return nil }
        var answer = HTTPAnswer.refusal(405, "A mutation needs POST.", media)
        answer.headers.append(HTTPAnswer.Header("Allow", "POST"))
        return answer
    }

    /// The form of the answer; nil: none of ours is wanted.
    private var media: Media? {
        guard let accept, !accept.trimmedSpace.isEmpty else { return .json }
        let ranges = MediaRange.list(accept)
        let json = MediaRange.quality(of: Media.json.rawValue, in: ranges)
        let own = MediaRange.quality(of: Media.response.rawValue, in: ranges)
        let isNamed = ranges.contains { $0.type == Media.response.rawValue }
        if own > 0, isNamed, own >= json { return .response }
        if json > 0 { return .json }
        if own > 0 { return .response }
        return MediaRange.quality(of: "text/html", in: ranges) > 0 && method == "GET" ? .json : nil
    }

    /// Browsers name HTML and take everything else when there is none.
    private var wantsPage: Bool {
        let ranges = MediaRange.list(accept ?? "")
        return ranges.contains { $0.type == "text/html" && $0.quality > 0 }
    }

    private var isJSON: Bool {
        let parts = (contentType ?? "").split(separator: ";").map { $0.trimmedSpace.lowercased() }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy {
            !$0.hasPrefix("charset=") || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\""
        }
    }

    private func request() throws(GraphQLError) -> GraphQLRequest {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw GraphQLError("The body is not UTF-8.")
        }
        return try GraphQLRequest(json: try Self.json(text, "The body"))
    }

    private static func request(
        _ values: [String: String]
    ) throws(GraphQLError) -> GraphQLRequest {
        var object = JSONObject()
        for name in ["query", "operationName"] {
            if let text = values[name], name == "query" || !text.isEmpty {
                object[name] = .string(text)
            }
        }
        for name in ["variables", "extensions"] {
            if let text = values[name], !text.isEmpty {
                object[name] = try json(text, "\"\(name)\"")
            }
        }
        return try GraphQLRequest(json: .object(object))
    }

    private static func json(_ text: String, _ what: String) throws(GraphQLError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(text)
        } catch {
            throw GraphQLError("\(what) is not JSON: \(error.message) at \(error.offset).")
        }
    }
}

/// An answer as HTTP carries it.
public struct HTTPAnswer: Hashable, Sendable {
    /// One header field.
    public struct Header: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The status.
    public var status: Int
    /// Header fields, the content's type among them.
    public var headers: [Header]
    /// The body.
    public var body: String

    /// An answer in a form.
    public init(_ response: GraphQLResponse, _ media: HTTPExchange.Media) {
        self.init(status: response.data == nil && media == .response ? 400 : 200, response, media)
    }

    private init(status: Int, _ response: GraphQLResponse, _ media: HTTPExchange.Media) {
        self.status = status
        headers = [Header("Content-Type", media.rawValue + "; charset=utf-8")]
        body = response.json.text()
    }

    static func refusal(
        _ status: Int, _ message: String, _ media: HTTPExchange.Media
    ) -> HTTPAnswer {
        HTTPAnswer(
            status: status, GraphQLResponse(GraphQLErrors([GraphQLError(message)])), media)
    }
}
