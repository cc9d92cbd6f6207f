import ArgumentParser
import Reports
import Wire

/// `orchestroctl watch`: a job as it goes.
struct WatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show what happens in a job until it is over.",
        discussion: """
            Without a number, your latest job that is not over. On a terminal, a live table with a \
            bar, the running scenarios and the time left; elsewhere a line for each scenario that \
            ends. A restart of the daemon does not disturb it. Ctrl-C ends watching, not the job. \
            The exit status is that of the job: 0 all passed, 1 a scenario failed, 3 one could \
            not be judged or was cancelled.
            """)

    @Argument(help: "The job's number.")
    var job: JobNumber?

    @Flag(name: .shortAndLong, help: "Tell attempts and steps too.")
    var verbose = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        guard let shape = try chosen(client) else { return Output.line("no job is running") }
        let summary = try JobDisplay.follow(
            client, shape, verbosity: verbose ? .verbose : .normal)
        if let status = ExitStatus.unsuccessful(summary) { throw status }
    }

    private func chosen(_ client: APIClient) throws(ClientFailure) -> JobShape? {
        if let job { return try client.job(job.id) }
        let page: JobPage = try client.get(
            APIRoute.jobs.path, [(.state, "pending"), (.state, "running"), (.limit, "1")])
        return page.jobs.first
    }
}
