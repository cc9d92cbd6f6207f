import Scenarios

@testable import Jobs

/// A scheduler with a clock, told and asked in few words.
struct SchedulerRig {
    var scheduler: Scheduler
    var now = Instant(nanoseconds: 1_000_000_000_000)
    /// What the latest event led to.
    private(set) var effects: [SchedulerEffect] = []
    /// Everything recorded.
    private(set) var recorded: [JobEvent] = []

    init(
        slots: Int = 1, _ strategy: Strategy = .fifo, limit: Int? = nil,
        resources: [String: Int] = [:], shares: [String: Double] = [:],
        estimates: Estimates = Estimates()
    ) {
        var settings = SchedulerSettings(slots: slots)
        settings.strategy = strategy
        settings.runningPerOwnerMax = limit
        settings.resources = resources
        settings.shares = shares
        scheduler = Scheduler(settings, estimates: estimates)
        tell(.replayed)
    }

    mutating func tell(_ event: SchedulerEvent) {
        effects = scheduler.handle(event, at: now)
        for case .record(let event) in effects { recorded.append(event) }
    }

    /// Changes the settings.
    mutating func change(_ change: (inout SchedulerSettings) -> Void) {
        var settings = scheduler.settings
        change(&settings)
        tell(.settingsChanged(settings))
    }

    /// Accepts a job.
    mutating func submit(
        _ id: Int, of account: String = "ann", _ tasks: [QueuedTask], deadline: Double? = nil,
        failFast: Bool = false, key: Int? = nil
    ) {
        let owner = Owner(account: account, userID: 1)
        var job = QueuedJob(
            id: JobID(id), owner: owner, account: account,
            deadline: deadline.map { now + .seconds($0) }, failFast: failFast, tasks: tasks)
        job.key = key
        tell(.submitted(job))
    }

    /// Ends an attempt, `42.1.1`, after so many seconds.
    mutating func end(
        _ text: String, _ verdict: AttemptVerdict = .passed, after seconds: Double = 1
    ) {
        now = now + .seconds(seconds)
        tell(.ended(attempt(text), verdict, duration: .seconds(seconds)))
    }

    /// Ends whatever runs, the lowest slot first, and tells what started, until nothing runs.
    mutating func order(each seconds: Double = 1) -> [String] {
        var order = started
        while let running = scheduler.slots.compactMap(\.running).first {
            end(running.attempt.description, after: seconds)
            order += started
        }
        return order
    }

    mutating func wait(_ seconds: Double) {
        now = now + .seconds(seconds)
        tell(.woke)
    }

    /// What the latest event started, `42.1.1`.
    var started: [String] {
        effects.compactMap { effect in
            guard case .start(let attempt, _, _) = effect else { return nil }
            return attempt.description
        }
    }

    /// Slots of what the latest event started.
    var slots: [Int] {
        effects.compactMap { effect in
            guard case .start(_, let slot, _) = effect else { return nil }
            return slot
        }
    }

    /// What the latest event ended: `42.1 passed`, `42 completed`.
    var ended: [String] {
        effects.compactMap { effect in
            switch effect {
            case .record(.taskFinished(let task, let outcome, _)): "\(task) \(outcome)"
            case .record(.jobFinished(let job, let state)): "\(job) \(state)"
            default: nil
            }
        }
    }

    /// Why a task waits.
    func why(_ text: String) -> WaitReason {
        TaskKey(text: text).map { scheduler.explain($0, at: now) } ?? .unknown
    }

    func attempt(_ text: String) -> AttemptKey {
        AttemptKey(text: text) ?? AttemptKey(TaskKey(JobID(0), TaskID(0)), 0)
    }
}

/// A task with wishes.
func task(
    _ identity: String = "t", priority: Double = 0, needs: [Int] = [], retries: Int = 0,
    backoff: Duration = .zero, resources: [String: Int] = [:], timeout: Double = 30
) -> QueuedTask {
    var task = QueuedTask(identity: identity)
    task.priority = priority
    task.needs = needs
    task.retries = RetryPolicy(count: retries, backoff: backoff)
    task.resources = resources
    task.timeout = .seconds(timeout)
    return task
}
