import ArgumentParser
import Wire

/// `orchestroctl key rotate`: the same key with another secret.
struct KeyRotateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Give a key another secret and print it, once.",
        discussion: """
            What it was before is not taken any more from that moment on; everything else about \
            the key stays. With --json, an object with the member `secret`.
            """)

    @Argument(help: ArgumentHelp("A key's number.", valueName: "key"))
    var key: Int

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: APIClient) throws {
        let shape: KeyShape = try client.send("POST", APIRoute.keyRotation.path(key: key))
        KeyText.tell(shape, asJSON: json)
    }
}
