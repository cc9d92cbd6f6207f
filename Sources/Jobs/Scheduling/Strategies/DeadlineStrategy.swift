/// Earliest deadline first, then tasks without one by priority, the highest first; tasks with a
/// deadline go to the quickest slot.
struct DeadlineStrategy: SchedulingStrategy {
    func rank(_ task: TaskFacts) -> Rank {
        Rank(task.deadlineSeconds ?? .infinity, -task.agedPriority)
    }

    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double {
        task.deadlineSeconds == nil ? slot.load : slot.meanSeconds
    }
}
