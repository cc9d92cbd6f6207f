import Access
import Jobs
import Scenarios
import Settings
import Store
import Webhooks

extension Loop {
    /// Something of webhooks was stored: the store is looked at in this very turn.
    func noticeDeliveries(_ changes: [StoreChange], made: Int) {
        let isAbout = changes.contains { change in
            switch change {
            case .webhook, .delivery: true
            default: false
            }
        }
        if made > 0 || isAbout { outgoing.notice(at: clock.now) }
    }

    /// Gives what is due to the courier, as far as there is room.
    func sendMessages() {
        let now = clock.now
        guard let at = outgoing.lookAt, at <= now, storeRetryAt == nil, backlog == nil else {
            return
        }
        do throws(StoreError) {
            let time = now.wallMicroseconds
            let due = try store.dueMessages(at: time, ofEachMax: CourierLimits.lookedAtOfEachMax)
            let pending = try store.pendingDeliveries(after: time)
            let going = outgoing.look(
                pending: pending.count, nextMicroseconds: pending.nextMicroseconds, due, at: now)
            for number in going { send(number) }
            outgoing.looked(since: now, until: clock.now)
        } catch {
            tellUnread(error)
        }
    }

    private func send(_ number: Int64) {
        do throws(StoreError) {
            guard let message = try store.dueDelivery(number) else {
                return outgoing.leave(number)
            }
            outgoing.begin(message.delivery)
            environment.courier.send(
                message, AddressRule(allowed: settings.webhooks.allow),
                within: settings.webhooks.timeout)
        } catch {
            outgoing.leave(number)
            tellUnread(error)
        }
    }

    private func tellUnread(_ error: StoreError) {
        outgoing.notice(at: clock.now + LoopLimits.storePause)
        journal.tell(.log, "due messages cannot be read: \(error)", priority: .warning)
    }

    /// Takes what became of a message.
    func sent(_ receipt: DeliveryReceipt, _ turn: inout Turn) {
        let slowAfter = CourierLimits.slowTry(within: settings.webhooks.timeout)
        guard let delivery = outgoing.back(receipt.number, at: turn.now, slowAfter: slowAfter)
        else { return }
        let time = turn.now.wallMicroseconds
        var attempt = DeliveryAttempt(
            number: receipt.number, microseconds: time, status: receipt.status, error: nil,
            result: .delivered)
        switch receipt.status {
        case let status? where (200..<300).contains(status): break
        case 410?:
            attempt.error = "the receiver answered 410 (gone)"
            attempt.result = .dead
        case let status?:
            let isRedirect = (300..<400).contains(status) ? "; redirects are not followed" : ""
            attempt.error = "the receiver answered \(status)\(isRedirect)"
            attempt.result = next(delivery, receipt, time)
        case nil:
            attempt.error = String(receipt.reason.prefix(WebhookLimits.errorBytesMax))
            attempt.result = receipt.isForbidden ? .dead : next(delivery, receipt, time)
        }
        turn.changes.append(.delivery(.attempted(attempt)))
        environment.metrics.tried(attempt.result)
        if receipt.status == 410 { switchOff(delivery.webhook, &turn) }
        tell(attempt, of: delivery, &turn)
    }

    private func next(
        _ delivery: Delivery, _ receipt: DeliveryReceipt, _ time: Int64
    ) -> DeliveryAttempt.Result {
        var schedule = RetrySchedule()
        schedule.firstPause = settings.webhooks.firstPause
        schedule.lifetime = settings.webhooks.lifetime
        return schedule.next(
            after: delivery, at: time, random: Double.random(in: 0...1), wish: receipt.wish)
    }

    private func switchOff(_ id: WebhookID, _ turn: inout Turn) {
        let reason = "its receiver answered 410 (gone)"
        turn.changes.append(
            .webhook(
                .switchedOff(id, reason: reason, microseconds: turn.now.wallMicroseconds)))
        let entry = AuditEntry(
            .webhookSwitchedOff, actor: nil, origin: "orchestrod", subject: "webhook \(id)",
            at: turn.now.wallMicroseconds)
        turn.changes.append(.audited(entry))
        let journal = journal
        turn.effects.append(.answer(nil) { journal.tell(entry) })
    }

    private func tell(_ attempt: DeliveryAttempt, of delivery: Delivery, _ turn: inout Turn) {
        var facts = JournalFacts(job: delivery.job)
        // Without the store there is no owner to tell of.
        facts.owner = (try? store.webhook(delivery.webhook))?.owner.account
        let why = attempt.error ?? "its receiver answered \(attempt.status ?? 0)"
        let (event, word): (JournalEvent, DeliveryState) =
            switch attempt.result {
            case .delivered: (.deliveryTried, .delivered)
            case .again: (.deliveryTried, .pending)
            case .dead: (.deliveryDead, .dead)
            }
        facts.outcome = word.rawValue
        let text =
            "message \(delivery.number) (\(delivery.event.rawValue)) to webhook"
            + " \(delivery.webhook) is \(word.rawValue): \(why)"
        let (journal, told) = (journal, facts)
        turn.effects.append(.answer(nil) { journal.tell(event, text, told) })
    }
}
