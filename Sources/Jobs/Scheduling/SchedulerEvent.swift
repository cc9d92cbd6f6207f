import Scenarios

/// What the scheduler is told. Times are of the daemon's clock: nanoseconds since 1970-01-01 UTC
/// that never go back; the scheduler counts in whole microseconds, as the store does.
public enum SchedulerEvent: Hashable, Sendable {
    /// A job was accepted.
    case submitted(QueuedJob)
    /// Only while replaying: an attempt had been given to a slot.
    case started(AttemptKey, slot: Int)
    /// An attempt is over.
    case ended(AttemptKey, AttemptVerdict, duration: Duration)
    /// Somebody asked to stop a job, or one task of it.
    case cancelRequested(JobID, task: TaskID?, by: String)
    /// Tasks of a finished job are queued again; the job is given anew, with the attempts made
    /// before. Its other tasks have passed.
    case retried(QueuedJob, tasks: [TaskID], by: String)
    /// Nothing new is started until resumed.
    case drained(by: String)
    /// Starting goes on.
    case resumed(by: String)
    /// An administrator chose a strategy.
    case strategyChosen(Strategy, by: String)
    /// Only while replaying: the adaptive strategy had switched.
    case strategyChanged(Strategy)
    /// The configuration changed.
    case settingsChanged(SchedulerSettings)
    /// Which account's lease a slot holds now; nil: none. Slots with the right lease are preferred.
    case leaseChanged(slot: Int, account: String?)
    /// Replaying is over; from now on attempts are started.
    case replayed
    /// The time of a wake-up has come.
    case woke
}

/// What the scheduler wants done; durable ones are stored before anything else is done.
public enum SchedulerEffect: Hashable, Sendable {
    /// Give this attempt to this slot.
    case start(AttemptKey, slot: Int, account: String)
    /// Stop this running attempt.
    case stop(AttemptKey, by: String)
    /// Store and tell this. The scheduler records everything that happens to jobs, also what it
    /// was told itself, so that the stored events are in the order in which it took them.
    case record(JobEvent)
    /// Store what is known of this task identity now.
    case learned(identity: String, Estimate)
    /// Send ``SchedulerEvent/woke`` at that time; replaces an earlier wish. nil: no more.
    case wake(at: Instant?)
}
