import Scenarios

/// Two schedulers are equal when the same is known of jobs, owners, slots and strategy. What can
/// be made anew is left out: the order of the queue, leases, estimates, settings.
extension Scheduler: Equatable {
    /// Compares what replaying must give again. Takes time in proportion to all that is queued.
    public static func == (a: Scheduler, b: Scheduler) -> Bool { a.durable == b.durable }

    private struct Durable: Equatable {
        var jobs: [JobID: Job] = [:]
        var owners: [Owner: FairShare.Share] = [:]
        var served: Double
        var starts: Int
        var usual: Double
        var running: [Int: AttemptKey] = [:]
        var taken: [Inventory.Name: Int]
        var drainedBy: String?
        var strategy: Strategy
        var adapted: Strategy
    }

    private struct Job: Equatable {
        var state: JobState
        var queued: Int64
        var open: Int
        var cancelledBy: String?
        var cancelledTasks: [Int32: String]
        var stopReason: String?
        var tasks: [TaskState]
    }

    private struct TaskState: Equatable {
        var phase: TaskRecord.Phase
        var attempts: Int32
        var failures: Int32
        var losses: Int32
        var interruptions: Int32
    }

    private var durable: Durable {
        var durable = Durable(
            served: share.served, starts: share.starts, usual: share.usual,
            taken: inventory.takenByName, drainedBy: drainedBy, strategy: strategy,
            adapted: adapted)
        for (id, number) in jobNumbers {
            let job = jobs[number]
            durable.jobs[id] = Job(
                state: job.state, queued: job.queued, open: job.open,
                cancelledBy: job.cancelledBy, cancelledTasks: job.cancelledTasks,
                stopReason: job.stopReason, tasks: job.tasks.map { state(of: tasks[Int($0)]) })
        }
        for (owner, place) in share.places { durable.owners[owner] = share[place] }
        for (number, slot) in slotTable.slots.enumerated() {
            guard let task = slot.occupant?.task else { continue }
            durable.running[number] = AttemptKey(tasks[task].key, Int(tasks[task].attempts))
        }
        return durable
    }

    private func state(of task: TaskRecord) -> TaskState {
        TaskState(
            phase: task.phase, attempts: task.attempts, failures: task.failures,
            losses: task.losses, interruptions: task.interruptions)
    }
}
