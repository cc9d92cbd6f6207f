extension ScenarioReader {
    /// One step; its keys keep their order of the file within waits, actions and so on.
    mutating func step(_ node: YAMLNode, number: Int) -> Step {
        var step = Step(number: number, position: node.position)
        for pair in node.pairs ?? [] {
            guard let rule = KeyTable.step[pair.name] else { continue }
            if pair.value.isNull, !rule.nullCounts { continue }
            if pair.name != rule.name, isGiven(rule.name, in: node) {
                findings.warning(
                    "`\(pair.name)` is passed over because `\(rule.name)` is there",
                    hint: "the two mean the same; keep one", at: pair.key)
                continue
            }
            read(rule.name, pair, of: node, into: &step)
        }
        return step
    }

    private func isGiven(_ name: String, in node: YAMLNode) -> Bool {
        guard let value = node[name] else { return false }
        return value.textValue != ""
    }

    private mutating func read(
        _ name: String, _ pair: YAMLPair, of node: YAMLNode, into step: inout Step
    ) {
        let position = pair.key.position
        let value = pair.value
        switch name {
        case "note": step.note = value.labelText
        case "timeout":
            let seconds = value.duration ?? .zero
            step.timeout = seconds == .zero ? nil : seconds
        case "stale_ok": step.staleOK = value.boolValue ?? false
        case "if": step.condition = condition(value)
        case "expect", "expect_screen", "expect_gone", "expect_exit", "wait", "wait_idle":
            guard let wait = wait(name, value, of: node) else { return }
            step.waits.append(Located(wait, at: position))
        case "screenshot", "snapshot":
            guard let capture = capture(name, value) else { return }
            step.captures.append(Located(capture, at: position))
        case "assertions":
            step.assertions += (value.items ?? []).compactMap { item in
                longAssertion(item).map { Located($0, at: item.position) }
            }
        default:
            if let action = action(name, pair, of: node) {
                step.actions.append(Located(action, at: position))
            } else if name.hasPrefix("expect_"), let assertion = assertion(name, value) {
                step.assertions.append(Located(assertion, at: position))
            }
        }
    }

    private mutating func condition(_ node: YAMLNode) -> Condition? {
        guard let text = node.textValue else { return nil }
        do throws(ConditionMistake) {
            let condition = try ConditionParser.parse(text)
            for name in condition.matrixNames where !cell.contains(where: { $0.name == name }) {
                findings.error(
                    "the matrix has no `\(name.shortened)`",
                    hint: Nearest.hint(for: name, among: cell.map(\.name)), at: node)
            }
            return condition
        } catch {
            findings.error(
                error.message, hint: error.hint, at: node.position(ofScalar: error.offset))
            return nil
        }
    }

    private mutating func capture(_ name: String, _ node: YAMLNode) -> Capture? {
        if name == "screenshot" {
            guard let text = node.textValue, let slug = slug(text, node) else { return nil }
            if !Slug.isClean(text) {
                findings.warning(
                    "the screenshot will be named `\(slug)`",
                    hint: "use letters, digits, `_` and `-`", at: node)
            }
            return .screenshot(slug: slug)
        }
        let named = node.pairs == nil ? node : node["name"]
        guard let named, let text = named.textValue, let slug = slug(text, named) else {
            return nil
        }
        let masks = node["mask"].map { $0.items ?? [$0] } ?? []
        return .snapshot(name: slug, masks: masks.compactMap { mask($0) })
    }

    private mutating func slug(_ text: String, _ node: YAMLNode) -> String? {
        guard !text.isEmpty else {
            findings.error("the name is empty", at: node)
            return nil
        }
        let slug = Slug.make(text)
        if slug.utf8.count > ScenarioLimits.slugBytesMax {
            findings.error(
                "the name is longer than \(ScenarioLimits.slugBytesMax) characters", at: node)
        }
        return slug
    }

    /// A pattern as it is, a region as `region:ROW,COLUMN,ROWS,COLUMNS`.
    private mutating func mask(_ node: YAMLNode) -> String? {
        if let numbers = node.items?.compactMap(\.integerValue) {
            return "region:" + numbers.map(String.init).joined(separator: ",")
        }
        return pattern(node, .plain)
    }

    /// A regular expression that compiles; tells why when it does not.
    mutating func pattern(_ node: YAMLNode, _ use: PatternUse) -> PatternText? {
        guard let text = node.textValue else { return nil }
        if let diagnostic = checkPattern(text, at: node, use) {
            findings.add(diagnostic)
            return nil
        }
        return text
    }
}
