import Jobs
import Scenarios

/// One scenario of the report: a line that opens to everything that is known about it.
struct HTMLTask {
    let result: TaskResult

    var text: String {
        let word = result.outcome.word
        let open = word == "failed" || word == "error" ? " open" : ""
        let body = reason + failure + remarks + attempts
        let kind = "task \(word)\(result.isFlaky ? " flaky" : "")"
        if body.isEmpty { return "<div class=\"\(kind)\">\(headline)</div>\n" }
        return """
            <details class="\(kind)"\(open)>
            <summary>\(headline)</summary>
            <div class="body">
            \(body)</div>
            </details>

            """
    }

    private var headline: String {
        let word = result.outcome.word
        var tags = result.task.tags.map { "<span class=\"tag\">\(HTMLText.escaped($0))</span>" }
        if result.isFlaky { tags.append("<span class=\"tag warn\">flaky</span>") }
        let time = result.attempts.isEmpty ? "" : result.duration.shown
        return """
            <span class="badge \(word)">\(word)</span>\
            <span class="name">\(HTMLText.escaped(result.task.name))\(tags.joined())</span>\
            <span class="path">\(HTMLText.escaped(result.task.path))</span>\
            <span class="time">\(time)</span>
            """
    }

    private var reason: String {
        switch result.outcome {
        case .skipped(let reason): paragraph("Skipped: \(reason)")
        case .cancelled(let by): paragraph("Cancelled by \(by)")
        case .passed, .failed, .error: ""
        }
    }

    private var failure: String {
        evidence(result.outcome, of: result.attempts.last)
    }

    private func evidence(_ outcome: Outcome, of attempt: AttemptResult?) -> String {
        switch outcome {
        case .failed(let failure):
            HTMLEvidence(task: result.task, attempt: attempt).text(failure)
        case .error(let cause):
            HTMLEvidence(task: result.task, attempt: attempt).text(cause)
        case .passed, .cancelled, .skipped: ""
        }
    }

    private var remarks: String {
        guard let last = result.attempts.last else { return "" }
        let items = Explanation().remarks(last).map { "<li>\(HTMLText.escaped($0))</li>\n" }
        return items.isEmpty ? "" : "<ul class=\"remarks\">\n\(items.joined())</ul>\n"
    }

    /// Steps and numbers of the last attempt, then earlier attempts, each folded.
    private var attempts: String {
        guard let last = result.attempts.last else { return "" }
        let earlier = result.attempts.dropLast().map { attempt in
            let title = "Attempt \(attempt.number): \(attempt.outcome.word)"
            let body = evidence(attempt.outcome, of: attempt) + details(attempt)
            return folded("\(title) after \(attempt.duration.shown)", body)
        }
        return folded("Steps and usage", details(last)) + earlier.joined()
    }

    private func details(_ attempt: AttemptResult) -> String {
        let started = UTCTime(microseconds: attempt.startedMicroseconds).secondsText
        var facts = [("Started", started.replacing("T", with: " ") + " UTC")]
        // An example of a document shares its processes with the others.
        if result.task.position == nil { facts += Self.usage(attempt) }
        if let ending = attempt.ending { facts.append(("Program", Self.words(ending))) }
        if let directory = attempt.artifactsDirectory { facts.append(("Artifacts", directory)) }
        let rows = facts.map { name, value in
            "<dt>\(name)</dt><dd>\(HTMLText.escaped(VisibleText.line(value)))</dd>\n"
        }
        return steps(attempt.steps) + "<dl>\n\(rows.joined())</dl>\n"
    }

    private static func usage(_ attempt: AttemptResult) -> [(String, String)] {
        let usage = attempt.usage
        return [
            ("Processor time", "\(usage.user.shown) user, \(usage.system.shown) system"),
            ("Peak memory", size(usage.peakMemoryBytes)),
            ("Output", size(attempt.outputBytes)),
        ]
    }

    private func steps(_ steps: [StepResult]) -> String {
        if steps.isEmpty { return "" }
        let rows = steps.map { step in
            """
            <tr class="\(step.status.rawValue)"><td>\(step.number)</td>\
            <td>\(step.status.rawValue)</td><td>\(HTMLText.escaped(step.note ?? ""))</td>\
            <td>\(step.began.shown)</td><td>\(step.duration.shown)</td></tr>

            """
        }
        return """
            <table>
            <thead><tr><th>Step</th><th>Result</th><th>Note</th><th>At</th><th>Took</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>

            """
    }

    private func folded(_ title: String, _ body: String) -> String {
        "<details class=\"inner\"><summary>\(HTMLText.escaped(title))</summary>\n"
            + "\(body)</details>\n"
    }

    private func paragraph(_ text: String) -> String { "<p>\(HTMLText.escaped(text))</p>\n" }

    private static func words(_ ending: Ending) -> String {
        switch ending {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "ended by signal \(signal)"
        case .stopped: "stopped when the scenario was over"
        }
    }

    /// Bytes in the largest binary unit that gives at least 1.
    private static func size(_ bytes: Int) -> String {
        var units = ["KiB", "MiB", "GiB", "TiB"][...]
        guard bytes >= 1024, var unit = units.popFirst() else { return "\(bytes) bytes" }
        var tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024
        while tenths >= 10_240, let next = units.popFirst() {
            tenths /= 1024
            unit = next
        }
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
