/// Lets another strategy choose, by what is queued: the original's rules.
enum AdaptiveStrategy {
    /// What it begins with, and takes when nothing is queued.
    static let first = Strategy.priority
    /// With more tasks the shortest come first.
    static let fewMax = 50
    /// With priorities further apart they decide.
    private static let likePrioritiesMax = 5.0

    /// What is ready to run.
    struct Situation {
        /// Tasks.
        var count: Int
        /// Those with a deadline.
        var withDeadline: Int
        /// Lowest and highest priority; nil: there are too many tasks for them to matter.
        var priorities: ClosedRange<Double>?
    }

    /// Which strategy should choose now, and why. `current` matters in one case: the shortest come
    /// first until half as many are left, so that one task more or less does not switch each time.
    static func choice(
        in situation: Situation, current: Strategy
    ) -> (strategy: Strategy, reason: String) {
        let count = situation.count
        guard count > 0 else { return (first, "nothing is queued") }
        if situation.withDeadline > 0 {
            return (.deadline, "\(situation.withDeadline) of \(count) queued tasks have a deadline")
        }
        if count > fewMax {
            return (.sjf, "\(count) tasks are queued, more than \(fewMax)")
        }
        if current == .sjf, count > fewMax / 2 {
            return (.sjf, "\(count) tasks are queued, still more than \(fewMax / 2)")
        }
        let spread = situation.priorities.map { $0.upperBound - $0.lowerBound } ?? 0
        if spread > likePrioritiesMax {
            return (.priority, "priorities differ by more than 5")
        }
        return (.loadBalance, "few tasks are queued, with like priorities and no deadline")
    }
}
