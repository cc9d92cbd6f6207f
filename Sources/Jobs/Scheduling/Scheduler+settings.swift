import Scenarios

/// Settings and strategies that change.
extension Scheduler {
    mutating func change(to new: SchedulerSettings) {
        let old = settings
        settings = new
        slotTable.resize(to: new.slots)
        inventory.setTotals(new.resources, keys: new.runningPerKeyMax)
        for owner in share.active { refreshTurn(of: owner) }
        if new.strategy != old.strategy { choose(new.strategy) }
    }

    mutating func choose(_ new: Strategy) {
        strategy = new
        changesSinceSwitch = .max / 2
        useRules()
    }

    /// While replaying: the adaptive strategy let another one choose.
    mutating func adapt(to new: Strategy) {
        guard new != .adaptive else { return }
        adapted = new
        useRules()
    }

    /// Lets the adaptive strategy look again.
    ///
    /// A switch costs putting all ready tasks into another order. So, unless the first task with a
    /// deadline came, it is made only when a 64th of them have changed since the last one.
    mutating func adapt() {
        guard strategy == .adaptive else { return }
        let mayLook = changesSinceSwitch >= ready.count / 64
        guard mayLook || (readyWithDeadline > 0 && adapted != .deadline) else { return }
        let situation = AdaptiveStrategy.Situation(
            count: ready.count, withDeadline: readyWithDeadline, priorities: readyPriorities)
        let (new, reason) = AdaptiveStrategy.choice(in: situation, current: adapted)
        guard new != adapted else { return }
        changesSinceSwitch = 0
        adapt(to: new)
        record(.strategyChanged(new, reason: reason))
    }

    /// The strategy that chooses now; with `adaptive` the one that it lets choose.
    public var choosing: Strategy { strategy == .adaptive ? adapted : strategy }

    private var readyPriorities: ClosedRange<Double>? {
        guard ready.count <= AdaptiveStrategy.fewMax else { return nil }
        let priorities = ready.tasks.map { tasks[$0].priority }
        return (priorities.min() ?? 0)...(priorities.max() ?? 0)
    }

    private mutating func useRules() {
        rules = choosing.rules
        ready.reorder()
    }
}
