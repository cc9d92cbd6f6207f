/// Highest priority first, raised by waiting; the slot that did least and failed least.
struct PriorityStrategy: SchedulingStrategy {
    func rank(_ task: TaskFacts) -> Rank { Rank(-task.agedPriority) }

    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double {
        slot.load + 10 * (1 - slot.successRate)
    }
}
