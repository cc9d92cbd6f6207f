import ArgumentParser
import Wire

/// `orchestroctl webhook list`: webhooks, never their secrets.
struct WebhookListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List your webhooks, the oldest first.",
        discussion: "Administrators see the webhooks of all. With --json, one object a line.")

    @Option(help: ArgumentHelp("Only webhooks of that account.", valueName: "account"))
    var owner: String?

    @Flag(help: "Print one JSON object a webhook and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var webhooks: [WebhookShape] = []
        var cursor: String?
        repeat {
            var query: [(APIQuery, String)] = [(.limit, String(APILimits.pageItemsMax))]
            if let owner { query.append((.owner, owner)) }
            if let cursor { query.append((.cursor, cursor)) }
            let page: WebhookPage = try client.get(APIRoute.webhooks.path, query)
            webhooks += page.webhooks
            cursor = page.next
        } while cursor != nil
        if json {
            for webhook in webhooks { Output.json(webhook.json) }
        } else if webhooks.isEmpty {
            Output.line("no webhooks")
        } else {
            for line in WebhookText.table(webhooks, columns: Output.columns) { Output.line(line) }
        }
    }
}
