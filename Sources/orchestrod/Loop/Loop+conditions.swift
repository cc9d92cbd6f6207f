import Access
import Jobs
import Store
import Webhooks
import Wire

/// Conditions are looked at by the thread that decides, so that nothing can come between the look
/// and the deed.
extension Loop {
    /// Why a job must not be changed on these conditions; nil: it may.
    func objection(of conditions: Conditions, to job: JobID, _ turn: Turn) -> Problem? {
        guard !conditions.areNone else { return nil }
        let pending = turn.changes + (backlog?.changes ?? [])
        if pending.contains(where: { $0.job == job }) { return Conditions.changed }
        do throws(StoreError) {
            guard let stored = try store.job(job) else { return Conditions.changed }
            return conditions.objection(to: EntityTag(of: stored.shape))
        } catch {
            return Problem(.internalError, error.description)
        }
    }

    /// Why a key must not be changed on these conditions; nil: it may.
    func objection(of conditions: Conditions, to order: KeyOrder, _ turn: Turn) -> Problem? {
        guard !conditions.areNone, let key = order.key else { return nil }
        let pending = turn.changes + (backlog?.changes ?? [])
        if pending.contains(where: { $0.key == key }) { return Conditions.changed }
        do throws(StoreError) {
            guard let stored = try store.key(key) else { return Self.noKey(key) }
            return conditions.objection(to: EntityTag(of: stored.shape(at: turn.now)))
        } catch {
            return Problem(.internalError, error.description)
        }
    }

    /// Why a webhook must not be changed on these conditions; nil: it may. How many messages are
    /// pending is looked at as it was before this turn.
    func objection(of conditions: Conditions, to order: WebhookOrder, _ turn: Turn) -> Problem? {
        guard !conditions.areNone, let id = order.webhook else { return nil }
        let pending = turn.changes + (backlog?.changes ?? [])
        if pending.contains(where: { $0.webhook == id }) { return Conditions.changed }
        do throws(StoreError) {
            guard let stored = try store.webhook(id) else { return Self.noWebhook(id) }
            return conditions.objection(to: EntityTag(of: stored.shape))
        } catch {
            return Problem(.internalError, error.description)
        }
    }
}

extension WebhookOrder {
    /// The webhook that it changes; nil: it makes one.
    fileprivate var webhook: WebhookID? {
        switch self {
        case .create: nil
        case .patch(let id, _), .rotate(let id, _), .remove(let id): id
        }
    }
}

extension KeyOrder {
    /// The key that it changes; nil: it makes one.
    fileprivate var key: KeyID? {
        switch self {
        case .create: nil
        case .rotate(let key, _), .revoke(let key): key
        }
    }
}

extension StoreChange {
    /// The key that it changes.
    fileprivate var key: KeyID? {
        switch self {
        case .key(.created(let key)): key.id
        case .key(.rotated(let key, _, _)), .key(.revoked(let key, _)): key
        case .used(let use): use.key
        default: nil
        }
    }

    /// The webhook that it changes itself.
    fileprivate var webhook: WebhookID? {
        switch self {
        case .webhook(.created(let webhook)): webhook.id
        case .webhook(.patched(let id, _, _)), .webhook(.rotated(let id, _, _)),
            .webhook(.switchedOff(let id, _, _)), .webhook(.removed(let id)):
            id
        default: nil
        }
    }
}
