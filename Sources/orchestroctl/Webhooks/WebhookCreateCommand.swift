import ArgumentParser
import Wire

/// `orchestroctl webhook create`: a new webhook, its secret told once.
struct WebhookCreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a webhook and print its secret, once.",
        discussion: """
            The receiver verifies messages by the secret: HMAC-SHA256 as Standard Webhooks \
            describes it. With --json, an object with the member `secret`.
            """)

    @Argument(help: "Where messages are sent: an http or https URL.")
    var url: String

    @Option(help: ArgumentHelp("What you call it; the host.", valueName: "name"))
    var name: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "What it is told: \(WebhookWords.events.joined(separator: ", ")); may be repeated; how"
                + " jobs end without one.", valueName: "event"))
    var event: [String] = []

    @Option(help: ArgumentHelp("Only jobs of that name.", valueName: "name"))
    var job: String?

    @Flag(help: "Jobs of everybody, for administrators.")
    var allJobs = false

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var request = WebhookRequest(url: url)
        request.name = name
        request.events = event
        request.jobName = job
        request.isOfAllJobs = allJobs
        let webhook: WebhookShape = try client.send(
            "POST", APIRoute.webhooks.path, body: request.json)
        WebhookText.tell(webhook, asJSON: json)
    }
}
