import Jobs
import Scenarios

/// What a person reads while a run goes on: a line per scenario, why it did not pass, and the
/// sum at the end. It takes events and gives lines; who prints them is not its business.
public struct TextReport: Sendable {
    /// How much is told.
    public enum Verbosity: Sendable {
        /// One line per scenario, explanations of what did not pass, the sum.
        case normal
        /// Also attempts as they begin, and every step with its note.
        case verbose
    }

    private let verbosity: Verbosity
    private let palette: Palette
    private let explanation: Explanation
    private var tasks: [TaskID: TaskInfo] = [:]

    /// Makes a report for a terminal or file; boxes and texts are cut to so many columns.
    public init(verbosity: Verbosity = .normal, palette: Palette = .plain, columns: Int = 100) {
        self.verbosity = verbosity
        self.palette = palette
        explanation = Explanation(palette: palette, columns: max(40, columns) - 2)
    }

    /// The lines to print because of this event, without line ends; often none.
    public mutating func consume(_ event: Event) -> [String] {
        switch event {
        case .runStarted(let tasks, let workers):
            self.tasks = Dictionary(tasks.map { ($0.id, $0) }) { first, _ in first }
            guard verbosity == .verbose else { return [] }
            return ["running \(Self.count(tasks.count, Self.noun(tasks))), \(workers) at a time"]
        case .attemptStarted(let id, let attempt):
            guard verbosity == .verbose, let task = tasks[id] else { return [] }
            let again = attempt > 1 ? " (attempt \(attempt))" : ""
            return [badge("START", .faint) + Self.title(task) + again]
        case .stepStarted, .stepEnded:
            return []
        case .attemptEnded(let id, let attempt, let willRetry):
            return tasks[id].map { lines(attempt, of: $0, willRetry: willRetry) } ?? []
        case .taskFinished(let result):
            return lines(result)
        case .runFinished(let summary):
            return lines(summary)
        }
    }

    private func lines(_ attempt: AttemptResult, of task: TaskInfo, willRetry: Bool) -> [String] {
        var lines = verbosity == .verbose ? attempt.steps.map(line) : []
        guard willRetry else { return lines }
        let time = "  " + palette.paint(attempt.duration.shown, .faint)
        lines.append(
            badge("RETRY", .doubtful) + Self.title(task)
                + "  (attempt \(attempt.number): \(attempt.outcome.word))" + time)
        let why = explanation.lines(attempt.outcome, of: task, attempt: attempt)
        return lines + (verbosity == .verbose ? why : Array(why.prefix(1))).map { "  " + $0 }
    }

    private func line(_ step: StepResult) -> String {
        let mark =
            switch step.status {
            case .passed: palette.paint("✓", .good)
            case .failed: palette.paint("✗", .bad)
            case .skipped: palette.paint("-", .doubtful)
            }
        let note = step.note.map { "  " + VisibleText.line($0) } ?? ""
        let time = palette.paint(step.duration.shown, .faint)
        return "      \(mark) step \(step.number)\(note)  \(time)"
    }

    private func lines(_ result: TaskResult) -> [String] {
        let word = result.outcome.word
        var head = badge(OutcomeStyle.badge(word), OutcomeStyle.role(of: word))
        head += Self.title(result.task)
        if case .skipped(let reason) = result.outcome {
            return [head + "  " + palette.paint("(\(VisibleText.line(reason)))", .faint)]
        }
        if result.isFlaky {
            let attempts = "(flaky: passed at attempt \(result.attempts.count))"
            head += "  " + palette.paint(attempts, .doubtful)
        }
        head += "  " + palette.paint(result.duration.shown, .faint)
        let last = result.attempts.last
        var lines = explanation.lines(result.outcome, of: result.task, attempt: last)
        if let last { lines += explanation.remarks(last) }
        if let directory = last?.artifactsDirectory, result.outcome != .passed {
            lines.append("artifacts: " + VisibleText.line(directory))
        }
        return [head] + lines.map { "  " + $0 }
    }

    private func lines(_ summary: RunSummary) -> [String] {
        let bad = summary.results.filter { ["failed", "error"].contains($0.outcome.word) }
        var lines = [""]
        if summary.results.count > 1 {
            for result in bad {
                let word = result.outcome.word
                lines.append(
                    badge(OutcomeStyle.badge(word), OutcomeStyle.role(of: word))
                        + Self.title(result.task))
            }
        }
        return lines + [SummaryLine.text(summary, palette: palette)]
    }

    private func badge(_ word: String, _ role: Palette.Role) -> String {
        let filling = String(repeating: " ", count: max(0, 5 - word.count))
        return palette.paint(word, role) + filling + "  "
    }

    private static func title(_ task: TaskInfo) -> String {
        VisibleText.line(task.path) + "  " + VisibleText.line(task.name)
    }

    private static func noun(_ tasks: [TaskInfo]) -> String {
        tasks.contains { $0.position == nil } ? "scenario" : "example"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
