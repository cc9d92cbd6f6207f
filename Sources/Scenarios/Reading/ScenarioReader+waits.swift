extension ScenarioReader {
    /// What a wait key waits for.
    mutating func wait(_ name: String, _ value: YAMLNode, of step: YAMLNode) -> Wait? {
        switch name {
        case "expect": expect(value, of: step)
        case "expect_screen": screen(value).map(Wait.screen)
        case "expect_gone": screen(value).map(Wait.gone)
        case "expect_exit": Self.exitCodes(value).map(Wait.exit)
        case "wait": value.duration.map(Wait.pause)
        default: .idle(quiet: value.duration)
        }
    }

    private mutating func expect(_ node: YAMLNode, of step: YAMLNode) -> Wait? {
        if let text = node.textValue {
            if text.isEmpty { return nil }
            if Self.isSentinel(text) {
                return .sentinel(Self.replacing(Self.replacing(text, "\\[", "["), "\\]", "]"))
            }
        }
        let items = node.items ?? [node]
        for item in items where item.textValue.map(Self.isSentinel) == true {
            findings.error(
                "a sentinel cannot be one of several patterns", hint: "wait for it alone",
                at: item)
        }
        let count = findings.diagnostics.count
        let patterns = items.compactMap { pattern($0, .stream) }
        if findings.diagnostics.count > count, let timeout = step["timeout"] {
            // One error for the wait: a wrong pattern also carries what is wrong with its timeout.
            findings.fold(timeout.position, into: findings.diagnostics[count].position)
        }
        return patterns.isEmpty ? nil : .expect(patterns)
    }

    /// Whether an `expect` waits for the sentinel file instead of the stream.
    private static func isSentinel(_ text: String) -> Bool {
        ["[PROMPT]", "[WIDGET]", "\\[PROMPT\\]", "\\[WIDGET\\]"].contains {
            text.utf8.contains($0.utf8)
        }
    }

    private static func replacing(_ text: String, _ part: String, _ with: String) -> String {
        text.unicodeScalars.split(
            separator: part.unicodeScalars, omittingEmptySubsequences: false
        )
        .map { String($0) }.joined(separator: with)
    }

    private mutating func screen(_ node: YAMLNode) -> ScreenCondition? {
        var condition = ScreenCondition()
        if node.pairs == nil {
            condition.text = node.textValue
            if condition.text == "" { findings.error("an empty text is always there", at: node) }
            return condition.text == nil ? nil : condition
        }
        condition.text = node["text"]?.textValue
        condition.regex = node["regex"].flatMap { pattern($0, .plain) }
        condition.row = node["row"]?.integerValue
        condition.column = node["column"]?.integerValue
        condition.region = node["region"]?.items?.compactMap(\.integerValue)
        condition.style = node["style"].map { texts($0).map(\.value) } ?? []
        condition.cursor = node["cursor"]?.items?.compactMap(\.integerValue)
        condition.title = node["title"]?.textValue
        condition.count = node["count"]?.integerValue
        condition.unique = node["unique"]?.boolValue ?? false
        tellOfUseless(node)
        return condition
    }

    /// A condition must say something, and what narrows a match needs one to narrow.
    private mutating func tellOfUseless(_ node: YAMLNode) {
        let hasMatch = node["text"] != nil || node["regex"] != nil
        if !hasMatch, node["cursor"] == nil, node["title"] == nil, node["style"] == nil {
            findings.error(
                "the condition says nothing",
                hint: "give `text`, `regex`, `style`, `cursor` or `title`", at: node)
        }
        if node["text"] != nil, let regex = node["regex"] {
            findings.error("`text` and `regex` exclude each other", at: regex)
        }
        if let count = node["count"], node["unique"]?.boolValue == true {
            findings.error("`count` and `unique` exclude each other", at: count)
        }
    }
}

extension Findings {
    /// Tells the error at one place together with the error at another, as one error.
    mutating func fold(_ position: Position, into other: Position) {
        guard
            let source = diagnostics.firstIndex(where: {
                $0.position == position && $0.severity == .error
            }), let target = diagnostics.firstIndex(where: { $0.position == other }),
            source != target
        else { return }
        append("line \(position.line): \(diagnostics[source].message)", toHintAt: target)
        remove(at: source)
    }
}

extension Sequence where Element == UInt8 {
    /// Whether the bytes occur one after the other.
    func contains(_ part: some Collection<UInt8>) -> Bool {
        let all = Array(self)
        let wanted = Array(part)
        guard !wanted.isEmpty, all.count >= wanted.count else { return wanted.isEmpty }
        return (0...(all.count - wanted.count)).contains { start in
            all[start] == wanted[0] && all[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }
}
