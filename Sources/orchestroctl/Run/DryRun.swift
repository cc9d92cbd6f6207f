import Scenarios

/// Tells what a run would do, without starting anything.
struct DryRun {
    private let set: ScenarioSet

    init(_ set: ScenarioSet) { self.set = set }

    func print() {
        for entry in set.entries {
            let scenario = entry.scenario
            Output.line("\(entry.path): \(scenario.name)")
            Output.line("  command: \(Self.shown(scenario.command))")
            Output.line(
                "  \(scenario.steps.count) steps, \(scenario.validations.count) validations,"
                    + " timeout \(scenario.timeout.shown), deadline \(scenario.deadline.shown)")
            for step in scenario.steps {
                let note = step.note.map { "  # \($0)" } ?? ""
                Output.line("  step \(step.number), line \(step.position.line)\(note)")
            }
        }
        Output.line("\(set.entries.count) scenarios in \(set.filesCount) files are valid")
    }

    private static func shown(_ command: Command) -> String {
        switch command {
        case .words(let words): words.joined(separator: " ")
        case .shell(let text): "/bin/sh -c \(text)"
        case .session(let shell): shell
        }
    }
}
