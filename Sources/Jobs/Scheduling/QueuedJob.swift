import Scenarios

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
    /// The key that it came with; nil: none.
    public var key: Int?
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
