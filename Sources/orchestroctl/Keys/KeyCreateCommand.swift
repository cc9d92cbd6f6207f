import ArgumentParser
import Engine
import Wire

/// `orchestroctl key create`: a new key, told once.
struct KeyCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key and print it, once.",
        discussion: """
            The key is printed and kept nowhere: put it into a file that only its user can read, \
            for example by (umask 077; orchestroctl key create ci > ci.key). With --json, an \
            object with the member `secret`.
            """)

    @Argument(help: "What you call it.")
    var name: String

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "What it may do: read, submit, cancel or admin; may be repeated; read without one.",
            valueName: "scope"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp(
            "When it ends: a time such as 2026-12-31T23:59:59Z, or from now such as 90d.",
            valueName: "time"))
    var expires: String?

    @Option(
        help: ArgumentHelp("Requests that it may make a minute; 6000.", valueName: "n"))
    var requestsPerMinute: Int?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Take it only from there, for example 192.0.2.0/24; may be repeated.",
            valueName: "network"))
    var network: [String] = []

    @Option(
        help: ArgumentHelp("Tasks of its jobs that may be open at once.", valueName: "n"))
    var tasks: Int?

    @Option(
        help: ArgumentHelp("Attempts of its jobs that may run at once.", valueName: "n"))
    var running: Int?

    @Option(
        help: ArgumentHelp(
            "Whose jobs it submits and sees, for administrators.", valueName: "account"))
    var owner: String?

    @Option(
        help: ArgumentHelp(
            "As whom its jobs run, for administrators; the owner.", valueName: "account"))
    var runAs: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard [requestsPerMinute, tasks, running].allSatisfy({ $0 ?? 1 > 0 }) else {
            throw ValidationError(
                "--requests-per-minute, --tasks and --running take numbers from 1")
        }
        if let expires, DeadlineText.microseconds(expires, now: 0) == nil {
            throw ValidationError("--expires takes a time such as 2026-12-31T23:59:59Z or 90d")
        }
    }

    func run(_ client: APIClient) throws {
        var request = KeyRequest(name: name)
        request.scopes = scope
        request.expiresMicroseconds = expires.flatMap {
            DeadlineText.microseconds($0, now: SystemClock.wallMicroseconds())
        }
        request.requestsPerMinute = requestsPerMinute
        request.networks = network
        (request.tasksMax, request.runningMax) = (tasks, running)
        (request.owner, request.account) = (owner, runAs)
        let key: KeyShape = try client.send("POST", APIRoute.keys.path, body: request.json)
        KeyText.tell(key, asJSON: json)
    }
}
