import ArgumentParser
import Wire

/// `orchestroctl webhook retry`: messages once more.
struct WebhookRetryCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send messages of a webhook again, at once.",
        discussion: "Receivers know by the message's id what they have had already.")

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Argument(
        help: ArgumentHelp("Numbers of deliveries, as deliveries shows.", valueName: "delivery"))
    var deliveries: [Int64]

    @Flag(help: "Print one JSON object a message and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        for number in deliveries {
            let delivery: DeliveryShape = try client.send(
                "POST", APIRoute.deliveryRetry.path(webhook: webhook, delivery: number))
            WebhookText.tell(delivery, asJSON: json)
        }
    }
}
