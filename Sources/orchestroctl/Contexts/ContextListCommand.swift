import ArgumentParser
import Reports
import Scenarios

/// `orchestroctl context list`: the daemons that have names.
struct ContextListCommand: BookCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List contexts; the one in use has a star.",
        discussion: "With --json, one object a line.")

    @Flag(help: "Print one JSON object a context and line.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print names only.")
    var quiet = false

    func run(_ book: inout ContextBook) {
        let names = book.contexts.keys.sorted()
        if names.isEmpty, !json, !quiet { return Output.line("no contexts") }
        var table = TextTable(["", "NAME", "DAEMON", "KEY FILE"], right: [])
        for name in names {
            guard let context = book.contexts[name] else { continue }
            let isCurrent = name == book.current
            if quiet {
                Output.line(name)
            } else if json {
                Output.json(context.json(named: name, isCurrent: isCurrent))
            } else {
                table.add([
                    isCurrent ? "*" : " ", name, context.place.description,
                    context.files.key ?? "-",
                ])
            }
        }
        guard !quiet, !json else { return }
        for line in table.lines(columns: Output.columns) { Output.line(line) }
    }
}

extension DaemonContext {
    /// The same with `current`.
    func json(named name: String, isCurrent: Bool) -> JSONValue {
        guard case .object(var object) = json(named: name) else { return .null }
        object["current"] = .bool(isCurrent)
        return .object(object)
    }
}
