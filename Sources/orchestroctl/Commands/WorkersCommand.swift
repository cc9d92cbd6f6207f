import ArgumentParser
import Engine
import Jobs
import Reports
import Wire

/// `orchestroctl workers`: what each slot of the machine does.
struct WorkersCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "Show the workers and what they do.",
        discussion: "With --json, one object a line.")

    @Flag(help: "Print one JSON object a worker and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let list: WorkerList = try client.get(APIRoute.workers.path)
        if json {
            for worker in list.workers { Output.json(worker.json) }
            return
        }
        let now = SystemClock.wallMicroseconds()
        for line in Self.lines(list.workers, now: now, columns: Output.columns) {
            Output.line(line)
        }
    }

    static func lines(_ workers: [WorkerShape], now: Int64, columns: Int?) -> [String] {
        var table = TextTable(
            ["SLOT", "STATE", "ACCOUNT", "ATTEMPT", "FOR", "PROCESS", "CONTROLLERS"],
            right: [0, 5])
        for worker in workers {
            table.add([
                String(worker.slot), worker.state.rawValue, worker.account ?? "",
                worker.attempt?.description ?? "",
                worker.state == .absent ? "" : TimeText.age(worker.sinceMicroseconds, now: now),
                worker.pid.map(String.init) ?? "", worker.controllers.joined(separator: " "),
            ])
        }
        return table.lines(columns: columns)
    }
}
