import Jobs
import Webhooks

@testable import Store

/// One of everything about webhooks that can be stored. It stays as it is: the golden databases of
/// version 3 and later hold it.
enum SampleWebhooks {
    private static func secret(_ byte: UInt8) -> WebhookSecret {
        WebhookSecret(randomBytes: [UInt8](repeating: byte, count: 32))
    }

    private static let task = TaskKey(JobID(2), TaskID(0))

    static let webhook: Webhook = {
        var webhook = Webhook(
            id: WebhookID(1), name: "chat \0", owner: Owner(account: "anna", userID: 1000),
            url: "https://ci.example/hook", token: "abc", secret: secret(1),
            createdMicroseconds: 100, createdBy: "root")
        webhook.events = [.taskFinished, .jobFailed]
        webhook.jobName = nil
        return webhook
    }()

    static let plain: Webhook = {
        var webhook = Webhook(
            id: WebhookID(3), name: "all", owner: Owner(account: "root", userID: 0),
            url: "http://192.0.2.1:8080/", token: "def", secret: secret(2),
            createdMicroseconds: 200, createdBy: "root")
        webhook.isOfAllJobs = true
        webhook.jobName = "night run"
        return webhook
    }()

    private static let failed = DeliveryAttempt(
        number: 2, microseconds: 600, status: 503, error: "the answer was 503",
        result: .again(atMicroseconds: 5_000_600))

    static let changes: [StoreChange] = [
        .webhook(.created(webhook)), .webhook(.created(plain)),
        .webhook(.rotated(WebhookID(1), secret(3), microseconds: 300)),
        .webhook(.switchedOff(WebhookID(3), reason: "the receiver is gone", microseconds: 400)),
        .delivery(.pinged(WebhookID(1), payload: "{}", microseconds: 500)),
        .delivery(
            .attempted(
                DeliveryAttempt(
                    number: 1, microseconds: 550, status: 204, error: nil, result: .delivered))),
        .delivery(.pinged(WebhookID(1), payload: "{}", microseconds: 560)),
        .delivery(.attempted(failed)),
        .event(
            NumberedEvent(
                number: 50, microseconds: 50_000,
                event: .retryRequested(JobID(2), tasks: [TaskID(0)], by: "anna"))),
        .event(
            NumberedEvent(
                number: 51, microseconds: 51_000,
                event: .taskFinished(task, outcome: "passed", reason: nil))),
        .event(
            NumberedEvent(
                number: 52, microseconds: 52_000, event: .jobFinished(JobID(2), .completed))),
    ]

    /// The webhooks as these changes leave them.
    static var webhooks: [Webhook] {
        var (webhook, plain) = (webhook, plain)
        (webhook.secret, webhook.previousSecret) = (secret(3), secret(1))
        (webhook.rotatedMicroseconds, webhook.pendingCount) = (300, 2)
        (plain.isActive, plain.inactiveReason) = (false, "the receiver is gone")
        return [webhook, plain]
    }

    /// The deliveries of the first, the latest first.
    static var deliveries: [Delivery] {
        var model = WebhookModel()
        for change in changes {
            switch change {
            case .webhook(let change): model.apply(change)
            case .delivery(let change): model.apply(change)
            default: break
            }
        }
        var last = Delivery(
            number: 3, webhook: WebhookID(1), event: .taskFinished, createdMicroseconds: 51_000)
        (last.eventNumber, last.job) = (51, JobID(2))
        return [last] + model.deliveries(to: WebhookID(1))
    }
}
