import Scenarios

/// Jobs that come, come again, or are to be stopped.
extension Scheduler {
    mutating func submit(_ job: QueuedJob) {
        guard jobNumbers[job.id] == nil else { return }
        record(.submitted(job.id))
        let number = add(job, open: Array(job.tasks.indices))
        makeReady(tasksOf: number)
        closeIfOver(number)
    }

    mutating func retry(_ job: QueuedJob, tasks: [TaskID], by: String) {
        let open = Set(tasks.map(\.index).filter(job.tasks.indices.contains)).sorted()
        guard jobNumbers[job.id] == nil, !open.isEmpty else { return }
        record(.retryRequested(job.id, tasks: open.map(TaskID.init), by: by))
        let number = add(job, open: open)
        makeReady(tasksOf: number)
    }

    mutating func cancel(_ id: JobID, task: TaskID?, by: String) {
        guard let number = jobNumbers[id] else { return }
        if let task {
            cancel(number, task: task.index, by: by)
        } else if jobs[number].cancelledBy == nil {
            record(.cancelRequested(id, task: nil, by: by))
            jobs[number].cancelledBy = by
            stop(number, outcome: "cancelled", reason: "cancelled by \(by)")
            for task in jobs[number].tasks { stopIfRunning(Int(task), by: by) }
        }
        closeIfOver(number)
    }

    private mutating func cancel(_ number: Int, task place: Int, by: String) {
        guard jobs[number].tasks.indices.contains(place),
            jobs[number].cancelledTasks[Int32(place)] == nil
        else { return }
        let task = Int(jobs[number].tasks[place])
        if case .finished = tasks[task].phase { return }
        record(.cancelRequested(jobs[number].id, task: TaskID(place), by: by))
        jobs[number].cancelledTasks[Int32(place)] = by
        if case .running = tasks[task].phase { return stopIfRunning(task, by: by) }
        finish(task, outcome: "cancelled", reason: "cancelled by \(by)")
    }

    private mutating func stopIfRunning(_ task: Int, by: String) {
        guard case .running = tasks[task].phase else { return }
        effects.append(.stop(AttemptKey(tasks[task].key, Int(tasks[task].attempts)), by: by))
    }

    /// Keeps a job; the tasks that are not `open` have passed before.
    private mutating func add(_ job: QueuedJob, open: [Int]) -> Int {
        var kept = JobRecord(
            id: job.id, owner: share.enter(job.owner), account: job.account,
            deadlineSeconds: job.deadline.map { Double($0.microseconds) / 1e6 },
            failFast: job.failFast, queued: clock)
        kept.open = open.count
        keepNeeds(of: job, in: &kept)
        let number = jobs.add(kept)
        jobNumbers[job.id] = number
        var isOpen = Array(repeating: false, count: job.tasks.count)
        for place in open { isOpen[place] = true }
        var numbers: [Int32] = []
        numbers.reserveCapacity(job.tasks.count)
        for (place, task) in job.tasks.enumerated() {
            let needs = kept.needs.isEmpty ? [] : kept.needs[place]
            let missing = needs.count { isOpen[Int($0)] }
            let phase: TaskRecord.Phase =
                isOpen[place] ? .blocked(missing: Int32(missing)) : .finished(passed: true)
            let demand = isOpen[place] ? inventory.demand(for: task.resources, key: job.key) : 0
            let record = TaskRecord(
                task, key: TaskKey(job.id, TaskID(place)), job: number, demand: demand,
                phase: phase)
            numbers.append(Int32(tasks.add(record)))
        }
        jobs[number].tasks = numbers
        share[kept.owner].queued += open.count
        refreshTurn(of: kept.owner)
        return number
    }

    private func keepNeeds(of job: QueuedJob, in kept: inout JobRecord) {
        guard job.tasks.contains(where: { !$0.needs.isEmpty }) else { return }
        let places = job.tasks.indices
        kept.needs = places.map { place in
            Set(job.tasks[place].needs.filter { $0 != place && places.contains($0) })
                .sorted().map { Int32($0) }
        }
        kept.dependents = Array(repeating: [], count: job.tasks.count)
        for (place, needs) in kept.needs.enumerated() {
            for need in needs { kept.dependents[Int(need)].append(Int32(place)) }
        }
    }

    private mutating func makeReady(tasksOf number: Int) {
        for task in jobs[number].tasks {
            if case .blocked(missing: 0) = tasks[Int(task)].phase { makeReady(Int(task)) }
        }
    }
}
