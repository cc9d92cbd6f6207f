import Scenarios

/// Decides which attempt runs when and where. A value: events in, effects out, time is an argument.
///
/// It begins in replay: until ``SchedulerEvent/replayed`` nothing is started, and giving it the
/// stored events brings it to the state in which they were stored. Jobs that are over are dropped.
///
/// Owners take turns by fair share (``FairShare``); the strategy orders the tasks of one owner
/// (``SchedulingStrategy``); resources are reserved in that order (``Inventory``).
public struct Scheduler: Sendable {
    /// What governs it now.
    public internal(set) var settings: SchedulerSettings
    /// What was learned so far. Replaying does not learn: what is stored was learned then.
    public internal(set) var estimates: Estimates
    /// Who drained it; nil: it starts attempts.
    public internal(set) var drainedBy: String?
    /// The strategy: that of the settings, or what an administrator chose since.
    public internal(set) var strategy: Strategy

    var jobs = Slab(vacant: JobRecord.vacant)
    var jobNumbers: [JobID: Int] = [:]
    var tasks = Slab(vacant: TaskRecord.vacant)
    var ready = ReadyQueue()
    /// Ready tasks with a deadline.
    var readyWithDeadline = 0
    var paused = PauseQueue()
    var share = FairShare()
    var inventory = Inventory()
    var slotTable = SlotTable()

    /// What `adaptive` lets choose.
    var adapted = AdaptiveStrategy.first
    var rules: any SchedulingStrategy
    /// Tasks made ready or started since the adaptive strategy switched last.
    var changesSinceSwitch = 0
    /// Estimates that changed since the order was made.
    var estimatesChanged = 0
    var isReplaying = true
    /// The latest time it was told, in microseconds.
    var clock = Int64.min
    var effects: [SchedulerEffect] = []
    /// The wake-up that was asked for.
    var wakeUp: Int64?

    /// An empty scheduler in replay.
    public init(_ settings: SchedulerSettings, estimates: Estimates = Estimates()) {
        self.settings = settings
        self.estimates = estimates
        strategy = settings.strategy
        rules = settings.strategy.rules
        inventory.setTotals(settings.resources, keys: settings.runningPerKeyMax)
        slotTable.resize(to: settings.slots)
    }

    /// Takes what happened and tells what to do, in this order.
    ///
    /// What cannot be is ignored and has no effects: the end of an attempt that does not run, a
    /// second submission of a job, stopping what is over.
    public mutating func handle(_ event: SchedulerEvent, at now: Instant) -> [SchedulerEffect] {
        clock = max(clock, now.microseconds)
        wakePaused()
        take(event)
        startWhatMay()
        askForWakeUp()
        defer { effects = [] }
        return effects
    }

    private mutating func take(_ event: SchedulerEvent) {
        switch event {
        case .submitted(let job): submit(job)
        case .retried(let job, let tasks, let by): retry(job, tasks: tasks, by: by)
        case .started(let attempt, let slot): restoreStart(of: attempt, in: slot)
        case .ended(let attempt, let verdict, let duration):
            end(attempt, verdict, microseconds: max(0, duration.microseconds))
        case .cancelRequested(let job, let task, let by): cancel(job, task: task, by: by)
        case .drained(let by):
            drainedBy = by
            record(.drained(by: by))
        case .resumed(let by):
            drainedBy = nil
            record(.resumed(by: by))
        case .strategyChosen(let strategy, let by):
            choose(strategy)
            record(.strategyChosen(strategy, by: by))
        case .strategyChanged(let strategy): adapt(to: strategy)
        case .settingsChanged(let settings): change(to: settings)
        case .leaseChanged(let slot, let account): slotTable.setLease(of: slot, account)
        case .replayed: isReplaying = false
        case .woke: wakeUp = nil
        }
    }

    mutating func record(_ event: JobEvent) { effects.append(.record(event)) }

    private mutating func wakePaused() {
        while let task = paused.takeFirst(dueAt: clock) { makeReady(task) }
    }

    private mutating func askForWakeUp() {
        guard !isReplaying, paused.earliest != wakeUp else { return }
        wakeUp = paused.earliest
        effects.append(.wake(at: wakeUp.map(Instant.init(microseconds:))))
    }
}
