import ArgumentParser

@main
struct Orchestroctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestroctl", abstract: "Run and check conversations with terminal programs.",
        version: "orchestroctl 1.0.0")
}
