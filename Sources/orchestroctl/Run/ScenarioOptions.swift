import ArgumentParser

/// Which of the scenarios, and how: shared by the commands that have scenarios executed.
struct ScenarioOptions: ParsableArguments {
    @Option(
        name: [.customShort("w"), .long],
        help: ArgumentHelp(
            "Directory the programs run in, with home/ and data/.", valueName: "dir"),
        completion: .directory)
    var workspace: String?

    @Option(
        help: ArgumentHelp("Attempt failed scenarios so often again, 0 to 100.", valueName: "n"))
    var retries = 0

    @Flag(help: "Start nothing more after the first scenario that does not pass.")
    var failFast = false

    @Flag(help: "Count waits by the clock alone, however busy the machine is.")
    var strictTimeouts = false

    @Option(
        name: .customLong("tag"), parsing: .singleValue,
        help: ArgumentHelp("Only scenarios with this tag; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Leave out scenarios with this tag; may be repeated.", valueName: "tag"))
    var skipTag: [String] = []

    func validate() throws {
        guard (0...100).contains(retries) else {
            throw ValidationError("--retries takes a number from 0 to 100")
        }
    }
}

extension ScenarioSet {
    /// The chosen scenarios, all without a mistake, and the places of what each needs. What is
    /// wrong is told; `verb` and `participle` say what was not done: `run`, `started`.
    static func checked(
        _ input: PathOptions, _ options: ScenarioOptions, verb: String, participle: String
    ) throws(ExitStatus) -> (set: ScenarioSet, needs: [[Int]]) {
        var set = ScenarioSet(paths: input.paths, lenient: input.lenient)
        set.select(tags: options.tags, without: options.skipTag)
        let needs = set.hasErrors ? [] : set.resolveNeeds()
        for line in set.explain() { Output.error(line) }
        guard !set.hasErrors else {
            Output.error("\(set.tally); nothing was \(participle)")
            throw .usage
        }
        guard !set.entries.isEmpty else {
            Output.error("error: no scenario is left to \(verb) after --tag and --skip-tag")
            throw .usage
        }
        return (set, needs)
    }
}
