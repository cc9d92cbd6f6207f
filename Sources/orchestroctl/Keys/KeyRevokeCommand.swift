import ArgumentParser
import Wire

/// `orchestroctl key revoke`: the end of keys.
struct KeyRevokeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take keys no more, from now on and for good.")

    @Argument(help: ArgumentHelp("Numbers of keys.", valueName: "key"))
    var keys: [Int]

    @Flag(help: "Print one JSON object a key and line.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        for number in keys {
            let key: KeyShape = try client.send("DELETE", APIRoute.key.path(key: number))
            if json { Output.json(key.json) } else { Output.line("key \(key.id) is revoked") }
        }
    }
}
