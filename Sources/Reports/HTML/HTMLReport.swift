import Jobs
import Scenarios

/// A run as one HTML file that needs nothing else: no script, no font, no network.
///
/// Radio buttons before the list filter it by outcome with style rules alone. Scenarios that
/// failed or could not be judged are open from the start.
public enum HTMLReport {
    /// The whole document.
    public static func render(_ summary: RunSummary, title: String = "Orchestro report") -> String {
        let started = UTCTime(microseconds: summary.startedMicroseconds).secondsText
        let tasks = summary.results.map(HTMLTask.init).map(\.text).joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(HTMLStyle.sheet)
            </style>
            </head>
            <body>
            <header>
            <h1>\(HTMLText.escaped(title))</h1>
            <p class="sum">\(HTMLText.escaped(SummaryLine.text(summary)))</p>
            <p class="when">Started \(started.replacing("T", with: " ")) UTC</p>
            \(strip(summary))
            </header>
            \(filters(summary))
            <main>
            \(tasks.isEmpty ? "<p class=\"none\">No scenario ran.</p>\n" : tasks)</main>
            </body>
            </html>

            """
    }

    /// The shares of the outcomes as one coloured strip.
    private static func strip(_ summary: RunSummary) -> String {
        let parts = OutcomeStyle.words.map { word -> String in
            let count = summary.count(word)
            return count == 0 ? "" : "<span class=\"\(word)\" style=\"flex-grow:\(count)\"></span>"
        }
        return "<div class=\"strip\" role=\"presentation\">\(parts.joined())</div>"
    }

    private static func filters(_ summary: RunSummary) -> String {
        var buttons = [("all", "All", summary.results.count)]
        buttons += OutcomeStyle.words.map { ($0, $0.prefix(1).uppercased() + $0.dropFirst(), 0) }
            .map { ($0.0, $0.1, summary.count($0.0)) }
        buttons.append(("flaky", "Flaky", summary.results.count(where: \.isFlaky)))
        let shown = buttons.filter { $0.0 == "all" || $0.2 > 0 }
        let inputs = shown.map { id, _, _ in
            let checked = id == "all" ? " checked" : ""
            return "<input type=\"radio\" name=\"filter\" id=\"show-\(id)\"\(checked)>\n"
        }
        let labels = shown.map { id, word, count in
            "<label for=\"show-\(id)\">\(word) <b>\(count)</b></label>\n"
        }
        return inputs.joined() + "<nav aria-label=\"Filter by outcome\">\n"
            + labels.joined() + "</nav>"
    }
}

/// Text as HTML shows it.
enum HTMLText {
    /// Escapes markup, for element content and quoted attributes; control characters become
    /// visible, line feeds stay.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "\n"
            case _ where VisibleText.isHidden(scalar):
                escaped += VisibleText.line(String(scalar))
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Lines of program text as a block that keeps its spaces. The line feed at the start is one
    /// that HTML ignores.
    static func block(_ text: String, _ kind: String) -> String {
        let lines = VisibleText.lines(text).joined(separator: "\n")
        return "<pre class=\"\(kind)\">\n\(escaped(lines))</pre>\n"
    }
}
