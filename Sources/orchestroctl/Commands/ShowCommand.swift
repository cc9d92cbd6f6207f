import ArgumentParser
import Engine
import Reports
import Scenarios
import Wire

/// `orchestroctl show`: one job with its tasks.
struct ShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a job with its tasks.",
        discussion: """
            The exit status is 0 whatever became of the job; wait tells by its status. With \
            --json, one object: the job, its tasks in `task_list`.
            """)

    @Argument(help: "The job's number.")
    var job: JobNumber

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let shape = try client.job(job.id)
        let tasks = try client.tasks(job.id, withRecords: false)
        if json {
            guard case .object(var object) = shape.json else { return }
            object["task_list"] = .array(tasks.map(\.json))
            return Output.json(.object(object))
        }
        Output.line("job \(shape.id)" + (shape.name.map { "  " + ReadableLine.text($0) } ?? ""))
        for line in JobTable.facts(shape) { Output.line("  " + line) }
        Output.line("")
        let now = SystemClock.wallMicroseconds()
        for line in JobTable.tasks(tasks, now: now, columns: Output.columns) { Output.line(line) }
    }
}
