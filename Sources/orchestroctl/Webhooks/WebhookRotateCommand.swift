import ArgumentParser
import Wire

/// `orchestroctl webhook rotate`: the same webhook with another secret.
struct WebhookRotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Give a webhook another secret and print it, once.",
        discussion: """
            Messages are signed with the one before as well for a day. With --json, an object with \
            the member `secret`.
            """)

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let shape: WebhookShape = try client.send(
            "POST", APIRoute.webhookRotation.path(webhook: webhook))
        WebhookText.tell(shape, asJSON: json)
    }
}
