import Jobs
import Scenarios

/// Why a scenario did not pass, with the evidence, as lines for people.
struct Explanation {
    /// The colours to use.
    var palette = Palette.plain
    /// Columns that the lines may take where they can be cut without loss of sense.
    var columns = 100
    /// Rows of a screen that are shown.
    var screenRowsMax = 60
    /// Lines of other texts that are shown.
    var textLinesMax = 40

    /// All lines about the outcome of an attempt; none for one that passed.
    func lines(_ outcome: Outcome, of task: TaskInfo, attempt: AttemptResult?) -> [String] {
        switch outcome {
        case .passed: []
        case .failed(let failure): lines(failure, of: task, attempt: attempt)
        case .error(let cause): lines(cause, of: task, attempt: attempt)
        case .cancelled(let by): ["cancelled by \(VisibleText.line(by))"] + stopped(attempt)
        case .skipped(let reason): ["skipped: \(VisibleText.line(reason))"]
        }
    }

    /// What happened around an attempt whatever its outcome: warnings and processes left over.
    func remarks(_ attempt: AttemptResult) -> [String] {
        var lines = attempt.warnings.map { label("warning", .doubtful) + VisibleText.line($0) }
        if !attempt.leaked.isEmpty {
            let names = attempt.leaked.map(VisibleText.line).joined(separator: ", ")
            lines.append(label("warning", .doubtful) + "left running and killed: \(names)")
        }
        return lines
    }

    private func lines(
        _ failure: Failure, of task: TaskInfo, attempt: AttemptResult?
    ) -> [String] {
        let place = Self.place(failure.position, in: task)
        let step = Self.step(failure.step, of: attempt)
        var lines = [
            palette.paint(place, .strong) + ": " + step + VisibleText.line(failure.message)
        ]
        if let waited = Self.waiting(failure) { lines.append("  " + waited) }
        lines += comparison(failure)
        lines += screen(failure.screen, of: task)
        let unconsumed = VisibleText.lines(failure.unconsumed)
        if !unconsumed.isEmpty {
            lines.append("  output that no wait has consumed, its end:")
            lines += cut(Array(unconsumed.suffix(textLinesMax))).map { "    " + $0 }
        }
        lines += failure.others.map { "  also: " + VisibleText.line($0) }
        lines += ending(attempt)
        lines += failure.hints.map { "  " + label("hint", .strong) + VisibleText.line($0) }
        return lines
    }

    private func lines(
        _ cause: ErrorCause, of task: TaskInfo, attempt: AttemptResult?
    ) -> [String] {
        let place = palette.paint(Self.place(cause.position, in: task), .strong)
        let step = Self.step(cause.step, of: attempt)
        let message = VisibleText.lines(cause.message)
        var lines = ["\(place): \(step)\(message.first ?? "")"]
        lines += cut(Array(message.dropFirst().prefix(textLinesMax))).map { "    " + $0 }
        lines.append("  cause: " + Self.words(cause.kind))
        return lines + screen(cause.screen, of: task) + ending(attempt)
    }

    private func comparison(_ failure: Failure) -> [String] {
        var lines: [String] = []
        if !failure.diff.isEmpty {
            lines.append("  difference (- expected, + actual):")
            let shown = failure.diff.prefix(textLinesMax).map(VisibleText.line)
            lines += cut(Array(shown)).map { "    " + palette.paint($0, Self.role(ofDiff: $0)) }
            let more = failure.diff.count - shown.count
            if more > 0 { lines.append("    (\(more) more lines)") }
            return lines
        }
        if let expected = failure.expected { lines += quoted("expected", expected, .expected) }
        if let actual = failure.actual { lines += quoted("actual", actual, .actual) }
        return lines
    }

    private func quoted(_ title: String, _ text: String, _ role: Palette.Role) -> [String] {
        let lines = cut(Array(VisibleText.lines(text).prefix(textLinesMax)))
        guard lines.count > 1 else {
            let filling = String(repeating: " ", count: max(0, 8 - title.count))
            return ["  \(title): \(filling)" + palette.paint(lines.first ?? "(empty)", role)]
        }
        return ["  \(title):"] + lines.map { "    " + palette.paint($0, role) }
    }

    private func screen(_ screen: String, of task: TaskInfo) -> [String] {
        if screen.isEmpty { return [] }
        let box = ScreenBox.lines(screen, columns: columns - 4, rows: screenRowsMax)
        // The examples of a document have no screen, only what they printed.
        let title = task.position == nil ? "screen at that moment" : "output"
        return ["  \(title):"] + box.map { "    " + $0 }
    }

    private func ending(_ attempt: AttemptResult?) -> [String] {
        switch attempt?.ending {
        case .exited(let status): ["  the program exited with status \(status)"]
        case .signalled(let signal): ["  the program was ended by signal \(signal)"]
        case .stopped, nil: []
        }
    }

    private func stopped(_ attempt: AttemptResult?) -> [String] {
        guard let count = attempt?.stopped else { return [] }
        let noun = count.processes == 1 ? "process was" : "processes were"
        return [
            "  \(count.processes) \(noun) alive, \(count.killed) needed SIGKILL,"
                + " \(count.left) left"
        ]
    }

    private func cut(_ lines: [String]) -> [String] {
        lines.map { DisplayWidth.cut($0, to: columns - 4) }
    }

    private func label(_ word: String, _ role: Palette.Role) -> String {
        palette.paint(word, role) + ": "
    }
}

extension Explanation {
    /// `path`, or `path:line:column` when the position is known.
    static func place(_ position: Position?, in task: TaskInfo) -> String {
        let path = VisibleText.line(task.path)
        guard let position else { return path }
        return "\(path):\(position.line):\(position.column)"
    }

    /// `step 3 (its note): `, or nothing when no step is meant.
    static func step(_ number: Int?, of attempt: AttemptResult?) -> String {
        guard let number else { return "" }
        let note = attempt?.steps.first { $0.number == number }?.note
        return "step \(number)" + (note.map { " (\(VisibleText.line($0)))" } ?? "") + ": "
    }

    /// `waited 5.0 s`, and how much of it was credited; nil when it did not wait.
    static func waiting(_ failure: Failure) -> String? {
        guard let waited = failure.waited else { return nil }
        if failure.credited <= .zero { return "waited \(waited.shown)" }
        let credited = failure.credited.shown
        return "waited \(waited.shown), \(credited) of it credited because the machine was busy"
    }

    /// The kind of an error for people.
    static func words(_ kind: ErrorCause.Kind) -> String {
        switch kind {
        case .notStarted: "the program could not be started"
        case .setup: "a setup or teardown command failed"
        case .outputLimit: "the program wrote more than the limit"
        case .outOfMemory: "the attempt's memory limit was reached"
        case .processLimit: "the attempt's limit of processes was reached"
        case .environment: "a variable the scenario uses is missing or unusable"
        case .unsupported: "this way of running cannot give what the scenario asks for"
        case .patternLimit: "a pattern needs more work than its bound"
        case .infrastructure: "a means of the machine failed"
        case .lost: "the worker vanished"
        case .hostRestart: "the machine or the service was restarted"
        }
    }

    private static func role(ofDiff line: String) -> Palette.Role {
        switch line.first {
        case "-": .expected
        case "+": .actual
        default: .faint
        }
    }
}
