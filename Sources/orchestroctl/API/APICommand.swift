import ArgumentParser

/// `orchestroctl api`: about the HTTP API.
struct APICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Tell about the daemon's HTTP API.",
        subcommands: [APIInfoCommand.self])
}
