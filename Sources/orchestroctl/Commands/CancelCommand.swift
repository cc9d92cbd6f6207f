import ArgumentParser
import Wire

/// `orchestroctl cancel`: stops jobs, and says what became of their processes.
struct CancelCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Stop jobs or single tasks.",
        discussion: """
            Comes back when everything the job had started is gone, and says how many processes \
            that were. `42` is a job, `42.3` its third task. All of several jobs are tried; the \
            exit status is that of the first that could not be cancelled.
            """)

    @Argument(help: "Jobs or tasks: 42 or 42.3.")
    var jobs: [JobReference]

    @Flag(help: "Print one JSON object a job and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var status: ExitStatus?
        for job in jobs {
            do throws(ClientFailure) {
                let answer = try client.cancel(job)
                if json { Output.json(answer.json) } else { Output.line(Self.text(answer)) }
                if answer.left > 0 { status = status ?? .unable }
            } catch {
                guard case .refused = error else { throw error }
                error.tell()
                status = status ?? error.exitStatus
            }
        }
        if let status { throw status }
    }

    /// `job 42: 3 tasks cancelled; 11 processes, 2 needed SIGKILL, 0 left`.
    static func text(_ answer: CancelAnswer) -> String {
        func counted(_ count: Int, _ noun: String, _ plural: String) -> String {
            "\(count) \(count == 1 ? noun : plural)"
        }
        return "job \(answer.job): \(counted(answer.tasks, "task", "tasks")) cancelled; "
            + "\(counted(answer.processes, "process", "processes")), "
            + "\(answer.killed) needed SIGKILL, \(answer.left) left"
    }
}
