import Digests
import HTTPTypes
import HummingbirdCore
import Wire

/// What tells one state of an answer from every other (RFC 9110, section 8.8.3): always strong,
/// a part of the SHA-256 of the very bytes that are answered. What is only counted of a key and of
/// a webhook is left out: who has looked at one that is in use could else never change it.
struct EntityTag: Hashable, Sendable {
    /// With its double quotes, as header fields have it.
    let text: String

    /// The tag of what is answered with that text.
    init(of text: String) {
        let bytes = Digest.sha256(Array(text.utf8)).bytes.prefix(8)
        let number = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.text = "\"" + String(number, radix: 36) + "\""
    }

    /// The tag of the answer that shows this.
    init(of shape: some WireShape) { self.init(of: Answer.document(shape)) }
}

/// What a request makes its answer depend on: `If-Match` and `If-None-Match` (RFC 9110, sections
/// 13.1.1 and 13.1.2). Times are not looked at: no answer tells when it changed last.
struct Conditions: Sendable {
    /// No conditions.
    static let none = Conditions()

    /// The tags of a field.
    private enum Tags {
        case any
        case these([Substring])
    }

    private var wanted: Tags?
    private var known: Tags?

    private init() {}

    /// Reads the request's fields.
    init(_ request: Request) throws(Problem) {
        wanted = try Self.tags(request, .ifMatch)
        known = try Self.tags(request, .ifNoneMatch)
    }

    /// Whether nothing is asked for.
    var areNone: Bool { wanted == nil && known == nil }

    /// Why what is there must not be changed; nil: it may. Tags are compared strongly for
    /// `If-Match`, weakly for `If-None-Match`.
    func objection(to tag: EntityTag) -> Problem? {
        if let objection = stale(tag) { return objection }
        guard isKnown(tag) else { return nil }
        return Problem(
            .preconditionFailed, "it is as `If-None-Match` says that it must not be; \(tag.text)")
    }

    /// What `If-Match` objects to; nil: nothing.
    func stale(_ tag: EntityTag) -> Problem? {
        switch wanted {
        case nil, .any: return nil
        case .these(let tags) where tags.contains(tag.text[...]): return nil
        case .these: return Self.changed
        }
    }

    /// Whether the caller has what would be answered.
    func isKnown(_ tag: EntityTag) -> Bool {
        switch known {
        case nil: false
        case .any: true
        case .these(let tags): tags.contains { $0 == tag.text || $0 == "W/" + tag.text }
        }
    }

    /// What is told when something is not any more as the caller has seen it.
    static let changed = Problem(
        .preconditionFailed,
        "it is not any more as `If-Match` says; get it again, and decide again")

    private static func tags(
        _ request: Request, _ name: HTTPField.Name
    ) throws(Problem) -> Tags? {
        let values = request.headers[values: name]
        guard !values.isEmpty else { return nil }
        if values.count == 1, values[0] == "*" { return .any }
        var tags: [Substring] = []
        for value in values {
            guard let some = list(value[...]) else {
                throw Problem(
                    .invalidRequest,
                    "`\(name)` takes `*` or entity tags in double quotes, not"
                        + " `\(value.prefix(40))`")
            }
            tags += some
        }
        return .these(tags)
    }

    /// A list of entity tags, each with its quotes and its `W/`; nil: it is none.
    private static func list(_ value: Substring) -> [Substring]? {
        var rest = value.utf8[...]
        var tags: [Substring] = []
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return tags }
            let opened = rest.starts(with: "W/\"".utf8) ? rest.dropFirst(3) : rest.dropFirst()
            guard rest.starts(with: "W/\"".utf8) || rest.first == UInt8(ascii: "\""),
                let end = opened.firstIndex(of: UInt8(ascii: "\"")),
                opened[..<end].allSatisfy({ $0 > 0x20 && $0 != 0x7F })
            else { return nil }
            tags.append(Substring(rest[...end]))
            rest = rest[rest.index(after: end)...].drop { $0 == 0x20 || $0 == 0x09 }
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }
}

extension APIService {
    /// The answer to a request for something that has a tag: with conditions it may be that the
    /// caller has it already, or that it is not what the caller wanted.
    static func conditional(
        _ answer: Answer, to request: Request
    ) throws(Problem) -> Answer {
        guard request.method == .get || request.method == .head,
            let text = answer.headers[.eTag]
        else { return answer }
        let conditions = try Conditions(request)
        let tag = EntityTag(text: text)
        if let objection = conditions.stale(tag) { throw objection }
        guard conditions.isKnown(tag) else { return answer }
        var same = Answer(status: .notModified, headers: [.eTag: text])
        same.headers[.cacheControl] = answer.headers[.cacheControl]
        return same
    }
}

extension APIService.Endpoint {
    /// Whether its answer has a tag: what does not change with every look.
    var isTagged: Bool {
        switch (method, route) {
        case (.get, .jobs), (.get, .job), (.get, .tasks), (.get, .task), (.get, .keys),
            (.get, .key), (.get, .audit), (.get, .usage), (.get, .webhooks), (.get, .webhook),
            (.get, .deliveries):
            true
        default: false
        }
    }

    /// The conditions that it looks at before it changes something, or answers.
    var conditions: [EndpointDocument.Parameter] {
        let isConditional =
            switch (method, route) {
            case (.delete, .job), (.post, .retry), (.delete, .key), (.post, .keyRotation),
                (.patch, .webhook), (.delete, .webhook), (.post, .webhookRotation):
                true
            default: isTagged
            }
        return isConditional ? [.header(.ifMatch), .header(.ifNoneMatch)] : []
    }
}

extension KeyShape {
    /// Its tag, which use does not change.
    var tag: EntityTag {
        var shape = self
        (shape.usesCount, shape.lastUsedMicroseconds) = (0, nil)
        return EntityTag(of: shape)
    }
}

extension WebhookShape {
    /// Its tag, which messages on their way do not change.
    var tag: EntityTag {
        var shape = self
        shape.pendingCount = 0
        return EntityTag(of: shape)
    }
}

extension EntityTag {
    /// A tag that was made before.
    fileprivate init(text: String) { self.text = text }
}
