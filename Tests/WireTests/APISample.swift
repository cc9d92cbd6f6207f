import Jobs
import Scenarios
import Wire

/// Values of every API shape that use every member, by the name of their frozen sample.
enum APISample {
    static let time: Int64 = 1_769_850_300_000_250
    static let attempt = AttemptKey(TaskKey(JobID(42), TaskID(2)), 1)

    static let submission: SubmissionRequest = {
        var request = SubmissionRequest(
            callerDirectory: "/home/ann",
            files: [.init(path: "a b.yaml", directory: "/home/ann/s", text: "command: 'true'\n")])
        request.name = "nightly"
        request.priority = 2.5
        request.deadlineMicroseconds = time
        request.retries = 2
        request.limits.memoryBytes = 1 << 30
        request.limits.processesCount = 64
        request.limits.cpus = 1.5
        request.limits.outputBytes = 1 << 20
        request.workspace = "/home/ann/w"
        request.strictTimeouts = true
        request.failFast = true
        request.lenient = true
        request.tags = ["smoke"]
        request.skipTags = ["slow"]
        return request
    }()

    static let batch = BatchRequest(
        [.init(submission, idempotencyKey: "nightly 7"), .init(submission)], allOrNothing: true)

    static let job: JobShape = {
        var tasks = TaskCounts()
        (tasks.queued, tasks.running, tasks.passed, tasks.failed) = (1, 2, 3, 4)
        (tasks.error, tasks.cancelled, tasks.skipped) = (5, 6, 7)
        var job = JobShape(
            id: JobID(42), owner: "ann", account: "ci", state: .failed, createdMicroseconds: time,
            callerDirectory: "/home/ann", tasks: tasks)
        job.name = "nightly"
        job.startedMicroseconds = time + 1
        job.completedMicroseconds = time + 2
        job.priority = -1
        job.deadlineMicroseconds = time + 3
        return job
    }()

    static let task: TaskShape = {
        var attempt = AttemptShape(number: 1, startedMicroseconds: time)
        attempt.verdict = "failed"
        attempt.duration = .milliseconds(1500)
        attempt.slot = 3
        attempt.record = AttemptRecord.json(
            Sample.attempt(.failed(Sample.failure)), of: Sample.task)
        var task = TaskShape(
            key: Self.attempt.task, name: "log in", path: "login.yaml",
            state: .finished(outcome: "failed", reason: "its worker was lost"))
        task.tags = ["smoke"]
        task.estimate = .seconds(2)
        task.attempts = [attempt, AttemptShape(number: 2, startedMicroseconds: time)]
        return task
    }()

    static let status: StatusShape = {
        var status = StatusShape(
            version: "1.0.0", startedMicroseconds: time, uptime: .milliseconds(2500),
            strategy: .adaptive, slots: 8)
        status.isDraining = true
        (status.chosen, status.chosenReason) = (.sjf, "many short tasks wait")
        (status.slotsBusy, status.jobsPending, status.jobsRunning) = (1, 2, 3)
        (status.tasksQueued, status.tasksRunning) = (4, 5)
        return status
    }()

    static let workers: WorkerList = {
        var busy = WorkerShape(slot: 0, state: .busy)
        (busy.account, busy.pid, busy.version) = ("ann", 4711, "1.0.0")
        (busy.attempt, busy.sinceMicroseconds) = (attempt, time)
        busy.controllers = ["cpu", "memory"]
        return WorkerList([busy, WorkerShape(slot: 1, state: .absent)])
    }()

    static let waiting: WhyShape = {
        var waiting = WhyShape.Waiting(.resource, "`serial` is taken by 41.1")
        waiting.position = 3
        waiting.ahead = [TaskKey(JobID(41), TaskID(0))]
        waiting.notBeforeMicroseconds = time
        waiting.estimate = .seconds(12)
        return WhyShape(job: JobID(42), task: TaskID(2), state: .waiting(waiting))
    }()

    static let problem: Problem = {
        var problem = Problem(
            .invalidScenario, "1 of 2 files has mistakes", instance: "/api/v1/jobs")
        problem.diagnostics = [
            .init(
                path: "a.yaml",
                diagnostic: Diagnostic(
                    .error, "unknown key `expct`", hint: "did you mean `expect`?",
                    at: Position(line: 5, column: 5), length: 5))
        ]
        return problem
    }()

    static let shapes: [(String, any WireShape)] = [
        ("submission", submission),
        ("submission-bare", SubmissionRequest(callerDirectory: "/", files: submission.files)),
        ("job", job), ("job-page", JobPage(jobs: [job], next: "41")),
        ("task", task), ("task-page", TaskPage(tasks: [task], next: nil)),
        (
            "task-queued",
            TaskShape(key: attempt.task, name: "log in", path: "login.yaml", state: .queued)
        ),
        ("status", status), ("workers", workers), ("why-waiting", waiting),
        ("why-running", WhyShape(job: JobID(42), task: TaskID(2), state: .running([attempt]))),
        (
            "why-ended",
            WhyShape(
                job: JobID(42), task: nil,
                state: .ended(outcome: "failed", reason: "2 of 5 tasks did not pass"))
        ),
        ("cancel", CancelAnswer(job: JobID(42), tasks: 4, processes: 11, killed: 2, left: 0)),
        ("retry", RetryAnswer(job: JobID(42), tasks: 2)),
        ("strategy", StrategyRequest(.loadBalance)),
        ("batch", batch),
        (
            "batch-answer",
            BatchAnswer([.accepted(job), .known(job), .refused(problem)])
        ),
        ("problem", problem), ("problem-bare", Problem(.notFound, "there is no job 42")),
    ]

    static let events: [JobEvent] = [
        .submitted(JobID(42)),
        .attemptStarted(attempt, slot: 3),
        .attemptEnded(
            attempt, .cancelled(by: "ann"), duration: .milliseconds(1500), willRetry: false,
            notBeforeMicroseconds: nil),
        .attemptEnded(
            attempt, .lost, duration: .zero, willRetry: true, notBeforeMicroseconds: time),
        .taskFinished(attempt.task, outcome: "skipped", reason: "needs \"log in\""),
        .cancelRequested(JobID(42), task: TaskID(2), by: "ann"),
        .jobFinished(JobID(42), .cancelled),
        .retryRequested(JobID(42), tasks: [TaskID(0), TaskID(2)], by: "ann"),
        .drained(by: "root"), .resumed(by: "root"),
        .strategyChanged(.sjf, reason: "many short tasks wait"),
        .strategyChosen(.deadline, by: "root"),
    ]

    static let eventShapes: [(String, any WireShape)] =
        events.enumerated().map { index, event in
            let numbered = NumberedEvent(
                number: Int64(index + 1), microseconds: time, event: event)
            return ("event-\(index + 1)-\(event.name)", EventShape.kept(numbered))
        } + [
            ("event-step", EventShape.step(attempt, step: 3, note: "type the password")),
            ("event-lost", EventShape.lost(steps: 12)),
        ]
}
