/// What the audit log tells: each change, and each refusal.
public enum AuditAction: String, CaseIterable, Hashable, Sendable {
    /// A key was made.
    case keyCreated = "key_created"
    /// A key got another secret.
    case keyRotated = "key_rotated"
    /// A key was revoked.
    case keyRevoked = "key_revoked"
    /// Starting was stopped.
    case drained
    /// Starting goes on.
    case resumed
    /// Another strategy was chosen.
    case strategyChosen = "strategy_chosen"
    /// A webhook was made.
    case webhookCreated = "webhook_created"
    /// A webhook is another way.
    case webhookChanged = "webhook_changed"
    /// A webhook got another secret.
    case webhookRotated = "webhook_rotated"
    /// A webhook is gone.
    case webhookRemoved = "webhook_removed"
    /// A webhook's receiver wants no more messages.
    case webhookSwitchedOff = "webhook_switched_off"
    /// A request without a key where one is needed.
    case keyMissing = "key_missing"
    /// A key that is not known, or cannot be used any more or from there.
    case keyWrong = "key_wrong"
    /// A client's certificate that does not verify.
    case certificateRefused = "certificate_refused"
    /// Too many wrong keys.
    case guessesLimited = "guesses_limited"
    /// A request that the caller may not make.
    case notAllowed = "not_allowed"
    /// Too many requests with a key.
    case rateLimited = "rate_limited"
    /// Refusals of more kinds than were kept apart.
    case others

    /// Whether something was refused.
    public var isRefusal: Bool {
        switch self {
        case .keyCreated, .keyRotated, .keyRevoked, .drained, .resumed, .strategyChosen,
            .webhookCreated, .webhookChanged, .webhookRotated, .webhookRemoved,
            .webhookSwitchedOff:
            false
        case .keyMissing, .keyWrong, .certificateRefused, .guessesLimited, .notAllowed,
            .rateLimited, .others:
            true
        }
    }
}

/// One line of the audit log. It never tells a key, nor a part of one.
public struct AuditEntry: Hashable, Sendable {
    /// When it happened, first when it did several times; microseconds since 1970-01-01 UTC.
    public var microseconds: Int64
    /// When it last happened.
    public var lastMicroseconds: Int64
    /// How often.
    public var count = 1
    /// What.
    public var action: AuditAction
    /// The account that did it; nil: nobody knows.
    public var actor: String?
    /// The key it was done with, or that it was about.
    public var key: KeyID?
    /// Where it came from.
    public var origin: String
    /// What it was about: a place of the API, or a name.
    public var subject: String?

    /// Something that happened once.
    public init(
        _ action: AuditAction, actor: String?, key: KeyID? = nil, origin: String,
        subject: String? = nil, at microseconds: Int64
    ) {
        self.action = action
        self.actor = actor.map(Self.bounded)
        self.key = key
        self.origin = Self.bounded(origin)
        self.subject = subject.map(Self.bounded)
        self.microseconds = microseconds
        lastMicroseconds = microseconds
    }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > AccessLimits.auditTextBytesMax else { return text }
        return String(decoding: text.utf8.prefix(AccessLimits.auditTextBytesMax), as: UTF8.self)
    }
}
