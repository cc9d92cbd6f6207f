import Scenarios

/// Why something waits, and for how long.
extension Scheduler {
    /// Why a task waits.
    public func explain(_ key: TaskKey, at now: Instant) -> WaitReason {
        guard let task = number(of: key) else { return .unknown }
        switch tasks[task].phase {
        case .finished: return .unknown
        case .running(let slot):
            return .running(AttemptKey(key, Int(tasks[task].attempts)), slot: Int(slot))
        case .blocked, .ready, .paused: break
        }
        if let drainedBy { return .drained(by: drainedBy) }
        switch tasks[task].phase {
        case .blocked: return .needs(missingNeeds(of: task))
        case .paused(let until):
            return .pause(
                until: Instant(microseconds: until), attempt: Int(tasks[task].attempts) + 1)
        case .ready, .running, .finished: return explainReady(task)
        }
    }

    /// When a job will be over, as far as estimates can tell: its owner's share of the slots works
    /// off the owner's older jobs and then this one. nil: it is not in the scheduler.
    public func expectedEnd(of id: JobID, at now: Instant) -> Instant? {
        guard let number = jobNumbers[id] else { return nil }
        let job = jobs[number]
        var work = 0.0
        var longest = 0.0
        let ranking = ranking
        for task in job.tasks.map({ Int($0) }) {
            if case .finished = tasks[task].phase { continue }
            let rest = max(ranking.estimate(of: task) - runningSeconds(of: task), 0)
            work += rest
            longest = max(longest, rest)
        }
        for other in jobNumbers.values where jobs[other].id < id && jobs[other].owner == job.owner {
            work += Double(jobs[other].open) * share[job.owner].usual
        }
        let weights = share.active.reduce(0) { $0 + weight(of: $1) }
        let part = Double(settings.slots) * weight(of: job.owner) / weights
        let usable = min(max(part, 1), Double(settings.runningPerOwnerMax ?? .max))
        let seconds = min(max(work / usable, longest), 1e9)
        return now + .nanoseconds(Int64(seconds * 1e9))
    }

    private func explainReady(_ task: Int) -> WaitReason {
        let owner = jobs[Int(tasks[task].job)].owner
        let demand = Int(tasks[task].demand)
        if let missing = inventory.missing(for: demand) {
            return .resourceMissing(
                name: "\(inventory.names[missing.resource])", wanted: missing.count,
                total: inventory.total(of: missing.resource))
        }
        let ahead = ready.countAhead(of: task)
        if let limit = settings.runningPerOwnerMax, share[owner].running >= limit {
            return .ownerLimit(
                account: share[owner].owner.account, running: share[owner].running, max: limit,
                ahead: ahead)
        }
        if let (key, max) = inventory.keyAtBound(for: demand) {
            return .keyLimit(key: key, max: max, ahead: ahead)
        }
        let wants = inventory.wants(of: demand)
        if let want = wants.first(where: { !inventory.isFree($0) }) {
            return .resource(
                name: "\(inventory.names[want.resource])", wanted: want.count,
                total: inventory.total(of: want.resource), heldBy: holders(of: want.resource))
        }
        let kept = choice().kept
        for want in wants {
            if let first = kept[want.resource], first != task {
                return .resourceKept(
                    name: "\(inventory.names[want.resource])", for: tasks[first].key)
            }
        }
        return .turn(
            ahead: ahead, accounts: accounts(before: owner),
            busy: slotTable.count - slotTable.freeCount, slots: slotTable.count)
    }

    private func missingNeeds(of task: Int) -> [TaskKey] {
        let job = Int(tasks[task].job)
        return jobs[job].needs[tasks[task].key.task.index].compactMap { place in
            let needed = tasks[Int(jobs[job].tasks[Int(place)])]
            return needed.phase == .finished(passed: true) ? nil : needed.key
        }
    }

    private func holders(of resource: Int) -> [TaskKey] {
        slotTable.slots.compactMap { slot in
            guard let task = slot.occupant?.task,
                inventory.wants(of: Int(tasks[task].demand)).contains(where: {
                    $0.resource == resource
                })
            else { return nil }
            return tasks[task].key
        }
    }

    /// Accounts of other owners with something to start whose turn comes before the owner's.
    private func accounts(before owner: Int) -> [String] {
        let turn = share.turn(of: owner)
        let limit = settings.runningPerOwnerMax ?? .max
        return share.active.filter { other in
            other != owner && share[other].running < limit && share.turn(of: other) < turn
                && !ready.tasks(of: other).isEmpty
        }
        .sorted { share.turn(of: $0) < share.turn(of: $1) }
        .map { share[$0].owner.account }
    }

    private func runningSeconds(of task: Int) -> Double {
        guard case .running(let slot) = tasks[task].phase,
            let since = slotTable[Int(slot)].occupant?.since
        else { return 0 }
        return Double(clock - since) / 1e6
    }
}
