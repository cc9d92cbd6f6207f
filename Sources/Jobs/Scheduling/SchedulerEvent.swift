import Scenarios

/// What the scheduler is told. Times are of the daemon's clock: nanoseconds since 1970-01-01 UTC
/// that never go back.
public enum SchedulerEvent: Hashable, Sendable {
    /// A job was accepted.
    case submitted(QueuedJob)
    /// Only while replaying: an attempt had been given to a slot.
    case started(AttemptKey, slot: Int)
    /// An attempt is over.
    case ended(AttemptKey, AttemptVerdict, duration: Duration)
    /// Somebody asked to stop a job, or one task of it.
    case cancelRequested(JobID, task: TaskID?, by: String)
    /// Tasks of a finished job are queued again; the job is given anew.
    case retried(QueuedJob, tasks: [TaskID])
    /// Nothing new is started until resumed.
    case drained
    /// Starting goes on.
    case resumed
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
    /// Store and tell this.
    case record(JobEvent)
    /// Send ``SchedulerEvent/woke`` at that time; replaces an earlier wish. nil: no more.
    case wake(at: Instant?)
}

/// A job as the scheduler sees it.
public struct QueuedJob: Hashable, Sendable {
    /// Its number.
    public var id: JobID
    /// Who asked.
    public var owner: Owner
    /// Account that the programs run as.
    public var account: String
    /// When it should be done; nil: no deadline.
    public var deadline: Instant?
    /// Start nothing more of it after a task that did not pass.
    public var failFast: Bool
    /// Its tasks, in order.
    public var tasks: [QueuedTask]

    /// Makes a job.
    public init(
        id: JobID, owner: Owner, account: String, deadline: Instant?, failFast: Bool,
        tasks: [QueuedTask]
    ) {
        self.id = id
        self.owner = owner
        self.account = account
        self.deadline = deadline
        self.failFast = failFast
        self.tasks = tasks
    }
}

/// A task as the scheduler sees it.
public struct QueuedTask: Hashable, Sendable {
    /// Higher runs first; the job's priority is added already.
    public var priority: Double = 0
    /// Places of the tasks of the job that must pass first.
    public var needs: [Int] = []
    /// How often it is attempted again after a failure.
    public var retries = RetryPolicy()
    /// Countable things it occupies: name and count.
    public var resources: [String: Int] = [:]
    /// What estimates and affinity are kept by.
    public var identity: String
    /// Used as estimate when nothing is known: the scenario's own timeout.
    public var timeout: Duration = .seconds(30)
    /// Attempts before, when it is queued again; the next one is numbered one higher.
    public var attemptsBefore = 0

    /// A task without wishes.
    public init(identity: String) { self.identity = identity }
}

/// What governs the scheduler.
public struct SchedulerSettings: Hashable, Sendable {
    /// How the next task is chosen.
    public var strategy = Strategy.adaptive
    /// Attempts at once, 1…256.
    public var slots: Int
    /// Attempts of one owner at once; nil: as many as there are slots.
    public var runningPerOwnerMax: Int?
    /// Weights of owners in the fair share, by account; others have 1.
    public var shares: [String: Double] = [:]
    /// Countable things of the machine: name and count.
    public var resources: [String: Int] = [:]

    /// Defaults for so many slots.
    public init(slots: Int) { self.slots = slots }
}
