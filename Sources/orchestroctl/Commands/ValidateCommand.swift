import ArgumentParser
import Scenarios
import Wire

/// `orchestroctl validate`: every mistake of every file at once.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check scenario files without running them.")

    @OptionGroup var input: PathOptions

    @Flag(help: "Print one JSON object per finding and line.")
    var json = false

    func run() throws {
        var set = ScenarioSet(paths: input.paths, lenient: input.lenient)
        if !set.hasErrors { _ = set.resolveNeeds() }
        if json {
            for problem in set.problems { Output.error("error: \(problem)") }
            for finding in set.findings {
                Output.line(DiagnosticLine.json(finding.diagnostic, path: finding.path).text())
            }
        } else {
            for line in set.explain() { Output.error(line) }
            if set.hasErrors || !set.findings.isEmpty { Output.error(set.tally) }
            if !set.hasErrors {
                Output.line("\(set.entries.count) scenarios in \(set.filesCount) files are valid")
            }
        }
        if set.hasErrors { throw ExitStatus.usage }
    }
}
