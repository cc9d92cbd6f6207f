import Scenarios

extension WebhookShape {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [
            "webhook_id": .webhookID,
            "name": .text.told("What its owner calls it."),
            "owner": .text.told("Account whose jobs it is told of."),
            "url": .text.told("Where messages are sent."),
            "events": .list(.words(WebhookWords.events)).told("What it is told."),
            "all_jobs": .flag.told("Whether it is told of everybody's jobs."),
            "job_name": .text.orNull.told("Only jobs of this name; null: all."),
            "active": .flag.told("Whether it is told anything."),
            "inactive_reason": .text.orNull.told("Why the daemon switched it off."),
            "created_at": .time,
            "created_by": .text,
            "rotated_at": .time.orNull,
            "pending": .integer().told("Messages that are neither delivered nor given up."),
        ],
        sometimes: [
            "secret": .text.told(
                "What messages are signed with, when it is made or rotated only.")
        ]
    ).named("Webhook")
}

extension WebhookPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "webhooks": .list(WebhookShape.schema), "next": .next,
    ]).named("WebhookPage")
}

extension WebhookRequest {
    /// What the object has.
    public static let schema = JSONSchema.object(
        ["url": .webhookURL],
        sometimes: [
            "name": .webhookName(1).orNull
                .told("What the owner calls it; null: the host of the URL."),
            "events": .list(.words(WebhookWords.events), counts: 0...WebhookWords.listMax).orNull
                .told("What it is told; empty: how jobs end."),
            "all_jobs": .flag.orNull
                .told("Whether it is told of everybody's jobs; for administrators."),
            "job_name": .webhookName(1).orNull.told("Only jobs of this name; null: all."),
        ], closed: true
    ).named("WebhookRequest")
}

extension WebhookPatchRequest {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [:],
        sometimes: [
            "name": .webhookName(1).orNull.told("What the owner calls it."),
            "url": JSONSchema.webhookURL.orNull,
            "events": .list(.words(WebhookWords.events), counts: 1...WebhookWords.listMax).orNull
                .told("What it is told."),
            "job_name": .webhookName(0).orNull
                .told("Only jobs of this name; an empty text: all."),
            "active": .flag.orNull.told("Whether it is told anything."),
        ], closed: true
    ).named("WebhookPatch")
}

extension DeliveryShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "delivery_id": .deliveryID,
        "webhook_id": .webhookID,
        "message_id": .text.told("The field `webhook-id` of the request, each time the same."),
        "event": .words(WebhookWords.events + [WebhookWords.ping]),
        "event_number": .integer(1...Int.max).orNull,
        "job_id": .jobID.orNull,
        "state": .words(WebhookWords.states),
        "created_at": .time,
        "attempts": .integer().told("Tries since it was last queued by hand."),
        "next_at": .time.orNull,
        "tried_at": .time.orNull,
        "finished_at": .time.orNull,
        "status": .integer().orNull.told("The status of the last answer."),
        "error": .text.orNull.told("What was wrong the last time."),
    ]).named("Delivery")
}

extension DeliveryPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "deliveries": .list(DeliveryShape.schema), "next": .next,
    ]).named("DeliveryPage")
}

extension JSONSchema {
    /// A webhook's number as text.
    static let webhookID = text("^[1-9][0-9]*$").told("A webhook's number.")
    /// A delivery's number as text.
    static let deliveryID = text("^[1-9][0-9]*$").told("A delivery's number.")
    /// Which deliveries are wanted.
    public static let deliveryState = words(WebhookWords.states)
        .told("Only deliveries in that state.")

    /// Where messages are sent.
    static let webhookURL = text("^[Hh][Tt][Tt][Pp][Ss]?://[^@\\\\#\\s]+$")
        .with(["format": "uri", "maxLength": .integer(WebhookWords.urlBytesMax)])
        .told("Where messages are sent; without user name and fragment.")

    /// A name without control characters.
    static func webhookName(_ lengthMin: Int) -> JSONSchema {
        text("^[^\\u0000-\\u001F\\u007F]*$").with([
            "minLength": .integer(lengthMin), "maxLength": .integer(WebhookWords.nameBytesMax),
        ])
    }
}
