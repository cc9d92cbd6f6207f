import Scenarios

/// What starts next, and where.
extension Scheduler {
    mutating func startWhatMay() {
        guard !isReplaying, drainedBy == nil else { return }
        while slotTable.freeCount > 0, ready.count > 0 {
            adapt()
            refreshOrder()
            guard let task = choice().task, let slot = slot(for: task) else { return }
            let account = jobs[Int(tasks[task].job)].account
            unqueue(task)
            begin(task, in: slot)
            let attempt = AttemptKey(tasks[task].key, Int(tasks[task].attempts))
            effects.append(.start(attempt, slot: slot, account: account))
        }
    }

    /// The task that comes next, and for which task each resource is kept (by their numbers).
    ///
    /// A task that comes first but wants more than is free keeps what it wants from all that come
    /// after it. So it starts at the latest when the attempts that hold it now have ended. A task
    /// whose key has as many running as it may keeps nothing: others must not wait for a key.
    func choice() -> (task: Int?, kept: [Int: Int]) {
        var kept: [Int: Int] = [:]
        for candidate in ready.candidates {
            guard inventory.keyAtBound(for: candidate.demand) == nil else { continue }
            let wants = inventory.wants(of: candidate.demand)
            if wants.allSatisfy({ kept[$0.resource] == nil && inventory.isFree($0) }) {
                return (candidate.task, kept)
            }
            // What can never start must not keep anything.
            guard inventory.missing(for: candidate.demand) == nil else { continue }
            for want in wants where kept[want.resource] == nil && inventory.mayBeKept(want) {
                kept[want.resource] = candidate.task
            }
        }
        return (nil, kept)
    }

    /// Makes the order right before a choice.
    mutating func refreshOrder() {
        let isByEstimate = choosing == .sjf
        if isByEstimate, estimatesChanged > ready.count / 2 {
            estimatesChanged = 0
            ready.reorder()
        }
        let ranking = ranking
        ready.freshen(areHeadsUncertain: isByEstimate) { ranking.order(of: $0) }
    }

    /// The owner's turn changed, or whether it may start anything.
    mutating func refreshTurn(of owner: Int) {
        let limit = settings.runningPerOwnerMax ?? .max
        ready.setTurn(of: owner, share[owner].running < limit ? share.turn(of: owner) : nil)
    }

    func weight(of owner: Int) -> Double {
        let weight = settings.shares[share[owner].owner.account] ?? 1
        return weight.isNaN ? 1 : min(max(weight, 0.001), 1000)
    }

    /// What orders tasks, apart from the rest of the scheduler so that the queue can use it while
    /// it is changed. It must not outlive a change of tasks, or they would be copied.
    var ranking: Ranking {
        Ranking(tasks: tasks, jobs: jobs, estimates: estimates, rules: rules)
    }

    private func slot(for task: Int) -> Int? {
        slotTable.best(
            account: jobs[Int(tasks[task].job)].account, task: ranking.facts(of: task),
            rules: rules, affinity: estimates[tasks[task].identity]?.affinity ?? [:])
    }
}

/// The order of tasks by a strategy.
struct Ranking: Sendable {
    let tasks: Slab<TaskRecord>
    let jobs: Slab<JobRecord>
    let estimates: Estimates
    let rules: any SchedulingStrategy

    func order(of task: Int) -> TaskOrder {
        let key = tasks[task].key
        return TaskOrder(
            rank: rules.rank(facts(of: task)), job: key.job.number, task: Int32(key.task.index))
    }

    func facts(of task: Int) -> TaskFacts {
        let job = Int(tasks[task].job)
        return TaskFacts(
            priority: tasks[task].priority, queuedSeconds: Double(jobs[job].queued) / 1e6,
            deadlineSeconds: jobs[job].deadlineSeconds, estimateSeconds: estimate(of: task))
    }

    /// What was learned, else the scenario's own timeout.
    func estimate(of task: Int) -> Double {
        estimates[tasks[task].identity]?.duration?.seconds ?? tasks[task].timeoutSeconds
    }
}
