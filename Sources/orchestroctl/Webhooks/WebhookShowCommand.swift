import ArgumentParser
import Wire

/// `orchestroctl webhook show`: one webhook.
struct WebhookShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a webhook.")

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let shape: WebhookShape = try client.get(APIRoute.webhook.path(webhook: webhook))
        if json { return Output.json(shape.json) }
        for line in WebhookText.facts(shape) { Output.line(line) }
    }
}
