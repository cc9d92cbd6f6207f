import Jobs
import Scenarios

/// A message to a webhook as the API shows it.
public struct DeliveryShape: WireShape {
    /// Its number.
    public var id: Int64
    /// The webhook's number.
    public var webhook: Int
    /// What receivers know it by: the field `webhook-id` of the request.
    public var messageID: String
    /// What it tells: its `type`.
    public var event: String
    /// The number of the event; nil for a trial.
    public var eventNumber: Int64?
    /// The job it is about.
    public var job: JobID?
    /// `pending`, `delivered` or `dead`.
    public var state: String
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// How often it was tried, since it was last queued again by hand.
    public var attemptsCount = 0
    /// When it is tried next.
    public var nextMicroseconds: Int64?
    /// When it was last tried.
    public var triedMicroseconds: Int64?
    /// When it was delivered or given up.
    public var finishedMicroseconds: Int64?
    /// The status of the last answer.
    public var status: Int?
    /// What was wrong the last time.
    public var error: String?

    /// A message that was just made.
    public init(
        id: Int64, webhook: Int, messageID: String, event: String, state: String,
        createdMicroseconds: Int64
    ) {
        self.id = id
        self.webhook = webhook
        self.messageID = messageID
        self.event = event
        self.state = state
        self.createdMicroseconds = createdMicroseconds
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        guard let id = Int64(try object.text("delivery_id")), id > 0 else {
            throw object.error("delivery_id", expected: "a delivery's number")
        }
        guard let webhook = Int(try object.text("webhook_id")), webhook > 0 else {
            throw object.error("webhook_id", expected: "a webhook's number")
        }
        (self.id, self.webhook) = (id, webhook)
        messageID = try object.text("message_id")
        event = try object.text("event")
        eventNumber = try object.integerIfAny("event_number").map { Int64($0) }
        if object.value("job_id") != nil { job = try object.job("job_id") }
        state = try object.text("state")
        createdMicroseconds = try object.time("created_at")
        attemptsCount = try object.integer("attempts")
        nextMicroseconds = try object.timeIfAny("next_at")
        triedMicroseconds = try object.timeIfAny("tried_at")
        finishedMicroseconds = try object.timeIfAny("finished_at")
        status = try object.integerIfAny("status")
        error = try object.textIfAny("error")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "delivery_id": .string(String(id)), "webhook_id": .string(String(webhook)),
            "message_id": .string(messageID), "event": .string(event),
            "event_number": .from(eventNumber.map { Int($0) }),
            "job_id": .from(job?.description), "state": .string(state),
            "created_at": .time(createdMicroseconds), "attempts": .integer(attemptsCount),
            "next_at": .time(nextMicroseconds), "tried_at": .time(triedMicroseconds),
            "finished_at": .time(finishedMicroseconds), "status": .from(status),
            "error": .from(error),
        ]
    }
}

/// One page of deliveries, the latest first.
public struct DeliveryPage: WireShape {
    /// The deliveries.
    public var deliveries: [DeliveryShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(deliveries: [DeliveryShape], next: String?) {
        self.deliveries = deliveries
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        deliveries = try object.shapes("deliveries")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["deliveries": .array(deliveries.map(\.json)), "next": .from(next)]
    }
}
