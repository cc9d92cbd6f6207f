import ArgumentParser
import Jobs
import Reports
import Scenarios
import Wire

/// `orchestroctl submit`: scenarios as one job of the daemon.
struct SubmitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Give scenarios to the daemon as one job.",
        discussion: """
            The files are read and checked here first; when one has a mistake, nothing is \
            submitted. The daemon keeps their texts, so that later changes of the files do not \
            matter; programs run as you, in the directories the files lie in. On a pipe the job's \
            number stands alone on the first line.

            With --upload the directory that all scenarios lie in is sent along, whole but for \
            .git: a directory that is named, or the common directory of the files. Each attempt \
            gets it anew, as a directory of its own that goes with it. Programs start in the \
            current directory when that is sent, else at the top of what is sent. Links, devices \
            and pipes are refused. A daemon on another machine needs --upload, or \
            --remote-directory.

            With --wait or --follow, Ctrl-C cancels the job, and the exit status is that of the \
            job: 0 all passed, 1 a scenario failed, 3 one could not be judged or was cancelled.
            """)

    @OptionGroup var input: PathOptions
    @OptionGroup var options: SubmitOptions
    @Flag(help: "Wait until the job is over, then tell the results as run does.")
    var wait = false

    @Flag(name: .shortAndLong, help: "Show what happens until the job is over.")
    var follow = false

    @Flag(help: "Print the job as a JSON object instead of its number.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        if options.upload { try UploadDirectory.check(input.paths) }
        let (set, _) = try ScenarioSet.checked(
            input, options.scenarios, verb: "submit", participle: "submitted")
        let body = try options.body(set, of: input.paths, for: client.http.connection.place)
        let job = try submit(body, client)
        tell(job)
        guard wait || follow else { return }
        let summary: RunSummary
        do throws(ClientFailure) {
            summary =
                try follow
                ? JobDisplay.follow(client, job) : JobDisplay.wait(client, job, isQuiet: json)
        } catch {
            guard case .interrupted = error else { throw error }
            return try cancel(client, job)
        }
        if let status = ExitStatus.unsuccessful(summary) { throw status }
    }

    /// Asks again when the daemon went away in the middle, and waits for it a while; the key keeps
    /// that from making two jobs.
    private func submit(
        _ body: HTTPRequest.Body, _ client: APIClient
    ) throws(ClientFailure) -> JobShape {
        let key = options.idempotencyKey ?? Self.newKey()
        var triesLeft = ClientLimits.submitTriesMax
        var isAway = false
        var mayExist = false
        while true {
            do throws(ClientFailure) {
                return try client.submit(body, idempotencyKey: key)
            } catch {
                triesLeft -= 1
                mayExist = mayExist || error.leavesOpen
                guard error.isOfRestart || (isAway && error.isOfAbsence), triesLeft > 0 else {
                    throw mayExist ? .uncertain(idempotencyKey: key, error) : error
                }
            }
            if !isAway { Output.error("the daemon went away; trying again") }
            isAway = true
            let pause = ClientLimits.reconnectMilliseconds
            if client.http.interrupts.wait(milliseconds: pause) {
                let failure = ClientFailure.interrupted(hasSent: false)
                throw mayExist ? .uncertain(idempotencyKey: key, failure) : failure
            }
        }
    }

    /// A text that nobody has used.
    private static func newKey() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }
            .joined(separator: "-")
    }

    private func tell(_ job: JobShape) {
        if json {
            Output.json(job.json)
        } else if Output.isTerminal {
            let count = job.tasks.total
            Output.line("job \(job.id): \(count) task\(count == 1 ? "" : "s")")
            if !wait, !follow { Output.line("see how it goes: orchestroctl watch \(job.id)") }
        } else {
            Output.line(job.id.description)
        }
        Output.flush()
    }

    private func cancel(_ client: APIClient, _ job: JobShape) throws {
        Output.error("interrupted; cancelling job \(job.id)")
        let answer = try client.cancel(JobReference(job.id))
        Output.error(CancelCommand.text(answer))
        throw ExitStatus.interrupted
    }
}
