import Scenarios

/// What `POST /api/v1/webhooks` takes.
public struct WebhookRequest: WireShape {
    /// Where messages are sent.
    public var url: String
    /// What the owner calls it; nil: the host of the URL.
    public var name: String?
    /// What it is told; empty: how jobs end.
    public var events: [String] = []
    /// Whether it is told of everybody's jobs; for administrators.
    public var isOfAllJobs = false
    /// Only jobs of this name; nil: all.
    public var jobName: String?

    /// A webhook that is told how its owner's jobs end.
    public init(url: String) { self.url = url }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: ["url", "name", "events", "all_jobs", "job_name"])
        url = try object.text("url")
        name = try object.textIfAny("name")
        events = try object.texts("events", max: WebhookWords.listMax)
        isOfAllJobs = try object.flag("all_jobs")
        jobName = try object.textIfAny("job_name")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "url": .string(url), "name": .from(name),
            "events": .array(events.map(JSONValue.string)), "all_jobs": .bool(isOfAllJobs),
            "job_name": .from(jobName),
        ]
    }
}

/// What `PATCH /api/v1/webhooks/{webhook_id}` takes; what is not there stays.
public struct WebhookPatchRequest: WireShape {
    /// What the owner calls it.
    public var name: String?
    /// Where messages are sent.
    public var url: String?
    /// What it is told.
    public var events: [String]?
    /// Only jobs of this name; an empty text: all.
    public var jobName: String?
    /// Whether it is told anything.
    public var isActive: Bool?

    /// Everything stays.
    public init() {}

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        try object.allow(only: ["name", "url", "events", "job_name", "active"])
        name = try object.textIfAny("name")
        url = try object.textIfAny("url")
        if object.value("events") != nil {
            events = try object.texts("events", max: WebhookWords.listMax)
        }
        jobName = try object.textIfAny("job_name")
        if object.value("active") != nil { isActive = try object.flag("active") }
    }

    /// The object to send: only what is to change.
    public var json: JSONValue {
        var object = JSONObject()
        object["name"] = name.map(JSONValue.string)
        object["url"] = url.map(JSONValue.string)
        object["events"] = events.map { .array($0.map(JSONValue.string)) }
        object["job_name"] = jobName.map(JSONValue.string)
        object["active"] = isActive.map(JSONValue.bool)
        return .object(object)
    }
}

/// Words and bounds of webhooks that belong to `Webhooks`, which this target does not see. A test
/// compares both.
public enum WebhookWords {
    /// What webhooks can be told.
    public static let events = [
        "job.started", "job.completed", "job.failed", "job.cancelled", "task.finished",
    ]
    /// What somebody's trial is called.
    public static let ping = "webhook.ping"
    /// What becomes of messages.
    public static let states = ["pending", "delivered", "dead"]
    /// Bytes of a webhook's name, and of the name of jobs.
    public static let nameBytesMax = 200
    /// Bytes of a URL.
    public static let urlBytesMax = 2_000
    /// Events of a request.
    public static let listMax = 20
}
