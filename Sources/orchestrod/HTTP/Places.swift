import HTTPTypes
import HummingbirdCore
import Wire

/// What is said about places as such: which there are, what they take.
extension APIService.Endpoint {
    /// The methods that it answers. What answers GET answers HEAD too (RFC 9110, section 9.3.2),
    /// but for the stream of events, whose length cannot be told without sending it, and for
    /// WebSockets.
    var methods: [HTTPRequest.Method] {
        switch route {
        case .events, .jobSocket, .eventSocket: [method]
        default: method == .get ? [.get, .head] : [method]
        }
    }
}

extension APIService {
    /// Whether a path is written as places are: no part of it is empty.
    private static func isPlain(_ path: String) -> Bool {
        path == "/" || !(path.hasSuffix("/") || path.contains("//"))
    }

    /// The answer where there is nothing: no such place, or no such method there. A place
    /// that exists tells its methods, also when it is only asked for them (RFC 9110, sections
    /// 9.3.7 and 15.5.6).
    static func missing(_ request: Request) -> Answer {
        let path = request.uri.path
        var methods = methods(at: path)
        guard !methods.isEmpty else {
            let hint = isPlain(path) ? "" : "; places have no empty parts and no `/` at their end"
            return answer(
                Problem(.notFound, "there is nothing at \(path.prefix(200))\(hint)"), to: request)
        }
        methods.append(.options)
        let words = methods.map(\.rawValue).joined(separator: ", ")
        var answer =
            request.method == .options
            ? Answer(status: .noContent)
            : answer(
                Problem(
                    .methodNotAllowed,
                    "\(path) takes \(words), not \(request.method.rawValue.prefix(40))"),
                to: request)
        answer.headers[.allow] = words
        return answer
    }

    /// Refuses a request that does not say for whom it is, once (RFC 9112, section 3.2).
    static func requireHost(_ request: Request) throws(Rejection) {
        guard request.head.authority == nil || request.headers.contains(where: \.isHost) else {
            return
        }
        throw Rejection(
            problem: Problem(.invalidRequest, "the header field `Host` must be there, once"))
    }

    /// Refuses a body that says that it is something else than JSON. A body that does not say what
    /// it is is taken for JSON.
    static func requireJSON(_ request: Request) throws(Problem) {
        guard let type = request.headers[.contentType] else { return }
        let essence = String(type.prefix { $0 != ";" }.filter { $0 != " " }).lowercased()
        guard essence != "application/json", !essence.hasSuffix("+json") else { return }
        throw Problem(
            .unsupportedMedia,
            "the body must be JSON, not \(type.prefix(80)); send `Content-Type: application/json`")
    }
}

extension HTTPField {
    fileprivate var isHost: Bool { name.canonicalName == "host" }
}
