import Scenarios

/// An error answer: a problem document (RFC 9457); mistakes in scenarios carry their diagnostics.
public struct Problem: WireShape, Error {
    /// The closed list of what can be wrong, each with one HTTP status.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The request is not understood.
        case invalidRequest = "invalid-request"
        /// A key is needed, or this one is not known.
        case unauthenticated
        /// The caller may not do that.
        case notAllowed = "not-allowed"
        /// There is no such job, task or place, or it is somebody else's.
        case notFound = "not-found"
        /// The place has no such method.
        case methodNotAllowed = "method-not-allowed"
        /// The body of a request comes too slowly.
        case requestTimeout = "request-timeout"
        /// It is in a state that does not allow it.
        case conflict
        /// It is not as the request says that it must be.
        case preconditionFailed = "precondition-failed"
        /// The body, or the job in it, is larger than it may be.
        case tooLarge = "too-large"
        /// The body is of a kind that the place does not take.
        case unsupportedMedia = "unsupported-media"
        /// The place speaks another protocol.
        case upgradeRequired = "upgrade-required"
        /// A scenario has mistakes.
        case invalidScenario = "invalid-scenario"
        /// The caller has asked for too much.
        case limitReached = "limit-reached"
        /// The service cannot do it; a bug or a broken machine.
        case internalError = "internal-error"
        /// The service cannot do it now.
        case unavailable
        /// The store has no room; what was asked for was not done.
        case storageFull = "storage-full"
        /// Something a later version tells.
        case other

        /// The HTTP status; 0 for ``other``, which has its own.
        public var status: Int {
            switch self {
            case .invalidRequest: 400
            case .unauthenticated: 401
            case .notAllowed: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .requestTimeout: 408
            case .conflict: 409
            case .preconditionFailed: 412
            case .tooLarge: 413
            case .unsupportedMedia: 415
            case .invalidScenario: 422
            case .upgradeRequired: 426
            case .limitReached: 429
            case .internalError: 500
            case .unavailable: 503
            case .storageFull: 507
            case .other: 0
            }
        }

        /// A short sentence, the same for each problem of the kind.
        public var title: String {
            switch self {
            case .invalidRequest: "The request is not understood"
            case .unauthenticated: "A valid key is needed"
            case .notAllowed: "Not allowed"
            case .notFound: "Not found"
            case .methodNotAllowed: "The place has no such method"
            case .requestTimeout: "The request does not come on"
            case .conflict: "Its state does not allow it"
            case .preconditionFailed: "It has changed"
            case .tooLarge: "The request is too large"
            case .unsupportedMedia: "The body is of another kind"
            case .invalidScenario: "A scenario has mistakes"
            case .upgradeRequired: "The place speaks another protocol"
            case .limitReached: "A limit is reached"
            case .internalError: "It could not be done"
            case .unavailable: "It cannot be done now"
            case .storageFull: "The store has no room"
            case .other: "Another problem"
            }
        }
    }

    /// A mistake and the file it is about.
    public struct Finding: Hashable, Sendable {
        /// The file's path as the caller gave it.
        public var path: String
        /// What is wrong there.
        public var diagnostic: Diagnostic

        /// Makes a finding.
        public init(path: String, diagnostic: Diagnostic) {
            self.path = path
            self.diagnostic = diagnostic
        }
    }

    /// What kind.
    public var kind: Kind
    /// The HTTP status.
    public var status: Int
    /// This problem in a sentence, with what to do.
    public var detail: String
    /// Path of the request.
    public var instance: String?
    /// Mistakes in files, all of them.
    public var diagnostics: [Finding] = []

    /// A problem of that kind.
    public init(_ kind: Kind, _ detail: String, instance: String? = nil) {
        self.kind = kind
        status = kind.status
        self.detail = detail
        self.instance = instance
    }

    static let prefix = "urn:orchestro:problem:"

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        let type = try object.textIfAny("type") ?? "about:blank"
        let word = type.hasPrefix(Self.prefix) ? String(type.dropFirst(Self.prefix.count)) : ""
        kind = Kind(rawValue: word) ?? .other
        status = try object.integer("status", in: 0...999)
        let title = try object.textIfAny("title")
        detail = try object.textIfAny("detail") ?? title ?? kind.title
        instance = try object.textIfAny("instance")
        for reader in try object.objects("diagnostics") {
            diagnostics.append(
                Finding(path: try reader.text("path"), diagnostic: try Diagnostic(wire: reader)))
        }
    }

    /// The object to send.
    public var json: JSONValue {
        var object: JSONObject = [
            "type": .string(Self.prefix + kind.rawValue), "title": .string(kind.title),
            "status": .integer(status), "detail": .string(detail), "instance": .from(instance),
        ]
        guard !diagnostics.isEmpty else { return .object(object) }
        object["diagnostics"] = .array(
            diagnostics.map { DiagnosticLine.json($0.diagnostic, path: $0.path) })
        return .object(object)
    }
}

extension Diagnostic {
    /// Reads the object of a ``DiagnosticLine``.
    public init(wire object: ObjectReader) throws(ShapeError) {
        let position = Position(
            line: try object.integer("line", in: 1...Int.max),
            column: try object.integer("column", in: 1...Int.max))
        guard let severity = Severity(rawValue: try object.text("severity")) else {
            throw object.error("severity", expected: "error or warning")
        }
        self.init(
            severity, try object.text("message"), hint: try object.textIfAny("hint"),
            at: position, length: try object.integer("length", in: 1...Int.max))
    }
}
