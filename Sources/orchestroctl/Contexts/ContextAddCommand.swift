import ArgumentParser

/// `orchestroctl context add`: another daemon.
struct ContextAddCommand: BookCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Keep a daemon under a name.",
        discussion: """
            Takes --server or --socket, and the files that speaking to that daemon needs; nothing \
            is asked of it yet. A context that is there already is not changed: remove it first.
            """)

    static let changesBook = true

    @Argument(help: "What you call it: letters, digits, - _ and dots.")
    var name: String

    @OptionGroup var options: PlaceOptions

    func validate() throws {
        guard ContextName.isGood(name) else {
            throw ValidationError(
                "a context's name has 1 to 64 letters, digits, `-`, `_` and `.`, not `\(name)`")
        }
        guard options.socket != nil || options.server != nil else {
            throw ValidationError("a context needs --server or --socket")
        }
    }

    func run(_ book: inout ContextBook) throws {
        guard book.contexts[name] == nil else {
            throw ContextFailure(
                "there is a context `\(name)` already",
                hint: "orchestroctl context remove \(name)")
        }
        guard var place = try options.place() else { return }
        if case .socket(let path) = place { place = .socket(FileKind.fromRoot(path)) }
        let files = options.files
        book.contexts[name] = DaemonContext(
            place: place,
            files: Connection.Files(
                key: files.key.map(FileKind.fromRoot), ca: files.ca.map(FileKind.fromRoot),
                certificate: files.certificate.map(FileKind.fromRoot),
                certificateKey: files.certificateKey.map(FileKind.fromRoot)))
        Output.line("context \(name): \(place)")
        if Output.isTerminal { Output.line("use it: orchestroctl context use \(name)") }
    }
}
