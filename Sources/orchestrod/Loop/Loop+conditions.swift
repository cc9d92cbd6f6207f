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
        objection(of: conditions, turn, missing: Conditions.changed) {
            $0.job == job
        } tag: { () throws(StoreError) in
            try store.job(job).map { EntityTag(of: $0.shape) }
        }
    }

    /// Why a key must not be changed on these conditions; nil: it may.
    func objection(of conditions: Conditions, to order: KeyOrder, _ turn: Turn) -> Problem? {
        guard let key = order.key else { return nil }
        return objection(of: conditions, turn, missing: Self.noKey(key)) {
            $0.key == key
        } tag: { () throws(StoreError) in
            try store.key(key).map { $0.shape(at: turn.now).tag }
        }
    }

    /// Why a webhook must not be changed on these conditions; nil: it may.
    func objection(of conditions: Conditions, to order: WebhookOrder, _ turn: Turn) -> Problem? {
        guard let id = order.webhook else { return nil }
        return objection(of: conditions, turn, missing: Self.noWebhook(id)) {
            $0.webhook == id
        } tag: { () throws(StoreError) in
            try store.webhook(id).map(\.shape.tag)
        }
    }

    /// What conditions object to, for something that `isAbout` finds among changes that are not
    /// stored yet, and that has the `tag` as it is stored; nil: it is not stored.
    private func objection(
        of conditions: Conditions, _ turn: Turn, missing: Problem,
        isAbout: (StoreChange) -> Bool, tag: () throws(StoreError) -> EntityTag?
    ) -> Problem? {
        guard !conditions.areNone else { return nil }
        let pending = unstored(turn)
        if pending.contains(where: isAbout) { return Conditions.changed }
        do throws(StoreError) {
            guard let tag = try tag() else { return missing }
            return conditions.objection(to: tag)
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
    /// The key that it changes; use changes none.
    fileprivate var key: KeyID? {
        switch self {
        case .key(.created(let key)): key.id
        case .key(.rotated(let key, _, _)), .key(.revoked(let key, _)): key
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
