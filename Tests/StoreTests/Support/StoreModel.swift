import Jobs
import Scenarios

@testable import Store

/// What a store must answer, kept in plain dictionaries and written without a thought of speed.
struct StoreModel {
    struct Job {
        var submission: Submission
        var state = JobState.pending
        var submitted: Int64
        var started: Int64?
        var finished: Int64?
        var tasks: [StoredTask]
    }

    private(set) var jobs: [JobID: Job] = [:]
    private(set) var attempts: [AttemptKey: StoredAttempt] = [:]
    private(set) var events: [NumberedEvent] = []
    private(set) var estimates = Estimates()
    private(set) var service = ServiceState()
    private(set) var webhooks = WebhookModel()
    private(set) var lastJob = 0
    private(set) var lastEvent: NumberedEvent?

    mutating func apply(_ changes: [StoreChange]) {
        for change in changes {
            switch change {
            case .jobAccepted(let id, let submission, let time): accept(id, submission, at: time)
            case .event(let event):
                events.append(event)
                lastEvent = event
                let startsJob = event.event.job.map { jobs[$0]?.state == .pending } ?? false
                apply(event)
                let job = event.event.job.flatMap { id in list.first { $0.id == id } }
                if let job { webhooks.take(event, of: job, startsJob: startsJob) }
            case .attemptRecord(let key, let record): attempts[key]?.record = record
            case .learned(let identity, let estimate, _): estimates[identity] = estimate
            case .webhook(let change): webhooks.apply(change)
            case .delivery(let change): webhooks.apply(change)
            case .key, .audited, .used: break
            }
        }
    }

    private mutating func accept(_ id: JobID, _ submission: Submission, at time: Int64) {
        let tasks = submission.tasks.enumerated().map { place, task in
            StoredTask(
                key: TaskKey(id, TaskID(place)), state: .queued, attemptsCount: 0,
                path: submission.files[task.file].path, submission: task)
        }
        jobs[id] = Job(submission: submission, submitted: time, tasks: tasks)
        lastJob = id.number
    }

    private mutating func change(_ task: TaskKey, _ body: (inout StoredTask) -> Void) {
        guard jobs[task.job] != nil else { return }
        if jobs[task.job]?.state == .pending { jobs[task.job]?.state = .running }
        body(
            &jobs[task.job, default: Job(submission: .plain(), submitted: 0, tasks: [])]
                .tasks[task.task.index])
    }

    private mutating func apply(_ numbered: NumberedEvent) {
        let now = numbered.microseconds
        switch numbered.event {
        case .submitted, .cancelRequested, .strategyChanged: break
        case .drained(let by): service.drainedBy = by
        case .resumed: service.drainedBy = nil
        case .strategyChosen(let strategy, _): service.strategy = strategy
        case .attemptStarted(let key, let slot):
            attempts[key] = StoredAttempt(key: key, slot: slot, startedMicroseconds: now)
            change(key.task) {
                $0.state = .running
                $0.attemptsCount += 1
                $0.startedMicroseconds = $0.startedMicroseconds ?? now
            }
            let started = jobs[key.task.job]?.started
            jobs[key.task.job]?.started = started ?? now
        case .attemptEnded(let key, let verdict, let duration, let willRetry, let notBefore):
            attempts[key]?.end = StoredAttempt.End(
                microseconds: now, verdict: verdict, duration: duration, willRetry: willRetry,
                notBeforeMicroseconds: notBefore)
            if willRetry { change(key.task) { $0.state = .queued } }
        case .taskFinished(let task, let outcome, let reason):
            change(task) {
                $0.state = .finished(outcome: outcome, reason: reason)
                $0.finishedMicroseconds = now
            }
        case .jobFinished(let id, let state):
            jobs[id]?.state = state
            jobs[id]?.finished = now
        case .retryRequested(let id, let tasks, _):
            for task in tasks {
                change(TaskKey(id, task)) {
                    $0.state = .queued
                    $0.finishedMicroseconds = nil
                }
            }
            jobs[id]?.state = .running
            jobs[id]?.finished = nil
        }
    }

    mutating func remove(_ removed: [JobID], serviceEventsBefore time: Int64?) {
        for id in removed { jobs[id] = nil }
        attempts = attempts.filter { jobs[$0.key.task.job] != nil }
        events = events.filter { event in
            if let job = event.event.job { return jobs[job] != nil }
            return event.microseconds >= time ?? .min
        }
    }
}

extension StoreModel {
    /// All jobs, newest first.
    var list: [StoredJob] {
        jobs.sorted { $0.key > $1.key }.map { id, job in
            var submission = job.submission
            submission.files = []
            submission.tasks = []
            return StoredJob(
                id: id, state: job.state, submittedMicroseconds: job.submitted,
                startedMicroseconds: job.started, finishedMicroseconds: job.finished,
                tasks: counts(job.tasks), bytes: bytes(id, job), submission: submission)
        }
    }

    private func counts(_ tasks: [StoredTask]) -> TaskCounts {
        var counts = TaskCounts()
        counts.total = tasks.count
        for task in tasks {
            switch task.state {
            case .queued: counts.queued += 1
            case .running: counts.running += 1
            case .finished("passed", _): counts.passed += 1
            case .finished("failed", _): counts.failed += 1
            case .finished("error", _): counts.error += 1
            case .finished("cancelled", _): counts.cancelled += 1
            case .finished: counts.skipped += 1
            }
        }
        return counts
    }

    private func bytes(_ id: JobID, _ job: Job) -> Int64 {
        let texts = job.submission.files.reduce(job.submission.upload?.bytes ?? 0) {
            $0 + $1.text.utf8.count
        }
        let records = attempts.values.filter { $0.key.task.job == id }.compactMap(\.record)
        return records.reduce(Int64(texts)) { $0 + $1.filesBytes + Int64($1.text.utf8.count) }
    }

    /// Attempts of a job, in order.
    func attempts(of job: JobID) -> [StoredAttempt] {
        attempts.values.filter { $0.key.task.job == job }.sorted { $0.key < $1.key }
    }
}
