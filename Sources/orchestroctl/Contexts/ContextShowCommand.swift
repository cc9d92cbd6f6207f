import ArgumentParser

/// `orchestroctl context show`: one context.
struct ContextShowCommand: BookCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a context; without a name the one in use.")

    @Argument(help: "The context.", completion: ContextName.completion)
    var name: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    func run(_ book: inout ContextBook) throws {
        guard let name = name ?? book.current else {
            throw ContextFailure(
                "no context is in use", hint: "orchestroctl context use NAME chooses one")
        }
        let context = try book.existing(name)
        if json {
            return Output.json(context.json(named: name, isCurrent: name == book.current))
        }
        var facts = [("name", name)]
        facts += context.facts.map { ($0.key.replacing("_", with: " "), $0.value) }
        facts.append(("in use", name == book.current ? "yes" : "no"))
        for line in FactLines.lines(facts) { Output.line(line) }
    }
}
