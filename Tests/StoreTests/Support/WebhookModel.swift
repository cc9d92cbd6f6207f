import Jobs
import Webhooks

@testable import Store

/// What a store must answer about webhooks, written without a thought of speed.
struct WebhookModel {
    private var webhooks: [WebhookID: Webhook] = [:]
    private var deliveries: [Int64: Delivery] = [:]
    private var lastNumber: Int64 = 0

    /// The webhooks, the oldest first.
    var all: [Webhook] {
        webhooks.values.sorted { $0.id < $1.id }.map { webhook in
            var webhook = webhook
            webhook.pendingCount = pending.count { $0.webhook == webhook.id }
            return webhook
        }
    }

    /// Deliveries of a webhook, the latest first.
    func deliveries(to webhook: WebhookID) -> [Delivery] {
        deliveries.values.filter { $0.webhook == webhook }.sorted { $0.number > $1.number }
    }

    /// Those that are to be sent.
    var pending: [Delivery] { deliveries.values.filter { $0.state == .pending } }

    /// The first of each webhook.
    func due(ofEachMax count: Int) -> [Int64] {
        Dictionary(grouping: pending) { $0.webhook }.values.flatMap { deliveries in
            deliveries.sorted {
                ($0.nextMicroseconds ?? 0, $0.number) < ($1.nextMicroseconds ?? 0, $1.number)
            }.prefix(count).map(\.number)
        }.sorted()
    }

    mutating func take(_ event: NumberedEvent, of job: StoredJob, startsJob: Bool) {
        guard let kind = WebhookEvent(event.event, startsJob: startsJob) else { return }
        for webhook in all where webhook.isActive && webhook.events.contains(kind) {
            guard webhook.isOfAllJobs || webhook.owner == job.submission.owner,
                webhook.jobName == nil || webhook.jobName == job.submission.name
            else { continue }
            add(webhook.id, kind, at: event.microseconds) {
                $0.eventNumber = event.number
                $0.job = job.id
            }
        }
    }

    private mutating func add(
        _ webhook: WebhookID, _ kind: WebhookEvent, at time: Int64,
        _ body: (inout Delivery) -> Void = { _ in }
    ) {
        lastNumber += 1
        var delivery = Delivery(
            number: lastNumber, webhook: webhook, event: kind, createdMicroseconds: time)
        body(&delivery)
        deliveries[lastNumber] = delivery
    }

    mutating func apply(_ change: WebhookChange) {
        switch change {
        case .created(let webhook): webhooks[webhook.id] = webhook
        case .patched(let id, let patch, let time):
            guard var webhook = webhooks[id] else { return }
            webhook.name = patch.name ?? webhook.name
            webhook.url = patch.url ?? webhook.url
            webhook.events = patch.events ?? webhook.events
            if let name = patch.jobName { webhook.jobName = name.isEmpty ? nil : name }
            webhook.isActive = patch.isActive ?? webhook.isActive
            if patch.isActive == true { webhook.inactiveReason = nil }
            webhooks[id] = webhook
            if patch.isActive == false { giveUp(id, "the webhook is switched off", time) }
        case .rotated(let id, let secret, let time):
            guard var webhook = webhooks[id] else { return }
            (webhook.previousSecret, webhook.secret) = (webhook.secret, secret)
            webhook.rotatedMicroseconds = time
            webhooks[id] = webhook
        case .switchedOff(let id, let reason, let time):
            webhooks[id]?.isActive = false
            webhooks[id]?.inactiveReason = reason
            giveUp(id, reason, time)
        case .removed(let id):
            webhooks[id] = nil
            deliveries = deliveries.filter { $0.value.webhook != id }
        }
    }

    private mutating func giveUp(_ webhook: WebhookID, _ reason: String, _ time: Int64) {
        for delivery in pending where delivery.webhook == webhook {
            deliveries[delivery.number]?.state = .dead
            deliveries[delivery.number]?.nextMicroseconds = nil
            deliveries[delivery.number]?.finishedMicroseconds = time
            deliveries[delivery.number]?.error = reason
        }
    }

    mutating func apply(_ change: DeliveryChange) {
        switch change {
        case .pinged(let id, _, let time):
            guard webhooks[id]?.isActive == true else { return }
            add(id, .ping, at: time)
        case .attempted(let attempt): attempted(attempt)
        case .retried(let id, let number, let time):
            guard var delivery = deliveries[number], delivery.webhook == id,
                webhooks[id]?.isActive == true
            else { return }
            delivery.state = .pending
            (delivery.sinceMicroseconds, delivery.nextMicroseconds) = (time, time)
            (delivery.attemptsCount, delivery.finishedMicroseconds) = (0, nil)
            deliveries[number] = delivery
        }
    }

    private mutating func attempted(_ attempt: DeliveryAttempt) {
        guard var delivery = deliveries[attempt.number],
            delivery.state == .pending || attempt.result == .delivered
        else { return }
        (delivery.nextMicroseconds, delivery.finishedMicroseconds) = (nil, attempt.microseconds)
        switch attempt.result {
        case .delivered: delivery.state = .delivered
        case .dead: delivery.state = .dead
        case .again(let time):
            (delivery.nextMicroseconds, delivery.finishedMicroseconds) = (time, nil)
        }
        delivery.attemptsCount += 1
        delivery.triedMicroseconds = attempt.microseconds
        (delivery.status, delivery.error) = (attempt.status, attempt.error)
        deliveries[attempt.number] = delivery
    }
}
