import Jobs
import Scenarios

/// Why an attempt did not pass, as HTML.
struct HTMLEvidence {
    let task: TaskInfo
    let attempt: AttemptResult?

    func text(_ failure: Failure) -> String {
        var text = head(failure.position, failure.step, failure.message)
        if let waited = Explanation.waiting(failure) { text += "<p class=\"note\">\(waited)</p>\n" }
        text += comparison(failure)
        text += screen(failure.screen)
        if !VisibleText.lines(failure.unconsumed).isEmpty {
            text += titled("End of the output that no wait has consumed")
            text += HTMLText.block(failure.unconsumed, "output")
        }
        text += list(failure.others, title: "Also", kind: "others")
        return text + list(failure.hints, title: "Hints", kind: "hints")
    }

    func text(_ cause: ErrorCause) -> String {
        head(cause.position, cause.step, cause.message)
            + "<p class=\"note\">\(Explanation.words(cause.kind))</p>\n" + screen(cause.screen)
    }

    private func head(_ position: Position?, _ step: Int?, _ message: String) -> String {
        let place = HTMLText.escaped(Explanation.place(position, in: task))
        let step = HTMLText.escaped(Explanation.step(step, of: attempt))
        let message = HTMLText.escaped(message)
        return "<p class=\"message\">\(step)\(message)</p>\n<p class=\"place\">\(place)</p>\n"
    }

    private func comparison(_ failure: Failure) -> String {
        guard failure.diff.isEmpty else {
            let lines = failure.diff.map(line(ofDiff:)).joined()
            return titled("Difference") + "<pre class=\"diff\">\(lines)</pre>\n"
        }
        if failure.expected == nil, failure.actual == nil { return "" }
        var text = ""
        if let expected = failure.expected {
            text += side("Expected", expected)
        }
        if let actual = failure.actual {
            text += side("Actual", actual)
        }
        return "<div class=\"pair\">\n\(text)</div>\n"
    }

    private func side(_ title: String, _ text: String) -> String {
        "<div>\n\(titled(title))\(HTMLText.block(text, title.lowercased()))</div>\n"
    }

    private func line(ofDiff line: String) -> String {
        let shown = HTMLText.escaped(VisibleText.line(line))
        return switch line.first {
        case "-": "<del>\(shown)</del>"
        case "+": "<ins>\(shown)</ins>"
        default: "<span>\(shown)</span>"
        }
    }

    /// The examples of a document have no screen, only what they printed.
    private var screenTitle: String { task.position == nil ? "Screen at that moment" : "Output" }

    private func screen(_ screen: String) -> String {
        screen.isEmpty ? "" : titled(screenTitle) + HTMLText.block(screen, "screen")
    }

    private func list(_ items: [String], title: String, kind: String) -> String {
        if items.isEmpty { return "" }
        let shown = items.map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined()
        return titled(title) + "<ul class=\"\(kind)\">\n\(shown)</ul>\n"
    }

    private func titled(_ title: String) -> String { "<h3>\(title)</h3>\n" }
}
