extension ScenarioReader {
    /// The assertion of a key in its short form.
    mutating func assertion(_ key: String, _ node: YAMLNode) -> Assertion? {
        assertion(ofType: String(key.dropFirst("expect_".count)), node)
    }

    /// The assertion of `{type, value}`.
    mutating func longAssertion(_ node: YAMLNode) -> Assertion? {
        guard let type = node["type"]?.textValue, let value = node["value"] else { return nil }
        switch type {
        case "output_exact": return assertion(ofType: "output", value)
        case "exit_code": return assertion(ofType: "code", value)
        default: return assertion(ofType: type, value)
        }
    }

    private mutating func assertion(ofType type: String, _ node: YAMLNode) -> Assertion? {
        switch type {
        case "output": return output(node)
        case "code": return node.integerValue.map(Assertion.code)
        case "contains": return node.textValue.map(Assertion.contains)
        case "regex": return pattern(node, .output).map(Assertion.regex)
        case "lines": return node.integerValue.map(Assertion.lines)
        case "not_contains":
            if node.textValue == "" {
                findings.error("the empty text is in every output", at: node)
            }
            return node.textValue.map(Assertion.notContains)
        case "json": return expectedJSON(node).map(Assertion.json)
        default: return nil
        }
    }

    private mutating func output(_ node: YAMLNode) -> Assertion? {
        guard let text = node.labelText else { return nil }
        if text != node.scalarText {
            findings.warning(
                "the output is compared with `\(text.shortened)`, not `\(node.shown)`",
                hint: "quote it: \"\(node.shown)\"", at: node)
        }
        return .output(text)
    }

    /// A validation; nil for a mistake.
    mutating func validation(_ node: YAMLNode) -> Validation? {
        guard let type = node["type"]?.textValue, let check = check(type, node) else {
            return nil
        }
        return Validation(
            check, description: node["description"]?.labelText, at: node.position)
    }

    private mutating func check(_ type: String, _ node: YAMLNode) -> Check? {
        switch type {
        case "no_processes_left": return .noProcessesLeft
        case "screen_restored": return .screenRestored
        case "exit_code": return node["value"].flatMap(Self.exitCodes).map(Check.exitCode)
        default: break
        }
        let path = node["path"].flatMap { plainText($0) }
        if path?.isEmpty == true, let place = node["path"] {
            findings.error("the path is empty", at: place)
        }
        // The pattern is looked at even without a path, so that all mistakes are told.
        switch type {
        case "path_exists": return path.map(Check.pathExists)
        case "path_absent": return path.map(Check.pathAbsent)
        case "file_contains":
            let text = node["text"].flatMap { pattern($0, .plain) }
            return path.flatMap { path in text.map { Check.fileContains(path, $0) } }
        case "file_equals":
            let text = node["text"]?.textValue
            return path.flatMap { path in text.map { Check.fileEquals(path, $0) } }
        case "file_matches_json":
            let json = node["json"].flatMap { expectedJSON($0) }
            return path.flatMap { path in json.map { Check.fileMatchesJSON(path, $0) } }
        default: return nil
        }
    }
}
