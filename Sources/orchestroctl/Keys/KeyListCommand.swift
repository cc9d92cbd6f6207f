import ArgumentParser
import Engine
import Reports
import Wire

/// `orchestroctl key list`: keys, never their secrets.
struct KeyListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List your keys, the oldest first.",
        discussion: "Administrators see the keys of all. With --json, one object a line.")

    @Option(help: ArgumentHelp("Only keys of that account.", valueName: "account"))
    var owner: String?

    @Flag(help: "Print one JSON object a key and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        var keys: [KeyShape] = []
        var cursor: String?
        repeat {
            var query: [(APIQuery, String)] = [(.limit, String(APILimits.pageItemsMax))]
            if let owner { query.append((.owner, owner)) }
            if let cursor { query.append((.cursor, cursor)) }
            let page: KeyPage = try client.get(APIRoute.keys.path, query)
            keys += page.keys
            cursor = page.next
        } while cursor != nil
        if json {
            for key in keys { Output.json(key.json) }
        } else if keys.isEmpty {
            Output.line("no keys")
        } else {
            let now = SystemClock.wallMicroseconds()
            for line in KeyText.table(keys, now: now, columns: Output.columns) {
                Output.line(line)
            }
        }
    }
}
