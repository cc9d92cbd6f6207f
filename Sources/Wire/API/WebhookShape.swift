import Scenarios

/// A webhook as the API shows it.
public struct WebhookShape: WireShape {
    /// Its number.
    public var id: Int
    /// What its owner calls it.
    public var name: String
    /// Whose jobs it is told of.
    public var owner: String
    /// Where messages are sent.
    public var url: String
    /// What it is told: `job.started`, `job.completed` and so on.
    public var events: [String]
    /// Whether it is told of everybody's jobs.
    public var isOfAllJobs = false
    /// Only jobs of this name; nil: all.
    public var jobName: String?
    /// Whether it is told anything.
    public var isActive = true
    /// Why not, when the daemon switched it off.
    public var inactiveReason: String?
    /// When it was made, in microseconds since 1970-01-01 UTC, as all times here.
    public var createdMicroseconds: Int64
    /// The account that made it.
    public var createdBy: String
    /// When its secret was last replaced.
    public var rotatedMicroseconds: Int64?
    /// Messages that are neither delivered nor given up.
    public var pendingCount = 0
    /// What messages are signed with: only in the answer to making or rotating it.
    public var secret: String?

    /// A webhook that was just made.
    public init(
        id: Int, name: String, owner: String, url: String, events: [String],
        createdMicroseconds: Int64, createdBy: String
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.url = url
        self.events = events
        self.createdMicroseconds = createdMicroseconds
        self.createdBy = createdBy
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        guard let id = Int(try object.text("webhook_id")), id > 0 else {
            throw object.error("webhook_id", expected: "a webhook's number")
        }
        self.id = id
        name = try object.text("name")
        owner = try object.text("owner")
        url = try object.text("url")
        events = try object.texts("events")
        isOfAllJobs = try object.flag("all_jobs")
        jobName = try object.textIfAny("job_name")
        isActive = try object.flag("active")
        inactiveReason = try object.textIfAny("inactive_reason")
        createdMicroseconds = try object.time("created_at")
        createdBy = try object.text("created_by")
        rotatedMicroseconds = try object.timeIfAny("rotated_at")
        pendingCount = try object.integerIfAny("pending") ?? 0
        secret = try object.textIfAny("secret")
    }

    /// The object to send; it has the member `secret` only where there is one.
    public var json: JSONValue {
        var object: JSONObject = [
            "webhook_id": .string(String(id)), "name": .string(name), "owner": .string(owner),
            "url": .string(url), "events": .array(events.map(JSONValue.string)),
            "all_jobs": .bool(isOfAllJobs), "job_name": .from(jobName), "active": .bool(isActive),
            "inactive_reason": .from(inactiveReason), "created_at": .time(createdMicroseconds),
            "created_by": .string(createdBy), "rotated_at": .time(rotatedMicroseconds),
            "pending": .integer(pendingCount),
        ]
        if let secret { object["secret"] = .string(secret) }
        return .object(object)
    }
}

/// One page of webhooks, the oldest first.
public struct WebhookPage: WireShape {
    /// The webhooks.
    public var webhooks: [WebhookShape]
    /// `cursor` of the next page; nil: this is the last.
    public var next: String?

    /// Makes a page.
    public init(webhooks: [WebhookShape], next: String?) {
        self.webhooks = webhooks
        self.next = next
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        webhooks = try object.shapes("webhooks")
        next = try object.textIfAny("next")
    }

    /// The object to send.
    public var json: JSONValue {
        ["webhooks": .array(webhooks.map(\.json)), "next": .from(next)]
    }
}
