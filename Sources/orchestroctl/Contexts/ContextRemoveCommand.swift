import ArgumentParser

/// `orchestroctl context remove`: forgets a daemon's name.
struct ContextRemoveCommand: BookCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget a context; its files stay.")

    static let changesBook = true

    @Argument(help: "The context.", completion: ContextName.completion)
    var name: String

    func run(_ book: inout ContextBook) throws {
        _ = try book.existing(name)
        book.contexts[name] = nil
        if book.current == name {
            book.current = nil
            Output.error("it was in use; the machine's own daemon is asked now")
        }
        Output.line("context \(name) is removed")
    }
}
