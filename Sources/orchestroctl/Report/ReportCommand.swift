import ArgumentParser
import Jobs
import Wire

/// `orchestroctl report`: reports of a job that is over, as `run` would have written them.
struct ReportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write reports of a job that is over.",
        discussion: """
            Without options, what run would have told. The exit status is 0 when everything is \
            written, whatever became of the job; wait tells by its status. --artifacts makes a \
            directory for each attempt with its recording, its record and the files it kept.
            """)

    @Argument(help: "The job's number.")
    var job: JobNumber

    @OptionGroup var files: ReportPaths

    @Option(
        help: ArgumentHelp(
            "Put recordings, records and artifacts here.", valueName: "dir"),
        completion: .directory)
    var artifacts: String?

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let writer = try ReportFiles(files)
        let shape = try client.job(job.id)
        guard shape.state.isOver else {
            Output.error("error: job \(job.id) is \(shape.state.rawValue), not over")
            Output.error("hint: orchestroctl wait \(job.id)")
            throw ExitStatus.usage
        }
        let tasks = try client.tasks(job.id, withRecords: true)
        let summary = try JobResults.summary(shape, tasks)
        var isWhole = writer.write(summary)
        if let artifacts {
            let unpacking = ArtifactUnpacking(client, directory: FileKind.absolute(artifacts))
            for task in tasks where try !unpacking.unpack(task) { isWhole = false }
        }
        if files.isEmpty, artifacts == nil { JobDisplay.tell(summary) }
        guard isWhole else { throw ExitStatus.unable }
    }
}
