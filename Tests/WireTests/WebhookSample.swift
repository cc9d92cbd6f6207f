import Jobs
import Wire

/// One of each shape about webhooks.
enum WebhookSample {
    private static let time: Int64 = 1_769_850_300_000_000

    static let webhook: WebhookShape = {
        var webhook = WebhookShape(
            id: 7, name: "chat", owner: "ann", url: "https://ci.example/hook",
            events: ["job.started", "job.failed"], createdMicroseconds: time, createdBy: "ann")
        (webhook.isOfAllJobs, webhook.jobName) = (true, "nightly")
        (webhook.isActive, webhook.inactiveReason) = (false, "its receiver answered 410 (gone)")
        (webhook.rotatedMicroseconds, webhook.pendingCount) = (time + 1, 3)
        return webhook
    }()

    static let fresh: WebhookShape = {
        var webhook = WebhookShape(
            id: 8, name: "ci.example", owner: "ann", url: "https://ci.example/",
            events: ["job.failed"], createdMicroseconds: time, createdBy: "ann")
        webhook.secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        return webhook
    }()

    static let request: WebhookRequest = {
        var request = WebhookRequest(url: "https://ci.example/hook")
        (request.name, request.events) = ("chat", ["job.failed"])
        (request.isOfAllJobs, request.jobName) = (true, "nightly")
        return request
    }()

    static let patch: WebhookPatchRequest = {
        var patch = WebhookPatchRequest()
        (patch.name, patch.url) = ("chat", "https://ci.example/hook")
        (patch.events, patch.jobName, patch.isActive) = (["job.failed"], "", false)
        return patch
    }()

    static let delivery: DeliveryShape = {
        var delivery = DeliveryShape(
            id: 9, webhook: 7, messageID: "msg_0011_9", event: "job.failed", state: "dead",
            createdMicroseconds: time)
        (delivery.eventNumber, delivery.job, delivery.attemptsCount) = (99, JobID(42), 50)
        (delivery.nextMicroseconds, delivery.triedMicroseconds) = (time + 1, time + 2)
        (delivery.finishedMicroseconds, delivery.status) = (time + 3, 503)
        delivery.error = "the receiver answered 503"
        return delivery
    }()

    private static let ping = DeliveryShape(
        id: 10, webhook: 7, messageID: "msg_0011_10", event: "webhook.ping", state: "pending",
        createdMicroseconds: time)

    static let shapes: [(String, any WireShape)] = [
        ("webhook", webhook), ("webhook-fresh", fresh),
        ("webhook-page", WebhookPage(webhooks: [webhook], next: "7")),
        ("webhook-request", request),
        ("webhook-request-bare", WebhookRequest(url: "https://ci.example")),
        ("webhook-patch", patch), ("webhook-patch-bare", WebhookPatchRequest()),
        ("delivery", delivery),
        ("delivery-page", DeliveryPage(deliveries: [ping], next: nil)),
    ]
}
