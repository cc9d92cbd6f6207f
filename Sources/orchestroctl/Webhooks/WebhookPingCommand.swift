import ArgumentParser
import Wire

/// `orchestroctl webhook ping`: a message for trial.
struct WebhookPingCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping", abstract: "Send a message for trial.",
        discussion: "It is queued as any other; webhook deliveries tells what became of it.")

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let delivery: DeliveryShape = try client.send(
            "POST", APIRoute.webhookPing.path(webhook: webhook))
        WebhookText.tell(delivery, asJSON: json)
    }
}
