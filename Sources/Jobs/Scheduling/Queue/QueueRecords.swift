import Scenarios

/// What the scheduler keeps of a task, small because there may be very many.
struct TaskRecord: Sendable {
    /// Where a task is on its way.
    enum Phase: Hashable, Sendable {
        /// So many tasks it needs have not passed yet.
        case blocked(missing: Int32)
        /// It may run.
        case ready
        /// It may run from that microsecond of the clock.
        case paused(until: Int64)
        /// It runs.
        case running(slot: Int32)
        /// It is over.
        case finished(passed: Bool)
    }

    var key: TaskKey
    /// Empty when it is over.
    var identity: String
    var priority: Double
    var timeoutSeconds: Double
    /// Pause before the second attempt.
    var backoffMicroseconds: Int64
    var phase: Phase
    /// Number of its job in the scheduler.
    var job: Int32
    /// Number of what it wants in the inventory.
    var demand: Int32
    /// Attempts after failures that are allowed.
    var retries: Int32
    /// Number of the latest attempt.
    var attempts: Int32
    var failures: Int32 = 0
    var losses: Int32 = 0
    var interruptions: Int32 = 0

    static let vacant = TaskRecord(
        QueuedTask(identity: ""), key: TaskKey(JobID(0), TaskID(0)), job: 0, demand: 0,
        phase: .finished(passed: false))

    init(_ task: QueuedTask, key: TaskKey, job: Int, demand: Int, phase: Phase) {
        self.key = key
        identity = task.identity
        priority = task.priority.isNaN ? 0 : task.priority
        timeoutSeconds = task.timeout.seconds
        backoffMicroseconds = task.retries.backoff.nanoseconds / 1000
        self.phase = phase
        self.job = Int32(job)
        self.demand = Int32(demand)
        retries = Int32(clamping: task.retries.count)
        attempts = Int32(clamping: task.attemptsBefore)
    }

    /// The pause after as many failures as there were.
    var pauseMicroseconds: Int64 {
        let doublings = min(Int(failures) - 1, SchedulingLimits.pauseDoublingsMax)
        let (pause, over) = backoffMicroseconds.multipliedReportingOverflow(by: 1 << doublings)
        return over ? .max : pause
    }
}

/// What the scheduler keeps of a job.
struct JobRecord: Sendable {
    var id: JobID
    /// Number of its owner in the fair share.
    var owner: Int
    var account: String
    /// In seconds of the clock.
    var deadlineSeconds: Double?
    var failFast: Bool
    /// When it was queued, in microseconds of the clock.
    var queued: Int64
    /// Numbers of its tasks in the scheduler.
    var tasks: [Int32] = []
    /// What each task needs and which tasks need it, by place; empty when none needs any.
    var needs: [[Int32]] = []
    var dependents: [[Int32]] = []
    /// Tasks that are not over.
    var open = 0
    var hasStarted = false
    var hasPassed = true
    /// Who asked to stop it; nil: nobody.
    var cancelledBy: String?
    /// Who asked to stop single tasks, by place.
    var cancelledTasks: [Int32: String] = [:]
    /// Why nothing more of it starts; nil: it goes on.
    var stopReason: String?

    static let vacant = JobRecord(
        id: JobID(0), owner: 0, account: "", deadlineSeconds: nil, failFast: false, queued: 0)

    /// Its state now.
    var state: JobState {
        if open > 0 { return hasStarted ? .running : .pending }
        if hasPassed { return .completed }
        return cancelledBy == nil ? .failed : .cancelled
    }
}
