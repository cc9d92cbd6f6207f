/// How one owner's tasks are ordered and which free slot takes one: the original's formulas.
///
/// The order is that of numbers that are fixed when a task is queued, so that choosing is quick.
protocol SchedulingStrategy: Sendable {
    /// Smaller ranks come first; equal ones in order of submission.
    func rank(_ task: TaskFacts) -> Rank
    /// Smaller costs are better; of equal ones the slot with the lowest number.
    func cost(of slot: SlotFacts, for task: TaskFacts) -> Double
}

/// What strategies know of a task.
struct TaskFacts: Sendable {
    /// Higher is more urgent.
    var priority: Double
    /// When it was queued, in seconds of the clock.
    var queuedSeconds: Double
    /// When it should be done, in seconds of the clock.
    var deadlineSeconds: Double?
    /// How long it probably takes.
    var estimateSeconds: Double

    /// The priority, as waiting raises it. Two tasks gain alike while both wait, so the difference
    /// is fixed by when they were queued: one that waits for `w` minutes more than another comes
    /// first unless the other's priority is higher by more than `fairness * w`.
    var agedPriority: Double { priority - Aging.fairness * queuedSeconds / 60 }
}

/// What makes old tasks come first in the end.
enum Aging {
    /// The original's factor, which it never used: priority gained by a minute of waiting, and
    /// seconds of estimate forgiven by a second of waiting.
    static let fairness = 0.5
}

/// What strategies know of a free slot.
struct SlotFacts: Sendable {
    /// Attempts started in it beyond those of the slot with the fewest.
    var load: Double
    /// The largest `load` of any slot.
    var loadMax: Double
    /// Mean seconds of its attempts, 0 before the first.
    var meanSeconds: Double
    /// Part of its attempts that passed, 1 before the first.
    var successRate: Double
    /// How well the task went there, 0…1.
    var affinity: Double
}

/// Where a task stands among those of its owner.
struct Rank: Hashable, Sendable {
    var first: Double
    var second: Double

    init(_ first: Double, _ second: Double = 0) {
        self.first = first
        self.second = second
    }
}

/// A rank with order of submission behind it.
struct TaskOrder: Comparable, Hashable, Sendable {
    var rank: Rank
    var job: Int
    var task: Int32

    static func < (a: TaskOrder, b: TaskOrder) -> Bool {
        if a.rank.first != b.rank.first { return a.rank.first < b.rank.first }
        if a.rank.second != b.rank.second { return a.rank.second < b.rank.second }
        if a.job != b.job { return a.job < b.job }
        return a.task < b.task
    }
}

extension Strategy {
    /// The rules of a strategy; those of `adaptive` are what it lets choose at first.
    var rules: any SchedulingStrategy {
        switch self {
        case .fifo: FIFOStrategy()
        case .priority: PriorityStrategy()
        case .sjf: ShortestJobFirstStrategy()
        case .loadBalance: LoadBalanceStrategy()
        case .deadline: DeadlineStrategy()
        case .adaptive: AdaptiveStrategy.first.rules
        }
    }
}
