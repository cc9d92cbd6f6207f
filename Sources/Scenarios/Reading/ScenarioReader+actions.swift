import Terminal

extension ScenarioReader {
    /// What an input key does; nil for another key or a mistake.
    mutating func action(_ name: String, _ pair: YAMLPair, of step: YAMLNode) -> Action? {
        let node = pair.value
        switch name {
        case "send": return send(node, pair.key, of: step)
        case "raw": return raw(node, pair.key, of: step)
        case "control": return control(node)
        case "press":
            let keys = (node.items ?? [node]).compactMap { key($0) }
            return keys.isEmpty ? nil : .press(keys)
        case "type": return node.textValue.map(Action.type)
        case "paste": return node.textValue.map(Action.paste)
        case "mouse": return mouse(node).map(Action.mouse)
        case "resize":
            guard let columns = node["columns"]?.integerValue,
                let rows = node["rows"]?.integerValue
            else { return nil }
            return .resize(columns: columns, rows: rows)
        case "signal":
            guard let text = node.textValue else { return nil }
            let short = text.hasPrefix("SIG") ? String(text.dropFirst(3)) : text
            return SignalName(rawValue: short).map(Action.signal)
        case "run": return hostCommand(node).map(Action.run)
        default: return nil
        }
    }

    private mutating func send(
        _ node: YAMLNode, _ key: YAMLNode, of step: YAMLNode
    ) -> Action? {
        guard let text = node.textValue else { return nil }
        if step["control"] != nil {
            findings.warning(
                "`send` is passed over because `control` is in the same step",
                hint: "make two steps of it", at: key)
            return nil
        }
        return .send(text, newline: step["raw"]?.boolValue != true)
    }

    private mutating func raw(
        _ node: YAMLNode, _ key: YAMLNode, of step: YAMLNode
    ) -> Action? {
        if let text = node.textValue { return .send(text, newline: false) }
        if node.boolValue == true, step["send"] == nil {
            findings.warning("`raw: true` does nothing without `send`", at: key)
        }
        return nil
    }

    private mutating func control(_ node: YAMLNode) -> Action? {
        guard let text = node.textValue else { return nil }
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
            findings.error(
                "`control` must be one character, not `\(text.shortened)`",
                hint: "for other keys use `press`, as in `press: ctrl+x`", at: node)
            return nil
        }
        guard let byte = ControlCharacter.byte(scalar) else {
            findings.error(
                "`\(text.shortened)` has no control key",
                hint: "it can be a letter or one of @ [ \\ ] ^ _ ?", at: node)
            return nil
        }
        return .control(byte)
    }

    private mutating func key(_ node: YAMLNode) -> Key? {
        guard let name = node.textValue ?? node.integerValue.map(String.init) else { return nil }
        if let key = KeyNames.key(name) { return key }
        findings.error(
            "`\(name.shortened)` is not a key", hint: KeyNames.hint(for: name), at: node)
        return nil
    }

    private mutating func mouse(_ node: YAMLNode) -> MouseAction? {
        let kinds = MouseAction.Kind.allCases
        guard let kind = kinds.first(where: { node.member($0.rawValue) != nil }),
            let aim = node.member(kind.rawValue)
        else { return nil }
        var mouse = MouseAction(kind)
        let place = aim.items?.compactMap(\.integerValue) ?? []
        mouse.row = node["row"]?.integerValue ?? place.first
        mouse.column = node["column"]?.integerValue ?? place.dropFirst().first
        mouse.text = node["text"]?.textValue ?? aim.textValue
        let target = node["to"]?.items?.compactMap(\.integerValue) ?? []
        mouse.toRow = target.first
        mouse.toColumn = target.dropFirst().first
        mouse.lines = node["lines"]?.integerValue
        tellOfMouse(mouse, node)
        return mouse
    }

    private mutating func tellOfMouse(_ mouse: MouseAction, _ node: YAMLNode) {
        let kind = mouse.kind.rawValue
        let isAimed = mouse.text != nil || (mouse.row != nil && mouse.column != nil)
        if !isAimed, mouse.kind != .scroll {
            findings.error(
                "`\(kind)` needs a place", hint: "give `row` and `column`, or `text`", at: node)
        }
        if mouse.kind == .drag, node["to"] == nil {
            findings.error(
                "`drag` needs an end", hint: "give `to: [row, column]`", at: node)
        }
        if mouse.kind != .drag, let to = node["to"] {
            findings.error("`to` belongs to `drag`, not to `\(kind)`", at: to)
        }
        if mouse.kind != .scroll, let lines = node["lines"] {
            findings.error("`lines` belongs to `scroll`, not to `\(kind)`", at: lines)
        }
    }
}
