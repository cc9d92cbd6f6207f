import ArgumentParser
import Jobs
import Wire

/// `orchestroctl strategy`: how the daemon chooses the next task.
struct StrategyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategy",
        abstract: "Choose how the next task is chosen, for administrators.")

    @Argument(help: "fifo, priority, sjf, load-balance, deadline or adaptive.")
    var strategy: Strategy

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let status: StatusShape = try client.send(
            "PUT", APIRoute.strategy.path, body: StrategyRequest(strategy).json)
        Output.line("strategy: \(status.strategy.rawValue)")
    }
}

extension Strategy: ExpressibleByArgument {}
