import Scenarios

/// Attempts that start and end.
extension Scheduler {
    mutating func restoreStart(of attempt: AttemptKey, in slot: Int) {
        guard isReplaying, let task = number(of: attempt.task) else { return }
        switch tasks[task].phase {
        case .finished, .running: return
        case .blocked, .ready, .paused: break
        }
        unqueue(task)
        tasks[task].attempts = Int32(clamping: attempt.number - 1)
        begin(task, in: slot)
    }

    /// An attempt begins, now or in the past that is replayed.
    mutating func begin(_ task: Int, in slot: Int) {
        let job = Int(tasks[task].job)
        let owner = jobs[job].owner
        let charge = share.start(owner, weight: weight(of: owner), slots: settings.slots)
        let place = slotTable.start(
            SlotTable.Occupant(task: task, charge: charge, since: clock), in: slot)
        inventory.take(Int(tasks[task].demand))
        tasks[task].attempts += 1
        tasks[task].phase = .running(slot: Int32(place))
        jobs[job].hasStarted = true
        changesSinceSwitch += 1
        refreshTurn(of: owner)
        record(
            .attemptStarted(AttemptKey(tasks[task].key, Int(tasks[task].attempts)), slot: place))
    }

    mutating func end(_ attempt: AttemptKey, _ verdict: AttemptVerdict, microseconds: Int64) {
        guard let task = number(of: attempt.task), tasks[task].attempts == attempt.number,
            case .running(let slot) = tasks[task].phase
        else { return }
        release(task, slot: Int(slot), verdict, seconds: Double(microseconds) / 1e6)
        learn(from: task, slot: Int(slot), verdict, microseconds: microseconds)
        let next = step(after: verdict, of: task)
        var notBefore: Int64?
        var willRetry = false
        if case .again(let until) = next {
            willRetry = true
            notBefore = until
        }
        record(
            .attemptEnded(
                attempt, verdict, duration: .microseconds(microseconds), willRetry: willRetry,
                notBeforeMicroseconds: notBefore))
        let job = Int(tasks[task].job)
        switch next {
        case .again(let until):
            share[jobs[job].owner].queued += 1
            if let until, until > clock {
                tasks[task].phase = .paused(until: until)
                paused.insert(task, until: until)
            } else {
                makeReady(task)
            }
        case .over(let outcome, let reason):
            finish(task, outcome: outcome, reason: reason)
            closeIfOver(job)
        }
    }

    private enum Next {
        case again(notBefore: Int64?)
        case over(outcome: String, reason: String?)

        static func cancelled(by: String) -> Next {
            .over(outcome: "cancelled", reason: "cancelled by \(by)")
        }
    }

    private mutating func step(after verdict: AttemptVerdict, of task: Int) -> Next {
        let job = jobs[Int(tasks[task].job)]
        let canceller = job.cancelledBy ?? job.cancelledTasks[Int32(tasks[task].key.task.index)]
        let mayGoOn = job.stopReason == nil && canceller == nil
        switch verdict {
        case .passed: return .over(outcome: "passed", reason: nil)
        case .error: return .over(outcome: "error", reason: nil)
        case .cancelled(let by): return .cancelled(by: by)
        case .failed:
            tasks[task].failures += 1
            guard mayGoOn, tasks[task].failures <= tasks[task].retries else {
                return .over(outcome: "failed", reason: nil)
            }
            let pause = tasks[task].pauseMicroseconds
            guard pause > 0 else { return .again(notBefore: nil) }
            let (until, over) = clock.addingReportingOverflow(pause)
            return .again(notBefore: over ? .max : until)
        case .lost:
            tasks[task].losses += 1
            if mayGoOn, tasks[task].losses <= SchedulingLimits.lossesMax {
                return .again(notBefore: nil)
            }
            if let canceller { return .cancelled(by: canceller) }
            return .over(outcome: "error", reason: "its worker was lost without a result")
        case .interrupted:
            tasks[task].interruptions += 1
            if let canceller { return .cancelled(by: canceller) }
            if let reason = job.stopReason { return .over(outcome: "skipped", reason: reason) }
            guard tasks[task].interruptions <= SchedulingLimits.interruptionsMax else {
                return .over(
                    outcome: "error",
                    reason: "interrupted \(tasks[task].interruptions) times by a restart")
            }
            return .again(notBefore: nil)
        }
    }

    /// What the attempt occupied is free again; its owner pays for the time it took.
    private mutating func release(
        _ task: Int, slot: Int, _ verdict: AttemptVerdict, seconds: Double
    ) {
        let owner = jobs[Int(tasks[task].job)].owner
        let charge = slotTable[slot].occupant?.charge ?? 0
        slotTable.end(in: slot, isPassed: verdict.isPassed, seconds: seconds)
        inventory.giveBack(Int(tasks[task].demand))
        share.end(
            owner, charge: charge, seconds: seconds, weight: weight(of: owner),
            isUsual: verdict.isPassed != nil)
        refreshTurn(of: owner)
    }

    private mutating func learn(
        from task: Int, slot: Int, _ verdict: AttemptVerdict, microseconds: Int64
    ) {
        guard !isReplaying, let isPassed = verdict.isPassed else { return }
        let identity = tasks[task].identity
        var estimate = estimates[identity] ?? Estimate()
        estimate.learn(slot: slot, isPassed: isPassed)
        if verdict == .passed || verdict == .failed {
            estimate.learn(.microseconds(microseconds))
            estimatesChanged += 1
        }
        estimates[identity] = estimate
        effects.append(.learned(identity: identity, estimate))
    }
}

extension AttemptVerdict {
    /// Whether it went well where it ran; nil: it was stopped, which says nothing.
    fileprivate var isPassed: Bool? {
        switch self {
        case .passed: true
        case .failed, .error, .lost: false
        case .cancelled, .interrupted: nil
        }
    }
}
