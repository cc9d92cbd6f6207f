import Scenarios

@testable import Jobs

/// A plain model of what the scheduler may do: every effect is checked against it. `broken` names
/// the first rule that did not hold.
struct SchedulerModel {
    enum Place: Equatable {
        case waiting
        case running(slot: Int)
        case ended(AttemptVerdict)
        case over(String)
    }

    struct Task {
        var task: QueuedTask
        var place = Place.waiting
        var attempts: Int
        var failures = 0
        var losses = 0
        /// Microseconds.
        var notBefore = Int64.min
        var cancelledBy: String?
    }

    struct Job {
        var job: QueuedJob
        var tasks: [Task]
        var cancelledBy: String?
        /// A task did not pass and the job is to fail fast.
        var hasTripped = false

        var isStopped: Bool { cancelledBy != nil || hasTripped }
    }

    var settings: SchedulerSettings
    var isDrained = false
    var jobs: [JobID: Job] = [:]
    /// Jobs that are over, as they ended.
    var finished: [JobID: Job] = [:]
    var wake: Instant?
    var now = Instant(nanoseconds: 0)
    var stopping: Set<AttemptKey> = []
    /// The attempts that run, as they started.
    private(set) var running: [(attempt: AttemptKey, slot: Int)] = []
    private(set) var broken: String?
    private var startedNow: [AttemptKey: Int] = [:]

    init(_ settings: SchedulerSettings) { self.settings = settings }

    /// The tasks of jobs that are not over, in order.
    var keys: [TaskKey] {
        jobs.keys.sorted().flatMap { id in
            (jobs[id]?.tasks.indices ?? 0..<0).map { TaskKey(id, TaskID($0)) }
        }
    }

    subscript(key: TaskKey) -> Task? {
        get {
            guard let job = jobs[key.job], job.tasks.indices.contains(key.task.index) else {
                return nil
            }
            return job.tasks[key.task.index]
        }
        set {
            guard let newValue, jobs[key.job] != nil else { return }
            jobs[key.job]?.tasks[key.task.index] = newValue
        }
    }

    mutating func check(_ holds: Bool, _ rule: @autoclosure () -> String) {
        if !holds, broken == nil { broken = rule() }
    }

    /// Takes what the scheduler was told and what it answered.
    mutating func take(_ event: SchedulerEvent, _ effects: [SchedulerEffect], at now: Instant) {
        self.now = now
        tell(event)
        startedNow = [:]
        for effect in effects { take(effect) }
        check(startedNow.isEmpty, "recorded a start that was not ordered")
        checkAfterwards()
    }

    private mutating func tell(_ event: SchedulerEvent) {
        switch event {
        case .woke: wake = nil
        case .drained: isDrained = true
        case .resumed: isDrained = false
        case .settingsChanged(let settings): self.settings = settings
        case .submitted(let job) where jobs[job.id] == nil && finished[job.id] == nil:
            add(job, open: Set(job.tasks.indices))
        case .retried(let job, let tasks, _) where jobs[job.id] == nil:
            let open = Set(tasks.map(\.index))
            if !open.isEmpty { add(job, open: open) }
        case .cancelRequested(let id, let task, let by):
            guard let task else {
                if jobs[id]?.cancelledBy == nil { jobs[id]?.cancelledBy = by }
                return
            }
            let key = TaskKey(id, task)
            if self[key]?.cancelledBy == nil { self[key]?.cancelledBy = by }
        default: break
        }
    }

    private mutating func add(_ job: QueuedJob, open: Set<Int>) {
        finished[job.id] = nil
        jobs[job.id] = Job(
            job: job,
            tasks: job.tasks.enumerated().map { place, task in
                Task(
                    task: task, place: open.contains(place) ? .waiting : .over("passed"),
                    attempts: task.attemptsBefore)
            })
    }

    private mutating func take(_ effect: SchedulerEffect) {
        switch effect {
        case .start(let attempt, let slot, let account):
            check(startedNow.removeValue(forKey: attempt) == slot, "ordered what was not recorded")
            check(jobs[attempt.task.job]?.job.account == account, "started as somebody else")
        case .stop(let attempt, let by):
            let task = self[attempt.task]
            check(running.contains { $0.attempt == attempt }, "stopped what does not run")
            let who = jobs[attempt.task.job]?.cancelledBy
            check(task?.cancelledBy == by || who == by, "stopped without being asked")
            stopping.insert(attempt)
        case .record(let event): take(event)
        case .learned: break
        case .wake(let at): wake = at
        }
    }

    private mutating func take(_ event: JobEvent) {
        switch event {
        case .attemptStarted(let attempt, let slot): start(attempt, in: slot)
        case .attemptEnded(let attempt, let verdict, _, let willRetry, let notBefore):
            end(attempt, verdict, willRetry: willRetry, notBefore: notBefore)
        case .taskFinished(let key, let outcome, let reason): finish(key, outcome, reason)
        case .jobFinished(let id, let state): finish(id, state)
        case .submitted, .cancelRequested, .retryRequested, .drained, .resumed, .strategyChosen,
            .strategyChanged:
            break
        }
    }

