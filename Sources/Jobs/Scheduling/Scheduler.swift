import Scenarios

/// Decides which attempt runs when and where. A value: events in, effects out, time is an argument.
///
/// It begins in replay: until ``SchedulerEvent/replayed`` nothing is started, and giving it the
/// stored events brings it to the state in which they were stored.
public struct Scheduler: Sendable {
    /// What governs it now.
    public private(set) var settings: SchedulerSettings
    /// What was learned so far.
    public private(set) var estimates: Estimates
    /// Who drained it; nil: it starts attempts.
    public private(set) var drainedBy: String?

    /// An empty scheduler in replay.
    public init(_ settings: SchedulerSettings, estimates: Estimates = Estimates()) {
        self.settings = settings
        self.estimates = estimates
    }

    /// Takes what happened and tells what to do, in this order.
    public mutating func handle(_ event: SchedulerEvent, at now: Instant) -> [SchedulerEffect] {
        []
    }

    /// The strategy that chooses now; with `adaptive` the one that it lets choose.
    public var choosing: Strategy { settings.strategy }

    /// Why a task waits.
    public func explain(_ task: TaskKey, at now: Instant) -> WaitReason { .unknown }

    /// How much there is to do.
    public var counts: SchedulerCounts { SchedulerCounts() }

    /// What each slot does, by number; also slots that were taken away but still run something.
    public var slots: [SlotStatus] { [] }

    /// Whether a job is not over, and how far it is; nil: it is not in the scheduler.
    public func state(of job: JobID) -> JobState? { nil }

    /// When a job will be over as far as its estimates can tell; nil: it is not in the scheduler.
    public func expectedEnd(of job: JobID, at now: Instant) -> Instant? { nil }
}
