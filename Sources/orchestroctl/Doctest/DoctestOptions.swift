import ArgumentParser
import Scenarios

/// How the examples are read, run and compared.
struct DoctestOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What command lines begin with.", valueName: "text"))
    var prefix = "$"

    @Option(help: "How output is compared; white space at line ends and around it is left out.")
    var matchMode = MatchMode.contains

    @Option(help: ArgumentHelp("How long each command may take.", valueName: "seconds"))
    var timeout = 30.0

    @Option(
        help: ArgumentHelp(
            "Directory the commands start in; the default is the current one.", valueName: "dir"),
        completion: .directory)
    var workingDir: String?

    @Option(
        help: ArgumentHelp("POSIX shell that runs the commands.", valueName: "program"),
        completion: .shellCommand("cat /etc/shells"))
    var shell: String?

    @Flag(help: "Run every command in a shell of its own.")
    var isolated = false

    @Flag(help: "Start nothing more after the first example that does not hold.")
    var failFast = false

    @Flag(help: "Use no colours.")
    var noColor = false

    @Flag(name: .shortAndLong, help: "Tell examples as they begin, too.")
    var verbose = false

    func validate() throws {
        guard !prefix.isEmpty, !prefix.contains(where: \.isNewline) else {
            throw ValidationError("--prefix takes a text of one line")
        }
        guard timeout > 0, timeout <= Double(ScenarioLimits.secondsMax) else {
            throw ValidationError("--timeout takes a number of seconds above 0")
        }
        guard shell?.isEmpty != true else { throw ValidationError("--shell takes a program") }
    }

    /// For the making of scenarios.
    var rules: Scenario.ExampleRules {
        var rules = Scenario.ExampleRules()
        rules.shell = shell
        rules.mode = matchMode
        rules.timeout = .seconds(timeout)
        rules.failFast = failFast
        return rules
    }
}

extension MatchMode: ExpressibleByArgument {}
