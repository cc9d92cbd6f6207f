import Access
import HTTPTypes
import HummingbirdCore
import Wire

/// What browsers are told about pages of other origins: the CORS protocol of the Fetch standard
/// (fetch.spec.whatwg.org, section 3.3). Without `cors: {origins: …}` nothing is told, and no page
/// of another origin can read anything. Credentials of the browser are never allowed: a page has
/// its key, and sends it in a header field.
struct CrossOrigin {
    private let request: Request
    private let allowed: Set<String>
    /// The origin of the page that asks, when it may.
    private let origin: String?

    init(_ request: Request, allowed: Set<String>) {
        self.request = request
        self.allowed = allowed
        origin =
            allowed.isEmpty
            ? nil : request.headers[.origin].flatMap { allowed.contains($0) ? $0 : nil }
    }

    /// The answer to a browser that asks whether a page may ask; nil: this is another request, or
    /// the page may not, and then the request is like any other.
    var preflight: Answer? {
        guard let origin, request.method == .options,
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        return Answer(
            status: .noContent,
            headers: [
                .accessControlAllowOrigin: origin,
                .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders: Self.requestFields,
                .accessControlMaxAge: String(HTTPLimits.preflightSeconds),
                .vary: "Origin",
            ])
    }

    /// Lets the page read the answer. Whether it may depends on the origin, so caches must know.
    func open(_ answer: inout Answer) {
        guard !allowed.isEmpty else { return }
        answer.headers.append(HTTPField(name: .vary, value: "Origin"))
        guard let origin else { return }
        answer.headers[.accessControlAllowOrigin] = origin
        answer.headers[.accessControlExposeHeaders] = Self.answerFields
    }

    /// What a page may send.
    private static let requestFields =
        ([
            .authorization, .apiKey, .idempotencyKey, .lastEventID,
        ] as [APIHeader]).map(\.rawValue).joined(separator: ", ")
        + ", Accept, Content-Type, If-Match, If-None-Match"

    /// What a page may read beside what every page may.
    private static let answerFields =
        (["Allow", "ETag", "Location"] + TokenBucket.Answer.Header.allCases.map(\.rawValue)
        + ["WWW-Authenticate"]).joined(separator: ", ")
}

extension APIService {
    /// Refuses pages of others: a browser lets every page open WebSockets and send forms to
    /// everywhere, and sends what it knows of the person along, a client certificate for one
    /// (RFC 6455, section 10.2). What is no browser sends no `Origin`.
    static func requireOwnPage(
        _ request: Request, _ context: APIContext, also allowed: Set<String>
    ) throws(Problem) {
        let origins = request.headers[values: .origin]
        guard let origin = origins.first else {
            // A browser that keeps the origin to itself still says that it is another's.
            guard Self.fetchSite.map({ request.headers[$0] == "cross-site" }) != true else {
                throw foreign("another origin")
            }
            return
        }
        let host = (request.head.authority ?? "").lowercased()
        var own: Set<String> = []
        if !host.isEmpty {
            own.insert("https://" + withoutPort(host, 443))
            // The Unix socket has no TLS of its own; a server in front of it may not have either.
            if case .account = context.origin { own.insert("http://" + withoutPort(host, 80)) }
        }
        guard origins.count == 1, own.union(allowed).contains(origin.lowercased()) else {
            throw foreign(origin)
        }
    }

    private static func foreign(_ origin: String) -> Problem {
        Problem(
            .notAllowed,
            "pages of \(origin.prefix(100)) may not open WebSockets or change anything here;"
                + " `cors: {origins: […]}` of orchestrod.yaml allows it")
    }

    /// Fetch Metadata (www.w3.org/TR/fetch-metadata), section 2.4.
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    private static func withoutPort(_ host: String, _ port: Int) -> String {
        let suffix = ":\(port)"
        return host.hasSuffix(suffix) ? String(host.dropLast(suffix.count)) : host
    }
}
