import Jobs
import Store
import TestSupport
import Webhooks

extension ChangeMaker {
    /// Changes webhooks and deliveries; some of them are not there.
    mutating func tellWebhooks() {
        let id = WebhookID(1 + dice.below(lastWebhook + 1))
        let number = Int64(1 + dice.below(30))
        switch dice.below(8) {
        case 0, 1: createWebhook()
        case 2: changes.append(.webhook(.patched(id, patch(), microseconds: now)))
        case 3:
            let bytes = [UInt8](repeating: UInt8(dice.below(256)), count: 32)
            let secret = WebhookSecret(randomBytes: bytes)
            changes.append(.webhook(.rotated(id, secret, microseconds: now)))
        case 4:
            let change: WebhookChange =
                dice.happens(50)
                ? .removed(id) : .switchedOff(id, reason: "it is gone", microseconds: now)
            changes.append(.webhook(change))
        case 5:
            changes.append(.delivery(.pinged(id, payload: "{}", microseconds: now)))
        case 6: changes.append(.delivery(.retried(id, number, microseconds: now)))
        default: changes.append(.delivery(.attempted(attempt(number))))
        }
    }

    private mutating func createWebhook() {
        lastWebhook += 1
        let owner = dice.one(of: [("anna", 1000), ("bert", 1001), ("another", 1000)])
        var webhook = Webhook(
            id: WebhookID(lastWebhook), name: "hook \(lastWebhook) \0",
            owner: Owner(account: owner.0, userID: UInt32(owner.1)),
            url: "https://ci.example/\(lastWebhook)", token: "t\(lastWebhook)",
            secret: WebhookSecret(randomBytes: [UInt8](repeating: 7, count: 32)),
            createdMicroseconds: now, createdBy: owner.0)
        webhook.events = Set(WebhookEvent.chosen.filter { _ in dice.happens(60) })
        webhook.isOfAllJobs = dice.happens(20)
        webhook.jobName = dice.happens(20) ? "night run 3" : nil
        changes.append(.webhook(.created(webhook)))
    }

    private mutating func patch() -> WebhookPatch {
        var patch = WebhookPatch()
        patch.name = dice.happens(30) ? "another name" : nil
        patch.url = dice.happens(30) ? "http://ci.example/2" : nil
        patch.events = dice.happens(30) ? [.taskFinished] : nil
        patch.jobName = dice.happens(30) ? dice.one(of: ["", "night run 5"]) : nil
        patch.isActive = dice.happens(50) ? dice.happens(60) : nil
        return patch
    }

    private mutating func attempt(_ number: Int64) -> DeliveryAttempt {
        let result = dice.one(of: [
            DeliveryAttempt.Result.delivered, .dead, .again(atMicroseconds: now + 5_000_000),
        ])
        let status = dice.happens(70) ? dice.one(of: [200, 404, 500]) : nil
        return DeliveryAttempt(
            number: number, microseconds: now, status: status,
            error: result == .delivered ? nil : "no answer", result: result)
    }
}
