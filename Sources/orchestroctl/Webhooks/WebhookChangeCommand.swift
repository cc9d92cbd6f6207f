import ArgumentParser
import Wire

/// `orchestroctl webhook change`: a webhook another way.
struct WebhookChangeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Change a webhook; what is not named stays.",
        discussion: """
            One that is switched off is told nothing, and what was pending becomes a dead letter. \
            The daemon switches off by itself when a receiver answers 410.
            """)

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Option(help: ArgumentHelp("Where messages are sent.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("What you call it.", valueName: "name"))
    var name: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("What it is told, instead; may be repeated.", valueName: "event"))
    var event: [String] = []

    @Option(help: ArgumentHelp("Only jobs of that name; '' for all.", valueName: "name"))
    var job: String?

    @Flag(inversion: .prefixedNo, help: "Whether it is told anything.")
    var active: Bool?

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var request = WebhookPatchRequest()
        (request.url, request.name, request.jobName) = (url, name, job)
        request.events = event.isEmpty ? nil : event
        request.isActive = active
        let shape: WebhookShape = try client.send(
            "PATCH", APIRoute.webhook.path(webhook: webhook), body: request.json)
        if json { return Output.json(shape.json) }
        for line in WebhookText.facts(shape) { Output.line(line) }
    }
}
