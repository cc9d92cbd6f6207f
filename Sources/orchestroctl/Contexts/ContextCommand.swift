import ArgumentParser

/// `orchestroctl context`: daemons under names.
struct ContextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context", abstract: "Keep daemons under names, and choose one.",
        discussion: """
            A context is a daemon's address with the files that speaking to it needs. Contexts \
            are kept in ~/.config/orchestro/contexts.json ($XDG_CONFIG_HOME counts); keys are \
            never in it, only the paths of their files. An option wins over the environment, the \
            environment over the context in use, and without one the machine's daemon is asked.
            """,
        subcommands: [
            ContextAddCommand.self, ContextUseCommand.self, ContextListCommand.self,
            ContextShowCommand.self, ContextRemoveCommand.self,
        ])
}

/// A command about contexts: failures become words and exit statuses in one place.
protocol BookCommand: ParsableCommand {
    /// Whether it changes the book; nobody else does meanwhile.
    static var changesBook: Bool { get }
    func run(_ book: inout ContextBook) throws
}

extension BookCommand {
    static var changesBook: Bool { false }

    func run() throws {
        do {
            let lock = Self.changesBook ? try ContextLock() : nil
            defer { lock?.release() }
            var book = try ContextBook.read()
            let before = book
            try run(&book)
            if book != before { try book.write() }
        } catch let failure as ContextFailure {
            failure.tell()
            throw ExitStatus.usage
        }
    }
}

extension ContextBook {
    /// The context of that name.
    func existing(_ name: String) throws(ContextFailure) -> DaemonContext {
        guard let context = contexts[name] else {
            throw ContextFailure(
                "there is no context `\(name)`",
                hint: "orchestroctl context list shows those there are")
        }
        return context
    }
}
