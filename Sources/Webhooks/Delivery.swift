import Jobs

/// What became of a message to a webhook.
public enum DeliveryState: String, CaseIterable, Hashable, Sendable {
    /// It is to be sent, for the first time or again.
    case pending
    /// The receiver took it.
    case delivered
    /// It is given up: a dead letter. It stays to be seen, and to be sent again by hand.
    case dead
}

/// A message to a webhook, and what became of it.
public struct Delivery: Hashable, Sendable {
    /// Its number; later ones have higher ones, and none is used again.
    public var number: Int64
    /// Whose it is.
    public var webhook: WebhookID
    /// What it tells.
    public var event: WebhookEvent
    /// The number of the event; nil for a ping.
    public var eventNumber: Int64?
    /// The job it is about.
    public var job: JobID?
    /// What became of it.
    public var state: DeliveryState
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// Since when it is tried: since it was made, or last queued again by hand.
    public var sinceMicroseconds: Int64
    /// How often it was tried since then.
    public var attemptsCount = 0
    /// When it is tried next; nil: it is not pending.
    public var nextMicroseconds: Int64?
    /// When it was last tried.
    public var triedMicroseconds: Int64?
    /// When it was delivered or given up.
    public var finishedMicroseconds: Int64?
    /// The status of the last answer; nil: there was none.
    public var status: Int?
    /// What was wrong the last time, in words.
    public var error: String?

    /// A message that was never tried and is due at once.
    public init(
        number: Int64, webhook: WebhookID, event: WebhookEvent, createdMicroseconds: Int64
    ) {
        self.number = number
        self.webhook = webhook
        self.event = event
        self.createdMicroseconds = createdMicroseconds
        sinceMicroseconds = createdMicroseconds
        nextMicroseconds = createdMicroseconds
        state = .pending
    }
}

/// A message that is due, as far as it takes to choose which ones go now.
public struct DueMessage: Hashable, Sendable {
    /// The number of its delivery.
    public var number: Int64
    /// The number of the account whose webhook it goes to.
    public var ownerID: UInt32
    /// Where it goes.
    public var url: String

    /// A message of an owner's webhook.
    public init(number: Int64, ownerID: UInt32, url: String) {
        self.number = number
        self.ownerID = ownerID
        self.url = url
    }
}

/// A message that is to be sent now.
public struct DueDelivery: Hashable, Sendable {
    /// Whom to.
    public var webhook: Webhook
    /// The message's story so far.
    public var delivery: Delivery
    /// What is sent, byte for byte the same each time.
    public var payload: String

    /// A message with its receiver.
    public init(webhook: Webhook, delivery: Delivery, payload: String) {
        self.webhook = webhook
        self.delivery = delivery
        self.payload = payload
    }

    /// The message's id, the same each time it is sent: receivers know by it what they have.
    public var messageID: String { "msg_\(webhook.token)_\(delivery.number)" }
}

/// What one try came to.
public struct DeliveryAttempt: Hashable, Sendable {
    /// What follows.
    public enum Result: Hashable, Sendable {
        /// It is delivered.
        case delivered
        /// It is tried again at that time, in microseconds since 1970-01-01 UTC.
        case again(atMicroseconds: Int64)
        /// It is given up.
        case dead
    }

    /// The delivery.
    public var number: Int64
    /// When it was over, in microseconds since 1970-01-01 UTC.
    public var microseconds: Int64
    /// The status of the answer; nil: there was none.
    public var status: Int?
    /// What was wrong, in words.
    public var error: String?
    /// What follows.
    public var result: Result

    /// Makes one.
    public init(
        number: Int64, microseconds: Int64, status: Int?, error: String?, result: Result
    ) {
        self.number = number
        self.microseconds = microseconds
        self.status = status
        self.error = error
        self.result = result
    }
}

/// A change of deliveries that no event of a job brings about. One of a delivery that is not there
/// any more does nothing.
public enum DeliveryChange: Hashable, Sendable {
    /// Somebody tries a webhook by this payload, unless it is switched off.
    case pinged(WebhookID, payload: String, microseconds: Int64)
    /// A delivery was tried.
    case attempted(DeliveryAttempt)
    /// A delivery is to be tried at once, as if never before, unless its webhook is switched off.
    case retried(WebhookID, Int64, microseconds: Int64)
}
