import ArgumentParser
import Jobs
import Reports
import Wire

/// `orchestroctl status`: the daemon in a few lines.
struct StatusCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the daemon: version, uptime, queue, workers, strategy.")

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let status = try client.status()
        if json { return Output.json(status.json) }
        var facts = Self.facts(status)
        let connection = client.http.connection
        if connection.place != .standard { facts.insert(("daemon", connection.description), at: 0) }
        for line in FactLines.lines(facts) { Output.line(line) }
    }

    static func facts(_ status: StatusShape) -> [(String, String)] {
        var strategy = status.strategy.rawValue
        if let chosen = status.chosen {
            let reason = status.chosenReason.map { ": \($0)" } ?? ""
            strategy += ", now \(chosen.rawValue)\(reason)"
        }
        return [
            ("version", status.version),
            ("running for", status.uptime.inWords),
            ("state", status.isDraining ? "draining: nothing new is started" : "serving"),
            ("workers", "\(status.slotsBusy) of \(status.slots) busy"),
            ("jobs", "\(status.jobsRunning) running, \(status.jobsPending) pending"),
            ("tasks", "\(status.tasksRunning) running, \(status.tasksQueued) queued"),
            ("strategy", strategy),
        ]
    }
}
