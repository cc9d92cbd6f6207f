import Jobs
import Scenarios

/// Runs to report about: every outcome, and texts that try to break out.
enum Sample {
    static let started: Int64 = 1_738_314_300_000_250

    static func task(_ index: Int, _ name: String, _ path: String, _ tags: [String] = [])
        -> TaskInfo
    {
        TaskInfo(id: TaskID(index), name: name, path: path, tags: tags)
    }

    static func attempt(_ outcome: Outcome, number: Int = 1, seconds: Double = 1.25)
        -> AttemptResult
    {
        var attempt = AttemptResult(
            number: number, outcome: outcome, startedMicroseconds: started,
            duration: .milliseconds(Int64(seconds * 1000)))
        attempt.steps = [
            StepResult(
                number: 1, status: .passed, began: .zero, duration: .milliseconds(40),
                note: "start"),
            StepResult(
                number: 2, status: .skipped, began: .milliseconds(40), duration: .zero),
            StepResult(
                number: 3, status: outcome == .passed ? .passed : .failed,
                began: .milliseconds(41), duration: .milliseconds(1200), note: "greeting"),
        ]
        attempt.usage.peakMemoryBytes = 3_500_000
        attempt.outputBytes = 812
        attempt.ending = .exited(0)
        return attempt
    }

    static let failure: Failure = {
        var failure = Failure(
            "the text \"Welcome\" did not appear", step: 3, at: Position(line: 14, column: 5))
        failure.expected = "Welcome"
        failure.actual = "Wellcome"
        failure.waited = .milliseconds(5250)
        failure.credited = .milliseconds(1250)
        failure.screen = "login: root\nPassword:\n\nWellcome, root!   \n$ \n\n\n"
        failure.unconsumed = "Password:\r\nWellcome, root!\r\n$ "
        failure.hints = ["differs in one letter from what was expected"]
        return failure
    }()

    static let comparison: Failure = {
        var failure = Failure("2 assertions do not hold", step: 3, at: Position(line: 9, column: 3))
        failure.diff = [" name: a", "-count: 2", "+count: 3"]
        failure.others = ["expect_code: expected 0, got 1"]
        return failure
    }()

    static let cause = ErrorCause(
        .notStarted, "cannot run ./missing: no such file\nlooked in /srv/app", step: 1,
        at: Position(line: 2, column: 10))

    static let run: RunSummary = {
        var warned = attempt(.passed)
        warned.warnings = ["the cursor stays hidden"]
        warned.leaked = ["sleep", "sh"]
        var kept = attempt(.failed(failure), seconds: 5.5)
        kept.artifactsDirectory = "out/3.1"
        return summary([
            TaskResult(
                task: task(0, "start and stop", "tests/smoke/start.yaml", ["smoke"]),
                outcome: .passed, attempts: [attempt(.passed)]),
            TaskResult(
                task: task(1, "leave things behind", "tests/smoke/leave.yaml"),
                outcome: .passed, attempts: [warned]),
            TaskResult(
                task: task(2, "sometimes", "tests/flaky.yaml", ["network"]), outcome: .passed,
                attempts: [attempt(.failed(comparison)), attempt(.passed, number: 2)]),
            TaskResult(
                task: task(3, "log in", "tests/login.yaml", ["login"]),
                outcome: .failed(failure), attempts: [kept]),
            TaskResult(
                task: task(4, "compare", "tests/compare.yaml"), outcome: .failed(comparison),
                attempts: [attempt(.failed(comparison))]),
            TaskResult(
                task: task(5, "missing program", "missing.yaml"), outcome: .error(cause),
                attempts: [attempt(.error(cause), seconds: 0.0625)]),
            TaskResult(
                task: task(6, "slow one", "tests/slow.yaml"), outcome: .cancelled(by: "alice"),
                attempts: [attempt(.cancelled(by: "alice"), seconds: 61)]),
            TaskResult(
                task: task(7, "later", "tests/later.yaml"),
                outcome: .skipped(reason: "needs \"log in\""), attempts: []),
        ])
    }()

    static let empty = summary([])

    /// Everything a program or author might put into a text.
    static let poison =
        "\u{1B}[31mred\u{1B}[0m\u{1B}]0;title\u{7} ]]> <b>&amp;\"'</b> # SKIP \\ \u{0}\u{8}\u{7F}"
        + "\u{9B}2J\u{202E}rtl\u{FEFF}\u{FFFE}\u{1FFFF} 漢字 e\u{301} 👩‍👩‍👧 \t\r\n--- ...\n</script><!--"
        + String(repeating: "long ", count: 2000)

    static let hostile: RunSummary = {
        var failure = Failure(poison, step: 3, at: Position(line: 1, column: 1))
        failure.expected = poison
        failure.actual = poison
        failure.screen = poison
        failure.unconsumed = poison
        failure.hints = [poison]
        failure.others = [poison]
        var compared = failure
        compared.diff = ["-" + poison, "+" + poison, poison]
        var cause = ErrorCause(.environment, poison)
        cause.screen = poison
        let outcomes: [Outcome] = [
            .passed, .failed(failure), .failed(compared), .error(cause), .cancelled(by: poison),
        ]
        let results = outcomes.enumerated().map { index, outcome in
            var attempt = attempt(outcome)
            attempt.steps[2].note = poison
            attempt.warnings = [poison]
            attempt.leaked = [poison]
            attempt.artifactsDirectory = poison
            return TaskResult(
                task: task(index, poison, "a/\(poison)", [poison]), outcome: outcome,
                attempts: [Self.attempt(.failed(failure)), attempt])
        }
        let skipped = TaskResult(
            task: task(9, poison, poison), outcome: .skipped(reason: poison), attempts: [])
        return summary(results + [skipped], interrupted: true)
    }()

    static func summary(_ results: [TaskResult], interrupted: Bool = false) -> RunSummary {
        RunSummary(
            results: results, duration: .milliseconds(3420), startedMicroseconds: started,
            interrupted: interrupted)
    }

    /// The events of a run that ends like that, one task after the other.
    static func events(_ summary: RunSummary) -> [Event] {
        var events: [Event] = [.runStarted(tasks: summary.results.map(\.task), workers: 2)]
        for result in summary.results {
            for attempt in result.attempts {
                let id = result.task.id
                events.append(.attemptStarted(id, attempt: attempt.number))
                for step in attempt.steps {
                    events.append(
                        .stepStarted(
                            id, attempt: attempt.number, step: step.number, note: step.note))
                }
                let willRetry = attempt.number < result.attempts.count
                events.append(.attemptEnded(id, attempt, willRetry: willRetry))
            }
            events.append(.taskFinished(result))
        }
        return events + [.runFinished(summary)]
    }
}
