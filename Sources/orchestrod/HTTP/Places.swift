import HTTPTypes
import Hummingbird
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
    /// Whether a path is written as places are: no part of it is empty, so there is no other way to
    /// write the same place.
    static func isPlain(_ path: String) -> Bool {
        path == "/" || !(path.hasSuffix("/") || path.contains("//"))
    }

    /// The answer where the router has nothing: no such place, or no such method there. A place
    /// that exists tells its methods, also when it is only asked for them (RFC 9110, sections
    /// 9.3.7 and 15.5.6).
    static func missing(_ request: Request) -> Response {
        let path = request.uri.path
        let methods = isPlain(path) ? methods(of: path) : []
        guard !methods.isEmpty else {
            let hint = isPlain(path) ? "" : "; places have no empty parts and no `/` at their end"
            return answer(
                Problem(.notFound, "there is nothing at \(path.prefix(200))\(hint)"), to: request)
        }
        let words = methods.map(\.rawValue).joined(separator: ", ")
        var response =
            request.method == .options
            ? Response(status: .noContent)
            : answer(
                Problem(
                    .methodNotAllowed,
                    "\(path) takes \(words), not \(request.method.rawValue.prefix(40))"),
                to: request)
        response.headers[.allow] = words
        return response
    }

    /// The methods of a place, in the order of the table; a place without variable parts comes
    /// before one that has them.
    private static func methods(of path: String) -> [HTTPRequest.Method] {
        let found = endpoints.filter { $0.route.isTemplate(of: path) }
        let place = found.first { $0.route.template == path } ?? found.first
        guard let route = place?.route else { return [] }
        var methods = found.filter { $0.route == route }.flatMap(\.methods)
        methods.append(.options)
        return methods
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

extension APIRoute {
    /// Whether a path has the form of this place.
    func isTemplate(of path: String) -> Bool {
        let parts = path.split(separator: "/")
        let own = template.split(separator: "/")
        return parts.count == own.count
            && zip(parts, own).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
    }
}
