extension ScenarioReader {
    /// The command of a text or a list.
    mutating func command(_ node: YAMLNode, shell: Bool) -> Command? {
        if let items = node.items {
            if shell {
                findings.error(
                    "`shell: true` needs the command as one text",
                    hint: "write it as a text, or take `shell` away", at: node)
            }
            let words = items.compactMap { plainText($0) }
            guard words.count == items.count, let program = words.first else { return nil }
            if program.isEmpty { findings.error("the command names no program", at: items[0]) }
            return .words(words)
        }
        guard let text = plainText(node) else { return nil }
        if text.trimmedSpaces.isEmpty {
            findings.error("the command is empty", at: node)
            return nil
        }
        return shell ? .shell(text) : words(text, node)
    }

    private mutating func words(_ text: String, _ node: YAMLNode) -> Command? {
        do throws(WordSplitting.Mistake) {
            let words = try WordSplitting.split(Placeholder.compacted(text))
            if words.first?.isEmpty != false {
                findings.error("the command names no program", at: node)
                return nil
            }
            warnOfShellSyntax(words, node)
            return .words(words)
        } catch {
            let isExact = Placeholder.compacted(text) == text
            findings.error(
                error.message, at: isExact ? node.position(ofScalar: error.offset) : node.position)
            return nil
        }
    }

    /// Words that only mean something to a shell.
    private static let shellOperators: Set<String> = [
        "|", "||", "&&", "&", ";", ">", ">>", "<", "2>", "2>&1", "&>",
    ]
    private static let shellBuiltins: Set<String> = [
        "cd", "export", "source", ".", "alias", "umask", "ulimit", "set", "eval", "exec",
    ]

    private mutating func warnOfShellSyntax(_ words: [String], _ node: YAMLNode) {
        if let sign = words.dropFirst().first(where: Self.shellOperators.contains) {
            findings.warning(
                "`\(sign)` is given to the program as an argument: no shell is involved",
                hint: "with `shell: true` a shell runs the text", at: node)
        } else if let first = words.first, Self.shellBuiltins.contains(first) {
            findings.warning(
                "`\(first)` is a command of the shell, not a program",
                hint: "with `shell: true` a shell runs the text", at: node)
        }
    }

    /// The commands of `setup` or `teardown`.
    mutating func hostCommands(_ node: YAMLNode?) -> [HostCommand] {
        (node?.items ?? []).compactMap { hostCommand($0) }
    }

    /// A command of the host: a text, a list, or `{command, shell}`.
    mutating func hostCommand(_ node: YAMLNode) -> HostCommand? {
        let inner = node.pairs == nil ? node : node["command"]
        let shell = node["shell"]?.boolValue ?? false
        guard let inner, let command = command(inner, shell: shell) else { return nil }
        let text =
            switch command {
            case .shell(let text), .session(let text): text
            case .words(let words): inner.textValue ?? WordSplitting.join(words)
            }
        return HostCommand(command, text: text, at: node.position)
    }
}
