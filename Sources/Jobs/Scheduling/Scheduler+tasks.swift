import Scenarios

/// A task's way: waiting, ready, over.
extension Scheduler {
    /// The number of a task of a job that is not over.
    func number(of key: TaskKey) -> Int? {
        guard let job = jobNumbers[key.job], jobs[job].tasks.indices.contains(key.task.index) else {
            return nil
        }
        return Int(jobs[job].tasks[key.task.index])
    }

    /// Nothing keeps the task back but its turn.
    mutating func makeReady(_ task: Int) {
        let job = Int(tasks[task].job)
        tasks[task].phase = .ready
        let order = ranking.order(of: task)
        ready.insert(
            task, owner: jobs[job].owner, demand: Int(tasks[task].demand), order: order)
        changesSinceSwitch += 1
        if jobs[job].deadlineSeconds != nil { readyWithDeadline += 1 }
    }

    /// The task waits for nothing any more.
    mutating func unqueue(_ task: Int) {
        if ready.contains(task) {
            ready.remove(task)
            if jobs[Int(tasks[task].job)].deadlineSeconds != nil { readyWithDeadline -= 1 }
        }
        paused.remove(task)
    }

    /// The task is over. Tasks that need it become ready or are skipped; with fail-fast the rest
    /// of the job is.
    mutating func finish(_ task: Int, outcome: String, reason: String?) {
        let job = Int(tasks[task].job)
        conclude(task, outcome: outcome, reason: reason)
        let place = tasks[task].key.task.index
        if outcome == "passed" {
            unblockDependents(of: place, in: job)
        } else {
            skipDependents(of: place, in: job)
        }
        if jobs[job].failFast, jobs[job].stopReason == nil,
            outcome == "failed" || outcome == "error"
        {
            stop(job, outcome: "skipped", reason: "an earlier scenario did not pass")
        }
    }

    /// Nothing more of the job starts; what waits is over.
    mutating func stop(_ job: Int, outcome: String, reason: String) {
        jobs[job].stopReason = jobs[job].stopReason ?? reason
        for task in jobs[job].tasks {
            switch tasks[Int(task)].phase {
            case .blocked, .ready, .paused: conclude(Int(task), outcome: outcome, reason: reason)
            case .running, .finished: break
            }
        }
    }

    /// Tells the end of a job that has no open tasks, and drops it.
    mutating func closeIfOver(_ number: Int) {
        guard jobs[number].open == 0 else { return }
        let job = jobs[number]
        record(.jobFinished(job.id, job.state))
        for task in job.tasks { tasks.remove(Int(task)) }
        jobs.remove(number)
        jobNumbers[job.id] = nil
        share.leave(job.owner)
    }

    private mutating func conclude(_ task: Int, outcome: String, reason: String?) {
        let job = Int(tasks[task].job)
        unqueue(task)
        if case .running = tasks[task].phase {} else { share[jobs[job].owner].queued -= 1 }
        tasks[task].phase = .finished(passed: outcome == "passed")
        tasks[task].identity = ""
        inventory.release(Int(tasks[task].demand))
        jobs[job].open -= 1
        if outcome != "passed" { jobs[job].hasPassed = false }
        record(.taskFinished(tasks[task].key, outcome: outcome, reason: reason))
    }

    private mutating func unblockDependents(of place: Int, in job: Int) {
        for dependent in dependents(of: place, in: job) {
            guard case .blocked(let missing) = tasks[dependent].phase else { continue }
            tasks[dependent].phase = .blocked(missing: missing - 1)
            if missing == 1 { makeReady(dependent) }
        }
    }

    /// Skips what needs the task, and what needs that: a long chain must not need a deep stack.
    private mutating func skipDependents(of place: Int, in job: Int) {
        var causes = [place]
        var next = 0
        while next < causes.count {
            for dependent in dependents(of: causes[next], in: job) {
                guard case .blocked = tasks[dependent].phase else { continue }
                conclude(
                    dependent, outcome: "skipped", reason: "a scenario it needs did not pass")
                causes.append(tasks[dependent].key.task.index)
            }
            next += 1
        }
    }

    private func dependents(of place: Int, in job: Int) -> [Int] {
        guard !jobs[job].dependents.isEmpty else { return [] }
        return jobs[job].dependents[place].map { Int(jobs[job].tasks[Int($0)]) }
    }
}
