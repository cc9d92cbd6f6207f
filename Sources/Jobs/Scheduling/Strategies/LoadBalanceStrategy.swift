/// Highest priority first, raised by waiting; slots are used evenly, but a task goes where it went
/// well before.
struct LoadBalanceStrategy: SchedulingStrategy {
    /// How much affinity counts against load.
    private let affinityFactor = 0.3

    func rank(_ task: TaskFacts) -> Rank { Rank(-task.agedPriority) }

    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double {
        let load = slot.loadMax > 0 ? slot.load / slot.loadMax : 0
        return (1 - affinityFactor) * load + affinityFactor * (1 - slot.affinity)
    }
}
