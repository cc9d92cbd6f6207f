import ArgumentParser
import Engine
import Jobs
import Scenarios
import Wire

/// `orchestroctl list`: the jobs of the caller, the latest first.
struct ListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List your jobs, the latest first.",
        discussion: """
            Shows the latest 50 jobs; --all shows all of them, --limit fewer or more. \
            Administrators see the jobs of all owners. With --json, one object a line.
            """)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Only jobs that are pending, running, completed, failed or cancelled; may be repeated.",
            valueName: "state"))
    var state: [JobState] = []

    @Option(help: ArgumentHelp("Only jobs of that account.", valueName: "account"))
    var owner: String?

    @Option(help: ArgumentHelp("Show at most so many.", valueName: "n"))
    var limit = APILimits.pageItemsDefault

    @Flag(help: "Show all, however many.")
    var all = false

    @Flag(help: "Print one JSON object a job and line.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print numbers only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes a number from 1") }
    }

    func run(_ client: APIClient) throws {
        let (jobs, hasMore) = try jobs(client)
        if quiet {
            for job in jobs { Output.line(job.id.description) }
        } else if json {
            for job in jobs { Output.json(job.json) }
        } else if jobs.isEmpty {
            Output.line("no jobs")
        } else {
            let now = SystemClock.wallMicroseconds()
            for line in JobTable.jobs(jobs, now: now, columns: Output.columns) {
                Output.line(line)
            }
            if hasMore { Output.error("there are more; --all shows them") }
        }
    }

    private func jobs(
        _ client: APIClient
    ) throws(ClientFailure) -> (jobs: [JobShape], hasMore: Bool) {
        var jobs: [JobShape] = []
        var cursor: String?
        repeat {
            let wanted = all ? APILimits.pageItemsMax : limit - jobs.count
            var query = state.map { (APIQuery.state, $0.rawValue) }
            if let owner { query.append((.owner, owner)) }
            query.append((.limit, String(min(wanted, APILimits.pageItemsMax))))
            if let cursor { query.append((.cursor, cursor)) }
            let page: JobPage = try client.get(APIRoute.jobs.path, query)
            jobs += page.jobs
            cursor = page.next
        } while cursor != nil && (all || jobs.count < limit)
        return (jobs, cursor != nil)
    }
}

extension JobState: ExpressibleByArgument {}
