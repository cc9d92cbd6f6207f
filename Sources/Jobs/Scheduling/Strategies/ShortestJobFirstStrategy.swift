/// Shortest estimate first; half of the time a task waits longer than another is taken off its
/// estimate, so that long tasks come too. The slot with the least load times mean length.
struct ShortestJobFirstStrategy: SchedulingStrategy {
    func rank(_ task: TaskFacts) -> Rank {
        Rank(task.estimateSeconds + Aging.fairness * task.queuedSeconds)
    }

    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double { slot.load * slot.meanSeconds }
}
