import ArgumentParser
import Engine
import Glibc
import Jobs
import Reports
import Scenarios

/// `orchestroctl run`: scenarios here and now, without a daemon.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run scenarios here, without a daemon.",
        discussion: """
            All files are read and checked first; when one has a mistake, nothing is started. \
            Ctrl-C stops everything that was started and still writes the reports.
            """)

    @OptionGroup var input: PathOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var reports: ReportOptions

    @Flag(help: "Check the scenarios and tell what would be run.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Tell attempts, steps and notes too.")
    var verbose = false

    func run() throws {
        let (set, needs) = try ScenarioSet.checked(
            input, options.scenarios, verb: "run", participle: "started")
        guard !dryRun else { return DryRun(set).print() }
        try execute(plan(set, needs))
    }

    private func plan(_ set: ScenarioSet, _ needs: [[Int]]) throws -> RunPlan {
        let environment = CallerEnvironment.values
        let caller = FileKind.currentDirectory
        var plan = RunPlan(
            items: zip(set.entries, needs).map { entry, needs in
                RunPlan.Item(
                    scenario: entry.scenario, path: entry.path,
                    directory: CallerEnvironment.directory(of: entry.path), needs: needs)
            },
            workers: options.workers ?? (options.parallel ? CallerEnvironment.processors : 1),
            callerDirectory: caller, environment: environment,
            temporaryBase: environment["TMPDIR"] ?? "/tmp")
        plan.retries = RetryPolicy(count: options.scenarios.retries)
        plan.failFast = options.scenarios.failFast
        plan.strictTimeouts = options.scenarios.strictTimeouts
        plan.workspace = options.scenarios.workspace.map(FileKind.absolute)
        plan.artifactsDirectory = try artifactsDirectory(environment)
        return plan
    }

    private func artifactsDirectory(_ environment: [String: String]) throws -> String? {
        if let wanted = reports.artifacts {
            let path = FileKind.absolute(wanted)
            if let failure = makeDirectories(path) {
                Output.error("error: --artifacts: \(failure.message)")
                throw ExitStatus.unable
            }
            return FileKind.absolute(path)
        }
        let kept = KeptRuns.make(environment)
        if let warning = kept.warning { Output.error("warning: \(warning)") }
        return kept.directory
    }

    private func execute(_ plan: RunPlan) throws {
        let files = try ReportFiles(reports.files)
        let run = LocalRun(
            plan, verbosity: verbose ? .verbose : .normal, isQuiet: reports.ownsOutput)
        let summary = try run.perform()
        let isWritten = files.write(summary)
        if let directory = plan.artifactsDirectory,
            let failure = RecordedDurations.write(summary, in: directory)
        {
            Output.error("warning: \(failure.message)")
        }
        if let directory = plan.artifactsDirectory, !reports.ownsOutput,
            summary.results.contains(where: { $0.outcome != .passed })
        {
            Output.line("records: \(directory)")
        }
        if let status = ExitStatus.unsuccessful(summary) { throw status }
        guard isWritten else { throw ExitStatus.unable }
    }
}