    private mutating func start(_ attempt: AttemptKey, in slot: Int) {
        guard let task = self[attempt.task], let job = jobs[attempt.task.job] else {
            return check(false, "started a stranger")
        }
        check(task.place == .waiting, "\(attempt) started though \(task.place)")
        check(!isDrained, "started while drained")
        check(!job.isStopped && task.cancelledBy == nil, "started after a stop")
        check(attempt.number == task.attempts + 1, "attempts are not counted")
        check(task.notBefore <= now.microseconds, "came before its pause was over")
        check(
            task.task.needs.allSatisfy { job.tasks[$0].place == .over("passed") },
            "started before its needs")
        check((0..<settings.slots).contains(slot), "there is no slot \(slot)")
        check(!running.contains { $0.slot == slot }, "slot \(slot) was taken")
        check(!isAtBound(job), "too many attempts of one key")
        self[attempt.task]?.place = .running(slot: slot)
        self[attempt.task]?.attempts += 1
        running.append((attempt, slot))
        startedNow[attempt] = slot
        check(runningCount(of: job.job.owner) <= limit, "too many attempts of one owner")
        for (name, total) in settings.resources where task.task.resources[name] != nil {
            check(taken(name) <= total, "`\(name)` was given away too often")
        }
    }

    private mutating func end(
        _ attempt: AttemptKey, _ verdict: AttemptVerdict, willRetry: Bool, notBefore: Int64?
    ) {
        guard var task = self[attempt.task], let job = jobs[attempt.task.job],
            case .running = task.place, task.attempts == attempt.number
        else { return check(false, "ended what did not run") }
        stopping.remove(attempt)
        running.removeAll { $0.attempt == attempt }
        let mayGoOn = !job.isStopped && task.cancelledBy == nil
        var expected: (again: Bool, at: Int64?) = (false, nil)
        switch verdict {
        case .passed, .error, .cancelled: break
        case .failed:
            task.failures += 1
            let pause = task.task.retries.backoff * (1 << min(task.failures - 1, 20))
            let at = (now + pause).microseconds
            let again = mayGoOn && task.failures <= task.task.retries.count
            expected = (again, again && pause > .zero ? at : nil)
        case .lost:
            task.losses += 1
            expected.again = mayGoOn && task.losses <= 1
        case .interrupted: expected.again = mayGoOn
        }
        check(expected == (willRetry, notBefore), "\(attempt) is repeated wrongly: \(verdict)")
        task.place = willRetry ? .waiting : .ended(verdict)
        task.notBefore = notBefore ?? .min
        self[attempt.task] = task
    }

    private mutating func finish(_ key: TaskKey, _ outcome: String, _ reason: String?) {
        guard let task = self[key], let job = jobs[key.job] else {
            return check(false, "finished a stranger")
        }
        let isAsked = job.cancelledBy != nil || task.cancelledBy != nil
        switch (task.place, outcome) {
        case (.ended(.passed), "passed"), (.ended(.failed), "failed"), (.ended(.error), "error"),
            (.ended(.lost), "error"), (.ended(.cancelled), "cancelled"):
            break
        case (.ended(.lost), "cancelled"), (.ended(.interrupted), "cancelled"),
            (.waiting, "cancelled"):
            check(isAsked, "cancelled without being asked")
        case (.ended(.interrupted), "skipped"): check(job.hasTripped, "skipped for no reason")
        case (.waiting, "skipped"):
            let isHopeless = task.task.needs.contains { job.tasks[$0].isOverWithoutPassing }
            check(isHopeless || job.hasTripped, "skipped for no reason")
        default: check(false, "\(key) became \(outcome) though \(task.place)")
        }
        let isJudged = ["passed", "failed"].contains(outcome) || task.place == .ended(.error)
        check(isJudged == (reason == nil), "an outcome without words")
        self[key]?.place = .over(outcome)
        if job.job.failFast, outcome == "failed" || outcome == "error" {
            jobs[key.job]?.hasTripped = true
        }
    }

    private mutating func finish(_ id: JobID, _ state: JobState) {
        guard let job = jobs.removeValue(forKey: id) else {
            return check(false, "finished a strange job")
        }
        check(job.tasks.allSatisfy(\.isOver), "a job ended before its tasks")
        let hasPassed = job.tasks.allSatisfy { $0.place == .over("passed") }
        let expected: JobState =
            hasPassed ? .completed : job.cancelledBy != nil ? .cancelled : .failed
        check(state == expected, "a job is \(state) instead of \(expected)")
        finished[id] = job
    }
}

extension SchedulerModel.Task {
    var isOver: Bool {
        if case .over = place { true } else { false }
    }
    var isOverWithoutPassing: Bool { isOver && place != .over("passed") }
}
