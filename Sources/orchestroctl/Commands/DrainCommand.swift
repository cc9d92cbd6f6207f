import ArgumentParser
import Wire

/// `orchestroctl drain`: nothing new is started until `resume`.
struct DrainCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Start nothing new, for administrators.",
        discussion: """
            What runs goes on, what is submitted is queued; resume ends it. It holds over restarts \
            of the daemon.
            """)

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let status: StatusShape = try client.send("POST", APIRoute.drain.path)
        Output.line("draining: \(status.tasksRunning) running, \(status.tasksQueued) queued")
    }
}

/// `orchestroctl resume`: the end of `drain`.
struct ResumeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Start queued tasks again, for administrators.")

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let status: StatusShape = try client.send("POST", APIRoute.resume.path)
        Output.line("serving: \(status.tasksRunning) running, \(status.tasksQueued) queued")
    }
}
