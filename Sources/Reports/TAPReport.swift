import Jobs
import Scenarios

/// A run as TAP version 14 (testanything.org): one test point per scenario.
///
/// Cancelled scenarios are `not ok`: nobody may take an interrupted run for a good one.
public enum TAPReport {
    /// The whole document, ended by a line feed.
    public static func render(_ summary: RunSummary) -> String {
        var lines = ["TAP version 14", plan(summary.results.count)]
        for (place, result) in summary.results.enumerated() {
            lines.append(point(result, number: place + 1))
            lines += diagnostics(result).map { "  " + $0 }
        }
        lines.append("# " + SummaryLine.text(summary))
        if summary.interrupted { lines.append("Bail out! the run was interrupted") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func plan(_ count: Int) -> String {
        count == 0 ? "1..0 # no scenarios" : "1..\(count)"
    }

    private static func point(_ result: TaskResult, number: Int) -> String {
        let name = escaped(VisibleText.line(result.task.name))
        switch result.outcome {
        case .passed: return "ok \(number) - \(name)"
        case .skipped(let reason):
            return "ok \(number) - \(name) # SKIP \(VisibleText.line(reason))"
        case .failed, .error, .cancelled: return "not ok \(number) - \(name)"
        }
    }

    /// `#` would begin a directive, and `\` the escape of the next character.
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            if scalar == "#" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    private static func diagnostics(_ result: TaskResult) -> [String] {
        if case .skipped = result.outcome { return [] }
        var yaml = YAMLLines()
        switch result.outcome {
        case .passed, .skipped: place(nil, of: result, in: &yaml)
        case .failed(let failure): tell(failure, of: result, in: &yaml)
        case .error(let cause): tell(cause, of: result, in: &yaml)
        case .cancelled(let by):
            yaml.add("message", "cancelled by \(by)")
            yaml.add("severity", "cancelled")
            place(nil, of: result, in: &yaml)
        }
        yaml.add("duration_ms", result.duration.wholeMilliseconds)
        if result.attempts.count > 1 { yaml.add("attempts", Int64(result.attempts.count)) }
        if result.isFlaky { yaml.add("flaky", true) }
        yaml.add("warnings", result.attempts.last?.warnings ?? [])
        return ["---"] + yaml.lines + ["..."]
    }

    private static func tell(
        _ failure: Failure, of result: TaskResult, in yaml: inout YAMLLines
    ) {
        yaml.add("message", failure.message)
        yaml.add("severity", "fail")
        place(failure.position, of: result, in: &yaml)
        if let step = failure.step { yaml.add("step", Int64(step)) }
        if let expected = failure.expected { yaml.add("expected", expected) }
        if let actual = failure.actual { yaml.add("actual", actual) }
        yaml.add("diff", failure.diff)
        if let waited = failure.waited { yaml.add("waited_ms", waited.wholeMilliseconds) }
        yaml.add("screen", VisibleText.lines(failure.screen))
        yaml.add("unconsumed", VisibleText.lines(failure.unconsumed))
        yaml.add("hints", failure.hints)
        yaml.add("others", failure.others)
    }

    private static func tell(
        _ cause: ErrorCause, of result: TaskResult, in yaml: inout YAMLLines
    ) {
        yaml.add("message", cause.message)
        yaml.add("severity", "error")
        yaml.add("kind", cause.kind.rawValue)
        place(cause.position, of: result, in: &yaml)
        if let step = cause.step { yaml.add("step", Int64(step)) }
        yaml.add("screen", VisibleText.lines(cause.screen))
    }

    private static func place(
        _ position: Position?, of result: TaskResult, in yaml: inout YAMLLines
    ) {
        yaml.begin("at")
        yaml.add("  file", result.task.path)
        if let position = position ?? result.task.position {
            yaml.add("  line", Int64(position.line))
            yaml.add("  column", Int64(position.column))
        }
    }
}
