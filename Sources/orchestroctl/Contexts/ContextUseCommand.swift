import ArgumentParser

/// `orchestroctl context use`: which daemon is asked from now on.
struct ContextUseCommand: BookCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Ask the daemon of a context from now on.",
        discussion: "With --none, the machine's own daemon again.")

    static let changesBook = true

    @Argument(help: "The context.", completion: ContextName.completion)
    var name: String?

    @Flag(help: "No context.")
    var none = false

    func validate() throws {
        guard (name == nil) == none else {
            throw ValidationError("give a context's name, or --none")
        }
    }

    func run(_ book: inout ContextBook) throws {
        if let name { _ = try book.existing(name) }
        book.current = name
        Output.line("in use: \(name ?? "no context")")
    }
}
