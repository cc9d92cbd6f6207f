import ArgumentParser

/// What to run: shared by the commands that take scenario paths.
struct PathOptions: ParsableArguments {
    @Argument(
        help: "Scenario files, directories (searched for *.yaml and *.yml) or globs.",
        completion: .file(extensions: ["yaml", "yml"]))
    var paths: [String]

    @Flag(help: "Treat unknown keys as warnings, for old files.")
    var lenient = false
}

/// Which of the scenarios, how many at once, how strictly.
struct RunOptions: ParsableArguments {
    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp("Run so many scenarios at once, 1 to 256.", valueName: "n"))
    var workers: Int?

    @Flag(help: "Run as many scenarios at once as there are processors.")
    var parallel = false

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
        help: ArgumentHelp("Run only scenarios with this tag; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Leave out scenarios with this tag; may be repeated.", valueName: "tag"))
    var skipTag: [String] = []

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 256")
        }
        if workers != nil, parallel {
            throw ValidationError("--workers and --parallel exclude each other")
        }
        guard (0...100).contains(retries) else {
            throw ValidationError("--retries takes a number from 0 to 100")
        }
    }
}

/// Where the results go.
struct ReportOptions: ParsableArguments {
    @OptionGroup var files: ReportPaths

    @Option(
        help: ArgumentHelp(
            "Keep recordings, records and artifacts here; the default is a directory per run "
                + "below ~/.local/state/orchestro/runs.", valueName: "dir"),
        completion: .directory)
    var artifacts: String?

    /// Standard output belongs to a report.
    var ownsOutput: Bool { files.ownsOutput }
}

/// The report files to write.
struct ReportPaths: ParsableArguments {
    @Option(
        help: ArgumentHelp("Write a JUnit XML report.", valueName: "file"), completion: .file())
    var junitXml: String?

    @Option(
        help: ArgumentHelp("Write a TAP 14 report; - is standard output.", valueName: "file"),
        completion: .file())
    var tap: String?

    @Option(
        help: ArgumentHelp(
            "Write one JSON object per line and scenario; - is standard output.",
            valueName: "file"), completion: .file())
    var json: String?

    @Option(
        help: ArgumentHelp("Write a report to open in a browser.", valueName: "file"),
        completion: .file())
    var html: String?

    func validate() throws {
        guard json != "-" || tap != "-" else {
            throw ValidationError("--json - and --tap - cannot share standard output")
        }
    }

    /// Standard output belongs to a report.
    var ownsOutput: Bool { json == "-" || tap == "-" }

    /// No report is asked for.
    var isEmpty: Bool { junitXml == nil && tap == nil && json == nil && html == nil }
}
