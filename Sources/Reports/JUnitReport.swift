import Jobs
import Scenarios

/// A run as JUnit XML.
///
/// Two schemas are in wide use, Ant's (published by Windy Road) and Jenkins' `junit-10.xsd`; the
/// document holds to what both allow. Neither knows the file and line of a test, and Ant's knows
/// neither output per test nor retries: these are told in the body of the failure, and in the
/// suite's properties and `system-out`. Cancelled scenarios count as errors: nobody may take an
/// interrupted run for a good one.
public enum JUnitReport {
    /// The whole document: one suite per directory, one case per scenario; for the examples of
    /// documents one suite per document.
    public static func render(_ summary: RunSummary, hostname: String = "localhost") -> String {
        var xml = XMLLines()
        xml.element("testsuites") { xml in
            for (number, suite) in suites(summary.results).enumerated() {
                let attributes =
                    attributes(of: suite, number: number) + [
                        (
                            "timestamp",
                            UTCTime(microseconds: summary.startedMicroseconds).secondsText
                        ),
                        ("hostname", hostname.isEmpty ? "localhost" : hostname),
                    ]
                xml.element("testsuite", attributes) { xml in
                    write(suite, interrupted: summary.interrupted, to: &xml)
                }
            }
        }
        return xml.text
    }

    private struct Suite {
        var name: String
        var results: [TaskResult] = []
    }

    /// Results by directory or document, in order of first appearance.
    private static func suites(_ results: [TaskResult]) -> [Suite] {
        var suites: [Suite] = []
        var places: [String: Int] = [:]
        for result in results {
            let names = ClassName(path: result.task.path)
            let name = result.task.position == nil ? names.package : names.text
            let place = places[name] ?? suites.count
            if place == suites.count {
                suites.append(Suite(name: name))
                places[name] = place
            }
            suites[place].results.append(result)
        }
        return suites
    }

    private static func attributes(of suite: Suite, number: Int) -> [XMLLines.Attribute] {
        func count(_ words: String...) -> String {
            String(suite.results.count { words.contains($0.outcome.word) })
        }
        let time = suite.results.reduce(Duration.zero) { $0 + $1.duration }
        return [
            ("name", suite.name), ("package", suite.name), ("id", String(number)),
            ("tests", String(suite.results.count)), ("failures", count("failed")),
            ("errors", count("error", "cancelled")), ("skipped", count("skipped")),
            ("time", time.millisecondDecimal),
        ]
    }

    private static func write(_ suite: Suite, interrupted: Bool, to xml: inout XMLLines) {
        xml.element("properties") { xml in
            xml.leaf("property", [("name", "interrupted"), ("value", String(interrupted))])
            for result in suite.results where result.isFlaky {
                xml.leaf("property", [("name", "flaky"), ("value", title(result))])
            }
        }
        for result in suite.results { write(result, to: &xml) }
        let remarks = suite.results.flatMap(remarks)
        xml.leaf("system-out", text: remarks.joined(separator: "\n"))
        xml.leaf("system-err")
    }

    private static func write(_ result: TaskResult, to xml: inout XMLLines) {
        let attributes: [XMLLines.Attribute] = [
            ("name", result.task.name), ("classname", ClassName(path: result.task.path).text),
            ("time", result.duration.millisecondDecimal),
        ]
        if result.outcome == .passed {
            xml.leaf("testcase", attributes)
        } else {
            xml.element("testcase", attributes) { write(result.outcome, of: result, to: &$0) }
        }
    }

    private static func write(
        _ outcome: Outcome, of result: TaskResult, to xml: inout XMLLines
    ) {
        let why = explanation.lines(outcome, of: result.task, attempt: result.attempts.last)
        let body = why.joined(separator: "\n")
        func leaf(_ name: String, _ message: String, _ type: String) {
            xml.leaf(name, [("message", message), ("type", type)], text: body)
        }
        switch outcome {
        case .passed: break
        case .failed(let failure):
            leaf("failure", failure.message, failure.step == nil ? "check" : "step")
        case .error(let cause): leaf("error", cause.message, cause.kind.rawValue)
        case .cancelled(let by): leaf("error", "cancelled by \(by)", "cancelled")
        case .skipped(let reason): xml.leaf("skipped", [("message", reason)])
        }
    }

    /// What cannot stand in a case: earlier attempts, warnings, where the artifacts are.
    private static func remarks(_ result: TaskResult) -> [String] {
        var lines: [String] = []
        for attempt in result.attempts.dropLast() {
            lines.append("attempt \(attempt.number): \(attempt.outcome.word)")
            let why = explanation.lines(attempt.outcome, of: result.task, attempt: attempt)
            lines += why.map { "  " + $0 }
        }
        if let last = result.attempts.last {
            lines += explanation.remarks(last)
            if let directory = last.artifactsDirectory { lines.append("artifacts: \(directory)") }
        }
        if lines.isEmpty { return [] }
        return ["\(title(result)):"] + lines.map { "  " + $0 }
    }

    private static let explanation = Explanation(
        columns: 400, screenRowsMax: 200, textLinesMax: 400)

    private static func title(_ result: TaskResult) -> String {
        "\(result.task.path): \(result.task.name)"
    }
}

/// A file's path as JUnit readers expect a class: `tests/smoke/login.yaml` is the class `login` in
/// the package `tests.smoke`.
private struct ClassName {
    /// The directory, with dots; `scenarios` for files without one.
    var package: String
    /// Package and file name without ending.
    var text: String

    init(path: String) {
        var parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
        var file = parts.popLast() ?? "scenario"
        if let dot = file.lastIndex(of: "."), dot > file.startIndex { file = file[..<dot] }
        let package = parts.map(Self.word).joined(separator: ".")
        self.package = package.isEmpty ? "scenarios" : package
        text = package.isEmpty ? Self.word(file) : package + "." + Self.word(file)
    }

    private static func word(_ part: Substring) -> String {
        String(part.map { $0 == "." || $0.isWhitespace ? "_" : $0 })
    }
}
