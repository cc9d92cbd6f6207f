import ArgumentParser
import Jobs
import Wire

/// `orchestroctl wait`: for scripts.
struct WaitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until a job is over and tell by the exit status.",
        discussion: """
            Prints nothing but the state of the job. The exit status is 0 when all its scenarios \
            passed, 1 when one failed, 3 when one could not be judged or was cancelled. Ctrl-C \
            ends waiting, not the job.
            """)

    @Argument(help: "The job's number.")
    var job: JobNumber

    @Flag(help: "Print the job as a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var shape = try client.job(job.id)
        if !shape.state.isOver {
            try EventFeed(client: client, job: job.id).follow { _ in true }
            shape = try client.job(job.id)
        }
        if json {
            Output.json(shape.json)
        } else {
            Output.line(
                "job \(shape.id): \(shape.state.rawValue)" + (shape.error.map { ": \($0)" } ?? ""))
        }
        let tasks = shape.tasks
        let status = ExitStatus.unsuccessful(
            failed: tasks.failed, unjudged: tasks.error + tasks.cancelled)
        if let status { throw status }
    }
}
