/// First come, first served; the slot that did least.
struct FIFOStrategy: SchedulingStrategy {
    func rank(_ task: TaskFacts) -> Rank { Rank(0) }

    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double { slot.load }
}
