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

/// How many scenarios at once, and how.
struct RunOptions: ParsableArguments {
    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp("Run so many scenarios at once, 1 to 256.", valueName: "n"))
    var workers: Int?

    @Flag(help: "Run as many scenarios at once as there are processors.")
    var parallel = false

    @OptionGroup var scenarios: ScenarioOptions

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 256")
        }
        if workers != nil, parallel {
            throw ValidationError("--workers and --parallel exclude each other")
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
