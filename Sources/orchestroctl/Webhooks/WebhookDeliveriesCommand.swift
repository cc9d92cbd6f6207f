import ArgumentParser
import Engine
import Wire

/// `orchestroctl webhook deliveries`: what became of messages.
struct WebhookDeliveriesCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "List a webhook's messages, the latest first.",
        discussion: "With --json, one object a line.")

    @Argument(help: "A webhook's number.")
    var webhook: Int

    @Option(
        help: ArgumentHelp(
            "Only those that are \(WebhookWords.states.joined(separator: ", ")).",
            valueName: "state"))
    var state: String?

    @Option(help: ArgumentHelp("At most so many; 50.", valueName: "n"))
    var limit = APILimits.pageItemsDefault

    @Flag(help: "Print one JSON object a message and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...APILimits.pageItemsMax).contains(limit) else {
            throw ValidationError("--limit takes numbers from 1 to \(APILimits.pageItemsMax)")
        }
    }

    func run(_ client: APIClient) throws {
        var query: [(APIQuery, String)] = [(.limit, String(limit))]
        if let state { query.append((.state, state)) }
        let page: DeliveryPage = try client.get(
            APIRoute.deliveries.path(webhook: webhook), query)
        if json {
            for delivery in page.deliveries { Output.json(delivery.json) }
        } else if page.deliveries.isEmpty {
            Output.line("no messages")
        } else {
            let now = SystemClock.wallMicroseconds()
            for line in WebhookText.table(page.deliveries, now: now, columns: Output.columns) {
                Output.line(line)
            }
        }
    }
}
