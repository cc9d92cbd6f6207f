import ArgumentParser
import Engine
import Jobs
import Reports
import Scenarios

/// `orchestroctl doctest`: the shell examples of Markdown documents must still be true.
struct DoctestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctest", abstract: "Run the shell examples in Markdown files.",
        discussion: """
            Examples stand in fenced code blocks marked bash, sh, shell, console or terminal. A \
            line that begins with the prefix is a command; the lines after it are what it must \
            print, up to the next command or a line that begins with #. Text after ' #=> ' at the \
            end of a command is that, too. '# exit: N' after a command is its status instead of 0.

            All commands of a file run in one shell: bash when a block says bash, else /bin/sh. \
            They read nothing, and standard error goes where standard output goes.

            Exit status: 0 every example holds, 1 an example failed, 2 a file is no Markdown, has \
            a mistake or no examples, 3 it could not be done, 130 interrupted.
            """)

    @Argument(
        help: "Markdown files (*.md, *.markdown).",
        completion: .file(extensions: ["md", "markdown"]))
    var files: [String]

    @OptionGroup var options: DoctestOptions
    @OptionGroup var reports: ReportPaths

    func run() throws {
        let documents = DocumentSet(paths: files, options: options)
        for line in documents.explain() { Output.error(line) }
        guard !documents.hasErrors else {
            Output.error("nothing was started")
            throw ExitStatus.usage
        }
        let files = try ReportFiles(reports)
        let run = LocalRun(
            try plan(documents), verbosity: options.verbose ? .verbose : .normal,
            isQuiet: reports.ownsOutput, mayColour: !options.noColor,
            examples: ExampleRun(documents.runs.map { ($0.path, $0.examples) }))
        let summary = try run.perform()
        let isWritten = files.write(summary)
        if summary.interrupted { throw ExitStatus.interrupted }
        if summary.count("failed") > 0 { throw ExitStatus.failed }
        let isWhole = summary.count("error") + summary.count("cancelled") == 0
        guard isWhole, isWritten else { throw ExitStatus.unable }
    }

    private func plan(_ documents: DocumentSet) throws -> RunPlan {
        let caller = FileKind.currentDirectory
        var directory = caller
        if let wanted = options.workingDir {
            directory = FileKind.absolute(wanted)
            guard FileKind(directory) == .directory else {
                Output.error("error: --working-dir: \(wanted) is not a directory")
                throw ExitStatus.usage
            }
        }
        let environment = CallerEnvironment.values
        var plan = RunPlan(
            items: documents.runs.map { run in
                RunPlan.Item(
                    scenario: Scenario(
                        examples: run.examples, name: run.path, rules: options.rules),
                    path: run.path, directory: CallerEnvironment.directory(of: run.path),
                    needs: [])
            },
            workers: 1, callerDirectory: directory, environment: environment,
            temporaryBase: environment["TMPDIR"] ?? "/tmp")
        plan.failFast = options.failFast
        return plan
    }
}
