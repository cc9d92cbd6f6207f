import Scenarios
import TestSupport

@testable import Jobs

/// One chance history of a scheduler: jobs come, attempts end, people interfere, the daemon is
/// restarted. Everything is checked by a model.
struct SchedulerHistory {
    private enum Logged {
        case stored(NumberedEvent)
        case settings(SchedulerSettings, at: Instant)
    }

    private var dice: Dice
    private var scheduler: Scheduler
    private var model: SchedulerModel
    private var now = Instant(nanoseconds: 1_700_000_000_000_000_000)
    private var submissions: [JobID: Submission] = [:]
    private var log: [Logged] = []
    private let initial: SchedulerSettings
    private let owners = (1...3).map { Owner(account: "owner\($0)", userID: UInt32($0)) }

    /// The first rule that did not hold.
    var broken: String? { model.broken }

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        var settings = SchedulerSettings(slots: Int.random(in: 1...4, using: &dice))
        settings.strategy = Strategy.allCases.randomElement(using: &dice) ?? .fifo
        settings.resources = ["port": 1, "serial": 2]
        settings.runningPerKeyMax = [1: 1, 2: 2]
        settings.shares = ["owner2": 2.5]
        if Bool.random(using: &dice) {
            settings.runningPerOwnerMax = Int.random(in: 1...3, using: &dice)
        }
        initial = settings
        scheduler = Scheduler(settings)
        model = SchedulerModel(settings)
        self.dice = dice
        tell(.replayed)
    }

    mutating func play() {
        for _ in 0..<Int.random(in: 5...30, using: &dice) {
            if broken != nil { return }
            act()
        }
        playToTheEnd()
    }

    private mutating func act() {
        switch Int.random(in: 0..<20, using: &dice) {
        case 0..<5: submit()
        case 5..<12: endSomething(verdicts: Self.anything)
        case 12: cancel()
        case 13: retry()
        case 14: tell(model.isDrained ? .resumed(by: "root") : .drained(by: "root"))
        case 15: changeSettings()
        case 16: tellNonsense()
        case 17: wait()
        case 18: tellLease()
        default: restart()
        }
    }

    /// When everything ends and nobody interferes, every job ends.
    private mutating func playToTheEnd() {
        if model.isDrained { tell(.resumed(by: "root")) }
        for _ in 0..<1_000 {
            guard broken == nil, !model.jobs.isEmpty else { break }
            if !endSomething(verdicts: [.passed]) {
                guard model.wake != nil else { break }
                wait()
            }
        }
        let left = model.keys
        model.check(model.jobs.isEmpty, "jobs are left: \(left)")
        model.check(scheduler.counts.jobs == 0, "ended jobs are kept")
    }

    // MARK: - What happens

    private static let anything: [AttemptVerdict] = [
        .passed, .passed, .passed, .failed, .failed, .error, .cancelled(by: "x"), .lost,
        .interrupted,
    ]

    private mutating func tell(_ event: SchedulerEvent) {
        let effects = scheduler.handle(event, at: now)
        note(event, effects)
    }

    private mutating func note(_ event: SchedulerEvent, _ effects: [SchedulerEffect]) {
        if case .settingsChanged(let settings) = event {
            log.append(.settings(settings, at: now))
        }
        for case .record(let recorded) in effects {
            log.append(
                .stored(
                    NumberedEvent(
                        number: Int64(log.count + 1), microseconds: now.microseconds,
                        event: recorded)))
        }
        model.take(event, effects, at: now)
        checkCounts()
    }

    private mutating func submit() {
        let id = JobID(submissions.count + 1)
        let submission = chanceSubmission()
        submissions[id] = submission
        tell(.submitted(QueuedJob(id: id, submission: submission)))
    }

    private mutating func chanceSubmission() -> Submission {
        let count = Int.random(in: 0...4, using: &dice)
        let tasks = (0..<count).map { place in
            var task = Submission.Task(
                file: 0, cell: place, name: "t", identity: "t\(Int.random(in: 0..<6, using: &dice))"
            )
            task.priority = Double(Int.random(in: -1...8, using: &dice))
            task.needs = (0..<place).filter { _ in Int.random(in: 0..<4, using: &dice) == 0 }
            task.retries = RetryPolicy(
                count: Int.random(in: 0...2, using: &dice),
                backoff: .milliseconds(Int.random(in: 0...1_500, using: &dice)))
            if Int.random(in: 0..<3, using: &dice) == 0 {
                task.resources = ["serial": Int.random(in: 1...2, using: &dice)]
            }
            if Int.random(in: 0..<5, using: &dice) == 0 { task.resources["port"] = 1 }
            return task
        }
        let owner = owners.randomElement(using: &dice) ?? owners[0]
        var submission = Submission(
            owner: owner, account: owner.account, callerDirectory: "/", files: [], tasks: tasks)
        submission.failFast = Int.random(in: 0..<4, using: &dice) == 0
        submission.key = [nil, 1, 2, 3].randomElement(using: &dice) ?? nil
        if Int.random(in: 0..<4, using: &dice) == 0 {
            submission.deadlineMicroseconds =
                now.microseconds + Int64.random(in: 0...5_000_000, using: &dice)
        }
        return submission
    }

    /// False when nothing runs.
    @discardableResult
    private mutating func endSomething(verdicts: [AttemptVerdict]) -> Bool {
        guard let one = model.running.randomElement(using: &dice) else { return false }
        advance()
        var verdict = verdicts.randomElement(using: &dice) ?? .passed
        if model.stopping.contains(one.attempt), Bool.random(using: &dice) {
            verdict = .cancelled(by: "who asked")
        }
        let duration = Duration.microseconds(Int.random(in: 0...3_000_000, using: &dice))
        tell(.ended(one.attempt, verdict, duration: duration))
        return true
    }

    private mutating func cancel() {
        guard let key = model.keys.randomElement(using: &dice) else { return }
        tell(
            .cancelRequested(key.job, task: Bool.random(using: &dice) ? key.task : nil, by: "ann"))
    }

    private mutating func retry() {
        guard let id = model.finished.keys.sorted().randomElement(using: &dice),
            let job = model.finished[id], let submission = submissions[id]
        else { return }
        var queued = QueuedJob(id: id, submission: submission)
        for place in queued.tasks.indices {
            queued.tasks[place].attemptsBefore = job.tasks[place].attempts
        }
        let open = job.tasks.indices.filter { job.tasks[$0].isOverWithoutPassing }
        tell(.retried(queued, tasks: open.map(TaskID.init), by: "ann"))
    }

    private mutating func changeSettings() {
        if Bool.random(using: &dice) {
            let strategy = Strategy.allCases.randomElement(using: &dice) ?? .fifo
            return tell(.strategyChosen(strategy, by: "root"))
        }
        var settings = model.settings
        settings.slots = Int.random(in: 1...4, using: &dice)
        settings.runningPerOwnerMax = [nil, 1, 2].randomElement(using: &dice) ?? nil
        settings.strategy = Strategy.allCases.randomElement(using: &dice) ?? .fifo
        tell(.settingsChanged(settings))
    }

    /// Events that cannot be change nothing.
    private mutating func tellNonsense() {
        let before = scheduler
        let stranger = AttemptKey(TaskKey(JobID(999), TaskID(0)), 1)
        var events: [SchedulerEvent] = [
            .ended(stranger, .passed, duration: .zero), .started(stranger, slot: 0),
            .cancelRequested(JobID(999), task: nil, by: "x"),
        ]
        if let one = model.running.first {
            events += [
                .ended(AttemptKey(one.attempt.task, 77), .failed, duration: .zero),
                .started(one.attempt, slot: 0),
                .cancelRequested(one.attempt.task.job, task: TaskID(77), by: "x"),
            ]
        }
        if let id = model.jobs.keys.min(), let submission = submissions[id] {
            let again = QueuedJob(id: id, submission: submission)
            events += [.submitted(again), .retried(again, tasks: [TaskID(0)], by: "x")]
        }
        for event in events {
            model.check(scheduler.handle(event, at: now).isEmpty, "answered to \(event)")
        }
        model.check(scheduler == before, "nonsense had a consequence")
    }

    private mutating func tellLease() {
        let account = owners.randomElement(using: &dice)?.account
        tell(.leaseChanged(slot: Int.random(in: 0...4, using: &dice), account: account))
    }

    /// Time goes on, over wake-ups.
    private mutating func advance() {
        now = now + .nanoseconds(Int.random(in: 0...900_000_000, using: &dice))
    }

    private mutating func wait() {
        if let wake = model.wake { now = max(now, wake) }
        tell(.woke)
    }

    // MARK: - What must hold

    /// A scheduler made anew from what was stored is in the same state, and can go on.
    private mutating func restart() {
        let submissions = submissions
        var replay = EventReplay { submissions[$0] }
        var anew = Scheduler(initial, estimates: scheduler.estimates)
        for entry in log {
            switch entry {
            case .settings(let settings, let at):
                _ = anew.handle(.settingsChanged(settings), at: at)
            case .stored(let event):
                guard let (told, at) = replay.next(event) else { continue }
                for effect in anew.handle(told, at: at) {
                    guard case .start = effect else { continue }
                    model.check(false, "started while replaying")
                }
            }
        }
        model.wake = nil
        let effects = anew.handle(.replayed, at: now)
        model.check(anew == scheduler, "replaying gave another state")
        scheduler = anew
        note(.replayed, effects)
    }

    private mutating func checkCounts() {
        let counts = scheduler.counts
        model.check(counts.running == model.running.count, "running ones are miscounted")
        let waiting = model.keys.count { model[$0]?.place == .waiting }
        model.check(counts.queued == waiting, "queued ones are miscounted")
        model.check(counts.jobs == model.jobs.count, "jobs are miscounted")
    }
}
