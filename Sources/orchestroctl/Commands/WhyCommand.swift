import ArgumentParser
import Jobs
import Reports
import Scenarios
import Wire

/// `orchestroctl why`: why something waits, or why it ended as it did.
struct WhyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tell why a job or task waits, or why it ended as it did.",
        discussion: """
            For what waits: what it waits for, who is ahead, when it may start. For what is over: \
            what did not hold, with the evidence. `42` is a job, `42.3` its third task.
            """)

    @Argument(help: "A job or task: 42 or 42.3.")
    var job: JobReference

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let why = try client.why(job)
        if json { return Output.json(why.json) }
        switch why.state {
        case .waiting(let waiting):
            for line in WhyText.lines(why, waiting) { Output.line(line) }
        case .running(let attempts):
            for line in WhyText.lines(running: attempts) { Output.line(line) }
        case .ended(let outcome, let reason):
            try tellEnd(client, why, outcome, reason)
        }
    }

    private func tellEnd(
        _ client: APIClient, _ why: WhyShape, _ outcome: String, _ reason: String?
    ) throws(ClientFailure) {
        if let task = why.task {
            let shape = try client.task(TaskKey(why.job, task))
            if let result = try JobResults.reading({ () throws(ShapeError) in try shape.result() })
            {
                JobDisplay.tell([result])
            }
            return
        }
        Output.line(
            "job \(why.job): \(outcome)" + (reason.map { ": \(ReadableLine.text($0))" } ?? ""))
        let results = try JobResults.summary(client, why.job).results
        JobDisplay.tell(results.filter { $0.outcome != .passed })
    }
}
