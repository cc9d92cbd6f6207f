import Access
import Jobs
import Scenarios
import Settings
import Store
import Webhooks
import Wire

extension Loop {
    /// Changes webhooks: stored with its audit entry first, answered as the store has it then.
    func change(
        _ order: WebhookOrder, _ entry: AuditEntry, _ reply: Reply<Webhook>, _ turn: inout Turn
    ) {
        do throws(StoreError) {
            if let at = storeRetryAt, at > turn.now { return reply.refuse(Self.webhookProblem) }
            let time = turn.now.wallMicroseconds
            switch order {
            case .create(var webhook):
                if let problem = try tooMany(of: webhook, turn) { return reply.refuse(problem) }
                lastWebhook += 1
                webhook.id = WebhookID(lastWebhook)
                webhook.createdMicroseconds = time
                store(.created(webhook), of: webhook, entry, reply, &turn)
            case .patch(let id, let patch):
                guard let webhook = try store.webhook(id) else { return refuse(reply, id) }
                store(.patched(id, patch, microseconds: time), of: webhook, entry, reply, &turn)
            case .rotate(let id, let secret):
                guard let webhook = try store.webhook(id) else { return refuse(reply, id) }
                store(.rotated(id, secret, microseconds: time), of: webhook, entry, reply, &turn)
            case .remove(let id):
                guard let webhook = try store.webhook(id) else { return refuse(reply, id) }
                add(.removed(id), of: webhook, entry, &turn)
                turn.effects.append(.answer(nil) { reply(webhook) })
            }
        } catch {
            reply.refuse(Problem(.internalError, error.description))
        }
    }

    private func refuse<Value>(_ reply: Reply<Value>, _ id: WebhookID) {
        reply.refuse(Self.noWebhook(id))
    }

    private func add(
        _ change: WebhookChange, of webhook: Webhook, _ entry: AuditEntry, _ turn: inout Turn
    ) {
        var entry = entry
        entry.subject = "webhook \(webhook.id) (\(webhook.name))"
        let told = entry
        turn.changes += [.webhook(change), .audited(told)]
        let journal = journal
        turn.effects.append(.answer(nil) { journal.tell(told) })
    }

    private func store(
        _ change: WebhookChange, of webhook: Webhook, _ entry: AuditEntry,
        _ reply: Reply<Webhook>, _ turn: inout Turn
    ) {
        add(change, of: webhook, entry, &turn)
        let (store, id) = (store, webhook.id)
        turn.effects.append(
            .answer(nil) {
                do throws(StoreError) {
                    guard let webhook = try store.webhook(id) else {
                        return reply.refuse(Self.noWebhook(id))
                    }
                    reply(webhook)
                } catch {
                    reply.refuse(Problem(.internalError, error.description))
                }
            })
    }

    private func tooMany(of webhook: Webhook, _ turn: Turn) throws(StoreError) -> Problem? {
        var counts = try store.webhookCounts(of: webhook.owner.userID)
        for case .webhook(.created(let other)) in unstored(turn) {
            counts.all += 1
            if other.owner.userID == webhook.owner.userID { counts.own += 1 }
        }
        if counts.own >= WebhookLimits.ofOwnerMax {
            return Problem(
                .limitReached,
                "\(webhook.owner.account) has \(counts.own) webhooks; remove one first")
        }
        guard counts.all >= WebhookLimits.webhooksMax else { return nil }
        return Problem(.limitReached, "there are \(counts.all) webhooks; no more can be made")
    }

    /// Queues a message, and answers with its delivery.
    func deliver(_ order: DeliveryOrder, _ reply: Reply<Delivery>, _ turn: inout Turn) {
        do throws(StoreError) {
            if let at = storeRetryAt, at > turn.now { return reply.refuse(Self.webhookProblem) }
            let time = turn.now.wallMicroseconds
            let (id, number): (WebhookID, Int64?) =
                switch order {
                case .ping(let id): (id, nil)
                case .retry(let id, let number): (id, number)
                }
            guard let webhook = try store.webhook(id) else { return refuse(reply, id) }
            guard webhook.isActive else {
                return reply.refuse(
                    Problem(.conflict, "webhook \(id) is switched off; switch it on first"))
            }
            if let number {
                turn.changes.append(.delivery(.retried(id, number, microseconds: time)))
            } else {
                let message = WebhookMessage.ping(webhook: id.number, microseconds: time)
                turn.changes.append(
                    .delivery(.pinged(id, payload: message.text, microseconds: time)))
            }
            answer(reply, with: number, of: id, &turn)
        } catch {
            reply.refuse(Problem(.internalError, error.description))
        }
    }

    /// Answers with a delivery as it is stored then; without a number with the latest trial.
    private func answer(
        _ reply: Reply<Delivery>, with number: Int64?, of id: WebhookID, _ turn: inout Turn
    ) {
        let store = store
        turn.effects.append(
            .answer(nil) {
                do throws(StoreError) {
                    let found: Delivery?
                    if let number {
                        found = try store.delivery(number, to: id)
                    } else {
                        found = try store.lastDelivery(of: .ping, to: id)
                    }
                    guard let found else { return reply.refuse(Self.noWebhook(id)) }
                    reply(found)
                } catch {
                    reply.refuse(Problem(.internalError, error.description))
                }
            })
    }

    private static let webhookProblem = Problem(
        .storageFull, "no webhook was changed: the store cannot be written at the moment")

    static func noWebhook(_ id: WebhookID) -> Problem {
        Problem(.notFound, "there is no webhook \(id)")
    }
}
