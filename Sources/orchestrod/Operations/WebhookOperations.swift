import Access
import Jobs
import Scenarios
import Settings
import Store
import Webhooks
import Wire

/// What can be asked of webhooks and done with them, however it is asked: accounts look after their
/// own, administrators after all.
extension APIService {
    /// Makes a webhook; the answer has its secret.
    func makeWebhook(_ asked: WebhookRequest, _ context: APIContext) async throws -> WebhookShape {
        let webhook = try builder(try owner(context.peer)).build(asked)
        let made = try await change(.create(webhook), .webhookCreated, context)
        return shape(made, withSecret: true)
    }

    /// Makes a webhook another way.
    func change(
        _ webhook: Webhook, _ asked: WebhookPatchRequest, when conditions: Conditions = .none,
        _ context: APIContext
    ) async throws -> WebhookShape {
        let order = WebhookOrder.patch(webhook.id, try builder(webhook.owner).build(asked))
        return try await change(order, .webhookChanged, when: conditions, context).shape
    }

    /// Gives a webhook another secret, which the answer has.
    func rotate(
        _ webhook: Webhook, when conditions: Conditions = .none, _ context: APIContext
    ) async throws -> WebhookShape {
        let order = WebhookOrder.rotate(webhook.id, WebhookBuilder.secret())
        let rotated = try await change(order, .webhookRotated, when: conditions, context)
        return shape(rotated, withSecret: true)
    }

    /// Removes a webhook.
    func remove(
        _ webhook: Webhook, when conditions: Conditions = .none, _ context: APIContext
    ) async throws -> WebhookShape {
        let order = WebhookOrder.remove(webhook.id)
        return try await change(order, .webhookRemoved, when: conditions, context).shape
    }

    /// Queues a message for trial.
    func ping(_ webhook: Webhook) async throws -> DeliveryShape {
        let delivery: Delivery = try await inbox.ask { .delivery(.ping(webhook.id), $0) }
        return delivery.shape(of: webhook)
    }

    /// Queues a message again.
    func retry(delivery text: String, to webhook: Webhook) async throws -> DeliveryShape {
        guard let number = Int64(text), number > 0, String(number) == text,
            try store.delivery(number, to: webhook.id) != nil
        else {
            throw Problem(.notFound, "webhook \(webhook.id) has no delivery \(text.prefix(40))")
        }
        let delivery: Delivery = try await inbox.ask { .delivery(.retry(webhook.id, number), $0) }
        return delivery.shape(of: webhook)
    }

    /// Deliveries to a webhook, the latest first.
    func deliveries(
        to webhook: Webhook, in word: String?, _ page: PageRequest
    ) throws -> DeliveryPage {
        let state = try word.map { word throws(Problem) in
            guard let state = DeliveryState(rawValue: word) else {
                let words = DeliveryState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .invalidRequest, "`state` is one of \(words), not `\(word.prefix(40))`")
            }
            return state
        }
        let found = try store.deliveries(
            to: webhook.id, in: state, before: page.cursor.map { Int64($0) },
            limit: page.limit + 1)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { String($0.number) } : nil
        return DeliveryPage(deliveries: shown.map { $0.shape(of: webhook) }, next: next)
    }

    /// Webhooks that the caller manages, the oldest first; only administrators ask for an owner's.
    func webhooks(
        of name: String?, _ page: PageRequest, _ context: APIContext
    ) throws -> WebhookPage {
        var userID = context.principal.isAdmin ? nil : context.principal.owner.userID
        if context.principal.isAdmin, let name {
            guard let owner = accounts.owner(named: name) else {
                throw Problem(.invalidRequest, "there is no account `\(name.prefix(40))` here")
            }
            userID = owner.userID
        }
        let found = try store.webhooks(
            of: userID, after: page.cursor.map { WebhookID($0) }, limit: page.limit + 1)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last?.id.description : nil
        return WebhookPage(webhooks: shown.map(\.shape), next: next)
    }

    /// The webhook of that number, when the caller may manage it. Somebody else's and one that does
    /// not exist are told by the same words.
    func webhook(named text: String, _ context: APIContext) throws -> Webhook {
        guard let id = WebhookID(text: text), let webhook = try store.webhook(id),
            Permission.mayManage(context.principal, webhooksOf: webhook.owner)
        else { throw Problem(.notFound, "there is no webhook \(text.prefix(40))") }
        return webhook
    }

    private func builder(_ owner: Owner) -> WebhookBuilder {
        WebhookBuilder(
            owner: owner, isAdmin: accounts.peer(owner.userID).isAdmin,
            rule: AddressRule(allowed: limits.value.webhooks.allow))
    }

    private func change(
        _ order: WebhookOrder, _ action: AuditAction, when conditions: Conditions = .none,
        _ context: APIContext
    ) async throws -> Webhook {
        let entry = AuditEntry(
            action, actor: context.principal.owner.account, key: context.principal.key,
            origin: "\(context.origin)", at: clock.now.wallMicroseconds)
        return try await inbox.ask { .webhook(order, entry, when: conditions, $0) }
    }

    private func shape(_ webhook: Webhook, withSecret: Bool) -> WebhookShape {
        var shape = webhook.shape
        if withSecret { shape.secret = webhook.secret.text }
        return shape
    }
}

extension Webhook {
    /// The webhook as the API shows it.
    var shape: WebhookShape {
        var shape = WebhookShape(
            id: id.number, name: name, owner: owner.account, url: url,
            events: WebhookEvent.chosen.filter(events.contains).map(\.rawValue),
            createdMicroseconds: createdMicroseconds, createdBy: createdBy)
        shape.isOfAllJobs = isOfAllJobs
        shape.jobName = jobName
        shape.isActive = isActive
        shape.inactiveReason = inactiveReason
        shape.rotatedMicroseconds = rotatedMicroseconds
        shape.pendingCount = pendingCount
        return shape
    }
}

extension Delivery {
    /// The delivery as the API shows it.
    func shape(of webhook: Webhook) -> DeliveryShape {
        let due = DueDelivery(webhook: webhook, delivery: self, payload: "")
        var shape = DeliveryShape(
            id: number, webhook: webhook.id.number, messageID: due.messageID,
            event: event.rawValue, state: state.rawValue,
            createdMicroseconds: createdMicroseconds)
        (shape.eventNumber, shape.job, shape.attemptsCount) = (eventNumber, job, attemptsCount)
        shape.nextMicroseconds = nextMicroseconds
        shape.triedMicroseconds = triedMicroseconds
        shape.finishedMicroseconds = finishedMicroseconds
        (shape.status, shape.error) = (status, error)
        return shape
    }
}

extension Notice {
    /// What webhooks are told of it.
    var message: WebhookMessage { .event(type: kind.rawValue, event, job.shape) }
}
