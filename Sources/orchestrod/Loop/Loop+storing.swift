import Jobs
import Scenarios
import Settings
import Store
import Wire

extension Loop {
    /// Changes that are decided and that the store does not have yet.
    func unstored(_ turn: Turn) -> [StoreChange] { turn.changes + (backlog?.changes ?? []) }

    /// Stores a turn, with what could not be stored before; nil: it cannot be stored now. A turn
    /// with nothing to store is done at once, whatever the store is like.
    func commit(_ turn: Turn) -> Turn? {
        let isDue = storeRetryAt.map { $0 <= turn.now } ?? true
        guard !turn.changes.isEmpty || (isDue && backlog != nil) else { return turn }
        var whole = backlog ?? Turn(now: turn.now)
        whole.append(turn)
        backlog = nil
        guard isDue else { return postpone(whole) }
        let begin = clock.now
        do throws(StoreError) {
            let made = try store.commit(whole.changes)
            noticeDeliveries(whole.changes, made: made)
            environment.metrics.committed(in: clock.now - begin)
        } catch {
            environment.metrics.commitFailed()
            return failed(whole, error)
        }
        if storeRetryAt != nil { recovered() }
        return whole
    }

    private func recovered() {
        storeRetryAt = nil
        journal.tell(.storeRecovered, "the store can be written again")
    }

    private func failed(_ whole: Turn, _ error: StoreError) -> Turn? {
        switch error {
        case .full, .ioFailed, .busy, .cannotOpen: break
        default:
            stopRequest = .failed(error.description)
            refuse(whole.accepted, error)
            return nil
        }
        if storeRetryAt == nil { journal.tell(.storeFailing, error.description) }
        storeRetryAt = clock.now + LoopLimits.storePause
        var whole = whole
        let accepted = whole.accepted
        for (job, _) in accepted { dispatcher.withdraw(job, from: &whole) }
        refuse(accepted, error)
        return postpone(whole)
    }

    private func postpone(_ whole: Turn) -> Turn? {
        backlog = whole
        return nil
    }

    private func refuse(
        _ accepted: [(job: JobID, reply: Reply<SubmitAnswer>)], _ error: StoreError
    ) {
        for (_, reply) in accepted { reply.refuse(Self.storeProblem(error)) }
    }

    /// What a client is told when its job cannot be stored.
    static func storeProblem(_ error: StoreError?) -> Problem {
        Problem(
            .storageFull,
            "the job was not accepted: "
                + (error?.description ?? "the store cannot be written at the moment")
                + "; what runs goes on; submit again later")
    }
}
