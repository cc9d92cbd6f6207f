import ArgumentParser
import Wire

/// `orchestroctl webhook delete`: the end of webhooks.
struct WebhookDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove webhooks with all their messages.")

    @Argument(help: ArgumentHelp("Numbers of webhooks.", valueName: "webhook"))
    var webhooks: [Int]

    @Flag(help: "Print one JSON object a webhook and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        for number in webhooks {
            let webhook: WebhookShape = try client.send(
                "DELETE", APIRoute.webhook.path(webhook: number))
            if json { Output.json(webhook.json) } else { Output.line("webhook \(number) is gone") }
        }
    }
}
