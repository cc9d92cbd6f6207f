import Jobs
import Scenarios
import Store
import Wire

extension Dispatcher {
    /// The slot of that number, made when there is none yet.
    func slot(_ number: Int, at now: Instant) -> WorkerSlot {
        slots[number] ?? WorkerSlot(since: now)
    }

    mutating func start(
        _ attempt: AttemptKey, slot number: Int, account: String, _ turn: inout Turn
    ) {
        var slot = slot(number, at: turn.now)
        if slot.phase == .idle, slot.account == account {
            slot.turn(to: .busy(attempt), at: turn.now)
            slots[number] = slot
            turn.effects.append(.start(slot: number, attempt))
            return
        }
        if slot.isConnected { hangUp(number, &slot, &turn) }
        slot.account = account
        slots[number] = slot
        connect(attempt, slot: number, tries: 0, &turn)
    }

    /// Asks for a connection; the attempt follows when the worker has taken its lease.
    mutating func connect(
        _ attempt: AttemptKey, slot number: Int, tries: Int, _ turn: inout Turn
    ) {
        var slot = slot(number, at: turn.now)
        guard let account = slot.account else { return }
        slot.turn(to: .starting(attempt, tries: tries + 1), at: turn.now)
        slots[number] = slot
        turn.effects.append(.connect(slot: number, account: account))
    }

    /// A worker with nothing to do is sent away.
    mutating func release(_ number: Int, _ turn: inout Turn) {
        guard var slot = slots[number], slot.phase == .idle else { return }
        hangUp(number, &slot, &turn)
        slots[number] = slot
        schedule(.leaseChanged(slot: number, account: nil), &turn)
    }

    private func hangUp(_ number: Int, _ slot: inout WorkerSlot, _ turn: inout Turn) {
        turn.effects += [.send(slot: number, .end), .hangUp(slot: number)]
        slot.turn(to: .absent, at: turn.now)
        slot.account = nil
        slot.ready = nil
    }

    mutating func stop(_ attempt: AttemptKey, by: String, _ turn: inout Turn) {
        guard let (number, slot) = slots.first(where: { $0.value.attempt == attempt }) else {
            return
        }
        switch slot.phase {
        case .connecting, .starting:
            // It never ran.
            turn.effects.append(.hangUp(slot: number))
            slots[number]?.turn(to: .absent, at: turn.now)
            slots[number]?.account = nil
            finish(
                FinishedAttempt(
                    attempt: attempt, verdict: .cancelled(by: by), duration: .zero), &turn)
        case .busy, .resuming:
            let isSent = !turn.effects.contains {
                if case .start(_, attempt) = $0 { true } else { false }
            }
            let effect = LoopEffect.send(slot: number, .cancel(attempt, by: by))
            if slot.stoppedSince == nil { slots[number]?.stoppedSince = turn.now }
            if isSent { turn.urgent.append(effect) } else { turn.effects.append(effect) }
        case .probing, .absent, .idle: break
        }
    }

    /// The worker socket did not answer. It may be down for long: the attempt waits.
    mutating func unreachable(
        slot number: Int, _ failure: FinishedAttempt, isFinal: Bool, _ turn: inout Turn
    ) {
        guard var slot = slots[number],
            case .starting(let attempt, let tries) = slot.phase, attempt == failure.attempt
        else { return }
        guard !isFinal else {
            slot.turn(to: .absent, at: turn.now)
            slot.account = nil
            slots[number] = slot
            finish(failure, &turn)
            return
        }
        // One that comes at last may leave as well before it has anything.
        let counted = min(tries, LoopLimits.connectTriesMax - 2)
        slot.wait(for: attempt, tries: counted, at: turn.now)
        slots[number] = slot
    }

    /// An attempt could not be given to its worker: a file cannot be made, a text is gone.
    mutating func unstartable(
        slot number: Int, _ failure: FinishedAttempt, _ turn: inout Turn
    ) {
        guard var slot = slots[number], slot.attempt == failure.attempt else { return }
        slot.turn(to: .idle, at: turn.now)
        slots[number] = slot
        finish(failure, &turn)
    }

    /// The worker took its lease.
    mutating func ready(slot number: Int, _ ready: WorkerReady, _ turn: inout Turn) {
        guard var slot = slots[number], slot.isConnected else { return }
        slot.ready = ready
        if case .starting(let attempt, _) = slot.phase {
            slot.turn(to: .busy(attempt), at: turn.now)
            turn.effects.append(.start(slot: number, attempt))
        }
        slots[number] = slot
        schedule(.leaseChanged(slot: number, account: slot.account), &turn)
    }

