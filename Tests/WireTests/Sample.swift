import Jobs
import Scenarios

/// Results that use every member.
enum Sample {
    static let task = TaskInfo(
        id: TaskID(0), name: "log in", path: "tests/login.yaml", tags: ["smoke", "login"])

    static let failure: Failure = {
        var failure = Failure(
            "text did not appear", step: 3, at: Position(line: 14, column: 5))
        failure.expected = "Welcome"
        failure.actual = "Wellcome"
        failure.diff = ["-Welcome", "+Wellcome"]
        failure.waited = .milliseconds(5250)
        failure.credited = .milliseconds(250)
        failure.screen = "login: \u{1B}[1mroot\nWellcome \u{9B}2J\u{2028}漢字"
        failure.unconsumed = "a\tb\r\n\u{0}\u{7F}\"\\"
        failure.hints = ["differs in one letter"]
        failure.others = ["the exit status is 1, expected 0"]
        return failure
    }()

    static let cause: ErrorCause = {
        var cause = ErrorCause(
            .outputLimit, "the program wrote more than 1 MiB", step: 2,
            at: Position(line: 9, column: 3))
        cause.screen = "yyyy"
        return cause
    }()

    static func attempt(_ outcome: Outcome, number: Int = 1) -> AttemptResult {
        var attempt = AttemptResult(
            number: number, outcome: outcome, startedMicroseconds: 1_738_314_300_000_250,
            duration: .microseconds(1_234_567))
        attempt.steps = [
            StepResult(number: 1, status: .passed, began: .zero, duration: .milliseconds(40)),
            StepResult(
                number: 2, status: .skipped, began: .milliseconds(40), duration: .zero,
                note: "only for root"),
            StepResult(
                number: 3, status: .failed, began: .milliseconds(41), duration: .seconds(1)),
        ]
        attempt.warnings = ["the cursor stays hidden"]
        attempt.usage.user = .milliseconds(12)
        attempt.usage.system = .microseconds(3_500)
        attempt.usage.peakMemoryBytes = 4_194_304
        attempt.leaked = ["sleep"]
        attempt.ending = .exited(1)
        attempt.outputBytes = 2048
        attempt.artifactsDirectory = "out/0.1"
        return attempt
    }

    static func result(_ outcome: Outcome, attempts: Int = 1) -> TaskResult {
        let earlier = (1..<max(1, attempts)).map { attempt(.failed(failure), number: $0) }
        let last = attempts > 0 ? [attempt(outcome, number: attempts)] : []
        return TaskResult(task: task, outcome: outcome, attempts: earlier + last)
    }
}
