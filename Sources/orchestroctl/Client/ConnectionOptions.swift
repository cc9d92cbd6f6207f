import ArgumentParser
import Glibc

/// One daemon and the files that speaking to it needs.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The daemon's socket; $ORCHESTRO_SOCKET, else the context's, else"
                + " \(DaemonPlace.standard).", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "A daemon on the network, such as https://lab:7443; $ORCHESTRO_SERVER.",
            valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "File with an API key to ask with; $ORCHESTRO_KEY_FILE, else the context's.",
            valueName: "path"),
        completion: .file())
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "File with the certificates to trust instead of the system's, such as the daemon's"
                + " own; $ORCHESTRO_CA_FILE, else the context's.", valueName: "path"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "File with a certificate to show to the daemon, with --client-key.",
            valueName: "path"),
        completion: .file())
    var clientCertificate: String?

    @Option(
        help: ArgumentHelp("File with the key of --client-certificate.", valueName: "path"),
        completion: .file())
    var clientKey: String?

    func validate() throws {
        guard socket == nil || server == nil else {
            throw ValidationError("--socket and --server name two daemons; give one of them")
        }
        guard (clientCertificate == nil) == (clientKey == nil) else {
            throw ValidationError("--client-certificate and --client-key belong together")
        }
        if let server { _ = try Self.address(server, "--server") }
    }

    /// The place that the options name; nil: none.
    func place() throws -> DaemonPlace? {
        if let socket { return .socket(socket) }
        return try server.map { .server(try Self.address($0, "--server")) }
    }

    var files: Connection.Files {
        Connection.Files(
            key: keyFile, ca: caFile, certificate: clientCertificate, certificateKey: clientKey)
    }

    /// The address in a text that came from there.
    static func address(_ text: String, _ source: String) throws -> ServerAddress {
        do throws(ServerAddress.Mistake) { return try ServerAddress(text) } catch {
            throw ValidationError("\(source) `\(text)`: \(error.message)")
        }
    }
}

/// Which daemon to ask: shared by all commands that talk to one.
struct ConnectionOptions: ParsableArguments {
    @OptionGroup var options: PlaceOptions

    @Option(
        help: ArgumentHelp(
            "The daemon of that context; $ORCHESTRO_CONTEXT, else the one in use.",
            valueName: "name"),
        completion: ContextName.completion)
    var context: String?

    func validate() throws {
        guard context == nil || (options.socket == nil && options.server == nil) else {
            throw ValidationError(
                "--context and --socket or --server name two daemons; give one of them")
        }
    }

    /// The daemon: of an option, else the environment, else the context in use, else the
    /// machine's.
    func resolved() throws -> Connection {
        if let place = try options.place() {
            let name = options.socket == nil ? "--server" : "--socket"
            return connection(place, .setting(name))
        }
        if let context { return try named(context, "--context") }
        let variables = ["ORCHESTRO_SOCKET", "ORCHESTRO_SERVER", "ORCHESTRO_CONTEXT"].compactMap {
            name in Self.variable(name).map { (name: name, value: $0) }
        }
        guard let (name, value) = variables.first else {
            let book = try ContextBook.read()
            if let current = book.current { return try named(current, "the context in use") }
            return connection(.standard, .nobody)
        }
        guard variables.count == 1 else {
            throw ValidationError(
                "\(variables[0].name) and \(variables[1].name) name two daemons; unset one of"
                    + " them")
        }
        switch name {
        case "ORCHESTRO_SOCKET": return connection(.socket(value), .setting(name))
        case "ORCHESTRO_SERVER":
            return connection(
                .server(try PlaceOptions.address(value, name)), .setting(name))
        default: return try named(value, name)
        }
    }

    private func connection(
        _ place: DaemonPlace, _ choice: Connection.Choice, _ files: Connection.Files = .init()
    ) -> Connection {
        let own = Connection.Files(
            key: Self.variable("ORCHESTRO_KEY_FILE"), ca: Self.variable("ORCHESTRO_CA_FILE"))
        return Connection(
            place: place, files: options.files.or(own).or(files), choice: choice)
    }

    private func named(_ name: String, _ source: String) throws -> Connection {
        let book = try ContextBook.read()
        guard let context = book.contexts[name] else {
            throw ContextFailure(
                "\(source): there is no context `\(name)`",
                hint: "orchestroctl context list shows those there are")
        }
        return connection(context.place, .context(name), context.files)
    }

    /// A variable of the environment; empty counts as unset.
    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
