import Jobs

/// A place of somebody's that is told what happens to jobs.
public struct Webhook: Hashable, Sendable {
    /// Its number.
    public var id: WebhookID
    /// What its owner calls it.
    public var name: String
    /// Whose jobs it is told of.
    public var owner: Owner
    /// Where messages are sent.
    public var url: String
    /// What it is told.
    public var events: Set<WebhookEvent>
    /// Whether it is told of everybody's jobs; for administrators.
    public var isOfAllJobs = false
    /// Only jobs of this name; nil: all.
    public var jobName: String?
    /// A random word in the ids of its messages: no other webhook, here or elsewhere, has it.
    public var token: String
    /// What messages are signed with.
    public var secret: WebhookSecret
    /// What they are signed with as well for a while after ``rotatedMicroseconds``.
    public var previousSecret: WebhookSecret?
    /// Whether it is told anything.
    public var isActive = true
    /// Why not, when the daemon switched it off.
    public var inactiveReason: String?
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// The account that made it.
    public var createdBy: String
    /// When its secret was last replaced; nil: never.
    public var rotatedMicroseconds: Int64?
    /// Messages that are not delivered and not given up.
    public var pendingCount = 0

    /// A webhook that is told when a job is over.
    public init(
        id: WebhookID, name: String, owner: Owner, url: String, token: String,
        secret: WebhookSecret, createdMicroseconds: Int64, createdBy: String
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.url = url
        self.token = token
        self.secret = secret
        self.createdMicroseconds = createdMicroseconds
        self.createdBy = createdBy
        events = WebhookEvent.ofEnds
    }

    /// The secrets that a message is signed with at that time: the one before is among them for
    /// ``WebhookLimits/previousSecret``, so that receivers can change at their leisure.
    public func secrets(at microseconds: Int64) -> [WebhookSecret] {
        guard let previousSecret, let rotatedMicroseconds,
            microseconds - rotatedMicroseconds < WebhookLimits.previousSecret.microseconds
        else { return [secret] }
        return [secret, previousSecret]
    }
}

/// What of a webhook is to be another way; nil: as it is.
public struct WebhookPatch: Hashable, Sendable {
    /// What its owner calls it.
    public var name: String?
    /// Where messages are sent.
    public var url: String?
    /// What it is told.
    public var events: Set<WebhookEvent>?
    /// Only jobs of this name; an empty one: all.
    public var jobName: String?
    /// Whether it is told anything.
    public var isActive: Bool?

    /// Everything stays.
    public init() {}
}

/// A change of the webhooks. One of a webhook that is not there any more does nothing.
public enum WebhookChange: Hashable, Sendable {
    /// A webhook was made.
    case created(Webhook)
    /// Its owner wants it another way.
    case patched(WebhookID, WebhookPatch, microseconds: Int64)
    /// It has another secret; the one before stays valid for a while.
    case rotated(WebhookID, WebhookSecret, microseconds: Int64)
    /// The daemon tells it nothing any more, and why.
    case switchedOff(WebhookID, reason: String, microseconds: Int64)
    /// It is gone, and its deliveries with it.
    case removed(WebhookID)
}

/// A webhook's number, for people and places of the API; never given to another webhook.
public struct WebhookID: Hashable, Comparable, Sendable {
    /// The number, from 1.
    public var number: Int

    /// A webhook's number.
    public init(_ number: Int) { self.number = number }

    /// Reads the digits; nil when they are no number from 1.
    public init?(text: some StringProtocol) {
        guard let number = Int(text), number > 0, String(number) == text else { return nil }
        self.number = number
    }

    /// Older webhooks come first.
    public static func < (a: WebhookID, b: WebhookID) -> Bool { a.number < b.number }
}

extension WebhookID: CustomStringConvertible {
    /// The digits.
    public var description: String { String(number) }
}
