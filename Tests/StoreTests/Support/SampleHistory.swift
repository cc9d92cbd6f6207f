import Jobs
import Scenarios

@testable import Store

/// One of everything that can be stored. It stays as it is: the golden databases hold it.
enum SampleHistory {
    static let changes: [StoreChange] = first + second

    private static let task = TaskKey(JobID(1), TaskID(0))
    private static let other = TaskKey(JobID(1), TaskID(1))

    private static let submission: Submission = {
        var submission = Submission.plain(tasks: 2, text: "command: cat\n# nul \0, DLE \u{10}\n")
        submission.files.append(
            Submission.File(
                path: "../b.yaml", directory: "/home", text: "command: true\n", lenient: true))
        submission.name = "night run"
        submission.account = "tester"
        submission.priority = 1.5
        submission.deadlineMicroseconds = 1_800_000_000_000_000
        submission.limits.memoryBytes = 1 << 30
        submission.limits.processesCount = 64
        submission.limits.cpus = 0.5
        submission.limits.outputBytes = 1 << 20
        submission.strictTimeouts = true
        submission.failFast = true
        submission.workspace = "/home/anna/work"
        submission.idempotencyKey = "once"
        submission.tasks[1].file = 1
        submission.tasks[1].tags = ["slow", "\"quoted\""]
        submission.tasks[1].priority = -2
        submission.tasks[1].needs = [0]
        submission.tasks[1].retries = RetryPolicy(count: 2, backoff: .milliseconds(1500))
        submission.tasks[1].resources = ["serial": 1]
        submission.tasks[1].timeout = .seconds(90)
        return submission
    }()

    private static let estimate: Estimate = {
        var estimate = Estimate()
        estimate.duration = .milliseconds(1250)
        estimate.affinity = [0: 0.5, 3: 0.75]
        return estimate
    }()

    private static func record(_ outcome: String) -> StoredRecord {
        StoredRecord(
            outcome: outcome, startedMicroseconds: 1_700_000_000_000_001,
            duration: .microseconds(1_234_567), filesBytes: 4096,
            text: #"{"version":1,"outcome":"\#(outcome)"}"#)
    }

    private static let first: [StoreChange] = {
        var event = Numbering()
        return [
            .jobAccepted(JobID(1), submission, microseconds: 900),
            event(.submitted(JobID(1))),
            event(.attemptStarted(AttemptKey(task, 1), slot: 3)),
            .attemptRecord(AttemptKey(task, 1), record("failed")),
            event(
                .attemptEnded(
                    AttemptKey(task, 1), .failed, duration: .nanoseconds(1_234_567_891),
                    willRetry: true, notBeforeMicroseconds: 5000)),
            event(.attemptStarted(AttemptKey(task, 2), slot: 0)),
            event(
                .attemptEnded(
                    AttemptKey(task, 2), .cancelled(by: "anna"), duration: .seconds(1),
                    willRetry: false, notBeforeMicroseconds: nil)),
            event(.taskFinished(task, outcome: "cancelled", reason: nil)),
            event(.taskFinished(other, outcome: "skipped", reason: "it needs another one")),
            event(.jobFinished(JobID(1), .cancelled)),
            event(.retryRequested(JobID(1), tasks: [TaskID(0), TaskID(1)], by: "anna")),
            event(.attemptStarted(AttemptKey(task, 3), slot: 0)),
            event(
                .attemptEnded(
                    AttemptKey(task, 3), .lost, duration: .zero, willRetry: true,
                    notBeforeMicroseconds: nil)),
            event(.attemptStarted(AttemptKey(task, 4), slot: 0)),
            event(
                .attemptEnded(
                    AttemptKey(task, 4), .interrupted, duration: .zero, willRetry: true,
                    notBeforeMicroseconds: nil)),
            event(.attemptStarted(AttemptKey(task, 5), slot: 1)),
            event(.cancelRequested(JobID(1), task: TaskID(1), by: "root")),
            event(.cancelRequested(JobID(1), task: nil, by: "root")),
            event(.drained(by: "root")),
            event(.resumed(by: "root")),
            event(.strategyChosen(.loadBalance, by: "root")),
            event(.strategyChanged(.sjf, reason: "many short tasks")),
            event(.drained(by: "bert")),
            .learned(identity: SampleIdentity.first, estimate, microseconds: 30_000),
        ]
    }()

    private static let second: [StoreChange] = {
        let task = TaskKey(JobID(2), TaskID(0))
        func event(_ number: Int64, _ event: JobEvent) -> StoreChange {
            .event(NumberedEvent(number: number, microseconds: number * 1000, event: event))
        }
        return [
            .jobAccepted(JobID(2), .plain(), microseconds: 40_000),
            event(40, .submitted(JobID(2))),
            event(41, .attemptStarted(AttemptKey(task, 1), slot: 2)),
            .attemptRecord(AttemptKey(task, 1), record("passed")),
            event(
                42,
                .attemptEnded(
                    AttemptKey(task, 1), .passed, duration: .seconds(1), willRetry: false,
                    notBeforeMicroseconds: nil)),
            event(43, .taskFinished(task, outcome: "passed", reason: nil)),
            event(44, .jobFinished(JobID(2), .completed)),
        ]
    }()
}

/// What estimates are kept by in the sample.
enum SampleIdentity {
    static let first = "/home/anna/a.yaml#1"
}