    /// The worker is done with an attempt. One that the slot does not have was stored before.
    mutating func ended(slot number: Int, _ end: FinishedAttempt, _ turn: inout Turn) {
        guard let slot = slots[number], slot.attempt == end.attempt else { return }
        slots[number]?.turn(to: .idle, at: turn.now)
        finish(end, &turn)
    }

    /// The worker refuses its lease or its attempt, and leaves.
    mutating func refused(
        slot number: Int, _ failure: FinishedAttempt?, _ turn: inout Turn
    ) {
        guard var slot = slots[number] else { return }
        turn.effects.append(.hangUp(slot: number))
        let attempt = slot.attempt
        slot.turn(to: .absent, at: turn.now)
        slot.account = nil
        slot.ready = nil
        slots[number] = slot
        if let failure, failure.attempt == attempt { finish(failure, &turn) }
        schedule(.leaseChanged(slot: number, account: nil), &turn)
    }

    /// The worker says what runs, after the daemon came back.
    mutating func resumed(slot number: Int, running: AttemptKey?, _ turn: inout Turn) {
        guard var slot = slots[number], case .resuming(let expected) = slot.phase else { return }
        switch (running, expected) {
        case (let running?, let expected?) where running == expected:
            slot.turn(to: .busy(running), at: turn.now)
            if let by = canceller(of: running.task) {
                // It may be stored and yet never have been sent.
                slot.stoppedSince = turn.now
                turn.effects.append(.send(slot: number, .cancel(running, by: by)))
            }
        case (_, let expected?):
            // Its end may still come; its record tells it too. If it never got there, it never ran.
            let phase = WorkerSlot.Phase.probing(
                expected, otherwise: .interrupted, isConnected: true)
            slot.turn(to: phase, at: turn.now)
            turn.effects.append(.probe(expected, slot: number, otherwise: .interrupted))
        case (let stray?, nil): turn.effects.append(.send(slot: number, .cancel(stray, by: "-")))
        case (nil, nil): slot.turn(to: .idle, at: turn.now)
        }
        slots[number] = slot
    }

    /// What the worker owes does not come: it is stopped, stuck, or hostile. Its slot is for
    /// others.
    mutating func giveUp(slot number: Int, _ turn: inout Turn) {
        guard var slot = slots[number] else { return }
        turn.effects.append(.giveUp(slot: number, slot.attempt))
        guard case .probing(let attempt, let otherwise, let isConnected) = slot.phase else {
            return disconnected(slot: number, &turn)
        }
        slot.turn(to: .absent, at: turn.now)
        slot.account = nil
        slot.ready = nil
        slots[number] = slot
        if isConnected { schedule(.leaseChanged(slot: number, account: nil), &turn) }
        finish(FinishedAttempt(attempt: attempt, verdict: otherwise, duration: .zero), &turn)
    }

    /// The connection is gone.
    mutating func disconnected(slot number: Int, _ turn: inout Turn) {
        guard var slot = slots[number], slot.isConnected else { return }
        if case .starting(let attempt, let tries) = slot.phase,
            tries < LoopLimits.connectTriesMax
        {
            // It left before it had anything: another one may stay.
            slot.wait(for: attempt, tries: tries, at: turn.now)
            slots[number] = slot
            return
        }
        let attempt = slot.attempt
        var otherwise = AttemptVerdict.lost
        if case .resuming = slot.phase { otherwise = .interrupted }
        if case .probing(_, let before, _) = slot.phase { otherwise = before }
        slot.account = nil
        slot.ready = nil
        if let attempt {
            let phase = WorkerSlot.Phase.probing(
                attempt, otherwise: otherwise, isConnected: false)
            slot.turn(to: phase, at: turn.now)
            turn.effects.append(.probe(attempt, slot: number, otherwise: otherwise))
        } else {
            slot.turn(to: .absent, at: turn.now)
        }
        slots[number] = slot
        schedule(.leaseChanged(slot: number, account: nil), &turn)
    }

    /// What the record of an attempt says, or what counts without one.
    mutating func probed(slot number: Int, _ end: FinishedAttempt, _ turn: inout Turn) {
        guard var slot = slots[number],
            case .probing(end.attempt, _, let isConnected) = slot.phase
        else { return }
        slot.turn(to: isConnected ? .idle : .absent, at: turn.now)
        slots[number] = slot
        finish(end, &turn)
    }

    /// An attempt is over, in whatever way.
    private mutating func finish(_ end: FinishedAttempt, _ turn: inout Turn) {
        schedule(.ended(end.attempt, end.verdict, duration: end.duration), &turn)
        if let record = end.record { turn.changes.append(.attemptRecord(end.attempt, record)) }
        for place in waiters.indices { waiters[place].ended(end) }
        answerWaiters(&turn)
    }
}
