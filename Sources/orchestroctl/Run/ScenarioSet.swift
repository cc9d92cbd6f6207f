import Engine
import Jobs
import Scenarios

/// The scenarios of a request, read and checked all at once.
struct ScenarioSet {
    /// One scenario and its file.
    struct Entry {
        var scenario: Scenario
        var path: String
    }

    /// A diagnostic and the file it is about.
    struct Finding {
        var path: String
        var diagnostic: Diagnostic
        /// The file's text, for the excerpt.
        var source: String
    }

    private(set) var entries: [Entry] = []
    private(set) var findings: [Finding] = []
    /// Files that could not be found or read, in words.
    private(set) var problems: [String] = []
    private(set) var filesCount = 0
    /// The files that were read: path and text.
    private(set) var sources: [(path: String, text: String)] = []

    /// Unknown keys are warnings.
    let isLenient: Bool

    init(paths: [String], lenient: Bool) {
        isLenient = lenient
        let found = ScenarioPaths(paths)
        problems = found.problems
        for path in found.files { read(path, lenient: lenient) }
    }

    /// Whether nothing of it may be run.
    var hasErrors: Bool {
        !problems.isEmpty || findings.contains { $0.diagnostic.severity == .error }
    }

    /// Every finding and problem as a compiler would print it, then what it amounts to.
    func explain() -> [String] {
        var lines = problems.map { "error: \($0)" }
        for finding in findings {
            lines.append(
                DiagnosticText.render(
                    finding.diagnostic, path: finding.path, source: finding.source))
        }
        return lines
    }

    /// `7 errors, 1 warning`.
    var tally: String {
        let errors = problems.count + findings.count { $0.diagnostic.severity == .error }
        let warnings = findings.count { $0.diagnostic.severity == .warning }
        func counted(_ count: Int, _ noun: String) -> String {
            "\(count) \(noun)\(count == 1 ? "" : "s")"
        }
        return counted(errors, "error") + ", " + counted(warnings, "warning")
    }

    /// Keeps the scenarios that have one of the tags (when there are any) and none of the others.
    mutating func select(tags: [String], without: [String]) {
        entries.removeAll { entry in
            let own = Set(entry.scenario.tags)
            return (!tags.isEmpty && own.isDisjoint(with: tags)) || !own.isDisjoint(with: without)
        }
    }

    /// Finds what each scenario needs; what cannot be found becomes a finding.
    mutating func resolveNeeds() -> [[Int]] {
        let resolved = Needs.resolve(
            entries.map {
                Needs.Subject(
                    name: $0.scenario.name, path: $0.path, needs: $0.scenario.needs)
            })
        for problem in resolved.problems {
            let path = entries[problem.subject].path
            let source = sources.first { $0.path == path }?.text ?? ""
            findings.append(
                Finding(path: path, diagnostic: problem.diagnostic, source: source))
        }
        return resolved.places
    }

    private mutating func read(_ path: String, lenient: Bool) {
        filesCount += 1
        do throws(FileFailure) {
            let bytes = try readWhole(path, bytesMax: ScenarioLimits.fileBytesMax + 1)
            let reading = ScenarioFile.read(bytes, path: path, lenient: lenient)
            let source = String(decoding: bytes, as: UTF8.self)
            sources.append((path, source))
            if !reading.diagnostics.isEmpty {
                findings += reading.diagnostics.map {
                    Finding(path: path, diagnostic: $0, source: source)
                }
            }
            entries += reading.scenarios.map { Entry(scenario: $0, path: path) }
        } catch {
            problems.append(error.message)
        }
    }
}
