import Jobs
import Scenarios
import Store
import TestSupport
import Webhooks

/// Makes changes such as a daemon makes them, by seed: each batch is what one turn of its loop may
/// store, and follows from the batches before.
public struct ChangeMaker {
    private enum State { case queued, running(attempt: Int), over(String) }

    var dice: Dice
    private var jobs: [JobID: [State]] = [:]
    private var attempts: [TaskKey: Int] = [:]
    private var lastJob = 0
    private var lastEvent: Int64 = 0
    /// The time of the latest change, in microseconds since 1970-01-01 UTC.
    public private(set) var now: Int64 = 1_700_000_000_000_000
    var changes: [StoreChange] = []
    var lastWebhook = 0

    /// Changes of that seed.
    public init(seed: UInt64) { dice = Dice(seed: seed) }

    /// Retention removed these: nothing happens to them any more.
    public mutating func forget(_ removed: [JobID]) {
        for job in removed { jobs[job] = nil }
    }

    /// The next batch; never empty.
    public mutating func next() -> [StoreChange] {
        changes = []
        let count = 1 + dice.below(5)
        while changes.count < count {
            now += Int64(dice.below(1_000_000))
            switch dice.below(100) {
            case 0..<20: submit()
            case 20..<50: start()
            case 50..<80: end()
            case 80..<84: cancel()
            case 84..<88: skip()
            case 88..<92: retry()
            case 92..<94: learn()
            case 94..<97: tellWebhooks()
            default: governService()
            }
        }
        return changes
    }

    private mutating func record(_ event: JobEvent) {
        lastEvent += 1
        changes.append(
            .event(NumberedEvent(number: lastEvent, microseconds: now, event: event)))
    }

    private mutating func submit() {
        lastJob += 1
        let id = JobID(lastJob)
        let submission = SampleSubmission.make(number: lastJob, &dice)
        jobs[id] = submission.tasks.map { _ in .queued }
        changes.append(.jobAccepted(id, submission, microseconds: now))
        record(.submitted(id))
    }

    /// A task that is in such a state, of any job.
    private mutating func task(where fits: (State) -> Bool) -> TaskKey? {
        var keys: [TaskKey] = []
        for (job, tasks) in jobs {
            for (place, state) in tasks.enumerated() where fits(state) {
                keys.append(TaskKey(job, TaskID(place)))
            }
        }
        // Sorted: the order of a dictionary is not that of the seed.
        return keys.isEmpty ? nil : dice.one(of: keys.sorted())
    }

    private mutating func set(_ task: TaskKey, _ state: State) {
        jobs[task.job]?[task.task.index] = state
    }

    private mutating func start() {
        guard let task = task(where: { if case .queued = $0 { true } else { false } }) else {
            return
        }
        let number = (attempts[task] ?? 0) + 1
        attempts[task] = number
        set(task, .running(attempt: number))
        record(.attemptStarted(AttemptKey(task, number), slot: dice.below(4)))
    }

    private mutating func end() {
        let running = task { if case .running = $0 { true } else { false } }
        guard let task = running, let number = attempts[task] else { return }
        let key = AttemptKey(task, number)
        let verdict = dice.one(of: [
            AttemptVerdict.passed, .passed, .failed, .error, .cancelled(by: "anna"), .lost,
            .interrupted,
        ])
        let outcome = ["lost": "error", "interrupted": "error"][verdict.word] ?? verdict.word
        if dice.happens(80) {
            changes.append(.attemptRecord(key, sampleRecord(outcome)))
        }
        let willRetry = verdict != .passed && dice.happens(50)
        record(
            .attemptEnded(
                key, verdict, duration: .microseconds(dice.below(9_000_000)), willRetry: willRetry,
                notBeforeMicroseconds: willRetry && dice.happens(50) ? now + 1_000_000 : nil))
        if willRetry { set(task, .queued) } else { finish(task, outcome, reason: nil) }
    }

    private mutating func sampleRecord(_ outcome: String) -> StoredRecord {
        let screen = String(repeating: "line of a screen ", count: dice.below(50))
        let text = JSONValue.object(["outcome": .string(outcome), "screen": .string(screen)])
        return StoredRecord(
            outcome: outcome, startedMicroseconds: now - 5,
            duration: .microseconds(dice.below(9_000_000)), filesBytes: Int64(dice.below(10_000)),
            text: text.text())
    }

    private mutating func finish(_ task: TaskKey, _ outcome: String, reason: String?) {
        set(task, .over(outcome))
        record(.taskFinished(task, outcome: outcome, reason: reason))
        let outcomes = (jobs[task.job] ?? []).compactMap {
            if case .over(let word) = $0 { word } else { nil }
        }
        guard outcomes.count == jobs[task.job]?.count else { return }
        let state: JobState =
            outcomes.contains("cancelled")
            ? .cancelled : outcomes.allSatisfy { $0 == "passed" } ? .completed : .failed
        record(.jobFinished(task.job, state))
    }

    private mutating func cancel() {
        guard let task = task(where: { if case .queued = $0 { true } else { false } }) else {
            return
        }
        let whole = dice.happens(50)
        record(.cancelRequested(task.job, task: whole ? nil : task.task, by: "anna"))
        for (place, state) in (jobs[task.job] ?? []).enumerated() {
            guard case .queued = state, whole || place == task.task.index else { continue }
            finish(TaskKey(task.job, TaskID(place)), "cancelled", reason: "cancelled by anna")
        }
    }

    private mutating func skip() {
        guard let task = task(where: { if case .queued = $0 { true } else { false } }) else {
            return
        }
        finish(task, "skipped", reason: "a scenario it needs did not pass")
    }

    private mutating func retry() {
        let finished = jobs.keys.sorted().filter { job in
            jobs[job]?.allSatisfy { if case .over = $0 { true } else { false } } == true
        }
        guard !finished.isEmpty else { return }
        let job = dice.one(of: finished)
        let places = (jobs[job] ?? []).indices.filter {
            if case .over(let word) = jobs[job]?[$0] { word != "passed" } else { false }
        }
        guard !places.isEmpty else { return }
        record(.retryRequested(job, tasks: places.map { TaskID($0) }, by: "anna"))
        for place in places { set(TaskKey(job, TaskID(place)), .queued) }
    }

    private mutating func learn() {
        var estimate = Estimate()
        estimate.duration = dice.happens(80) ? .microseconds(dice.below(9_000_000)) : nil
        for slot in 0..<dice.below(3) { estimate.affinity[slot] = Double(dice.below(8)) / 8 }
        changes.append(
            .learned(
                identity: SampleSubmission.identity(dice.below(10)), estimate, microseconds: now))
    }

    private mutating func governService() {
        switch dice.below(4) {
        case 0: record(.drained(by: "root"))
        case 1: record(.resumed(by: "root"))
        case 2: record(.strategyChosen(dice.one(of: Strategy.allCases), by: "root"))
        default:
            record(.strategyChanged(dice.one(of: Strategy.allCases), reason: "many short tasks"))
        }
    }
}
