import ArgumentParser
import Wire

/// `orchestroctl retry`: what did not pass, again.
struct RetryCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Queue the tasks of a job again that did not pass.",
        discussion: """
            The job must be over. Earlier attempts and their records are kept; numbers of attempts \
            go on.
            """)

    @Argument(help: "The job's number.")
    var job: JobNumber

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let answer: RetryAnswer = try client.send("POST", APIRoute.retry.path(job.id))
        if json { return Output.json(answer.json) }
        let noun = answer.tasks == 1 ? "task" : "tasks"
        Output.line("job \(answer.job): \(answer.tasks) \(noun) queued again")
    }
}
