/// Compares a document with the shape it should have and tells every difference.
struct ShapeCheck {
    /// What was found so far.
    var findings: Findings
    /// Whether unknown keys are warnings.
    let lenient: Bool

    /// Checks a node; `label` names it in messages.
    mutating func check(_ node: YAMLNode, _ shape: Shape, _ label: String) {
        if node.style == .broken, shape.takesScalar { return }
        guard shape.fits(node) else { return mismatch(node, shape, label) }
        switch shape {
        case .text, .label, .labelOrNull, .bool, .anything: return
        case .constant(let value):
            if node.boolValue != value { mismatch(node, shape, label) }
        case .number(let bounds): number(node, bounds, label)
        case .integer(let range): integer(node, range, label)
        case .choice(let words): choice(node, words, shape, label)
        case .form(let form):
            if let text = node.textValue, !form.accepts(text) { mismatch(node, shape, label) }
        case .list(let item, let counts): list(node, item, counts, label)
        case .map(let value, let names): map(node, value, names, label)
        case .record(let table): record(node, table)
        case .tagged(let cases): tagged(node, cases, label)
        case .either(let shapes): either(node, shapes, shape, label)
        }
    }

    /// Adds an error; one about the value a matrix gives is not about the file's structure.
    private mutating func complain(
        _ message: String, hint: String? = nil, at node: YAMLNode, isValue: Bool = false
    ) {
        if isValue, node.isSubstituted {
            findings.error(message, hint: hint, at: node)
        } else {
            findings.structuralError(message, hint: hint, at: node)
        }
    }

    private mutating func mismatch(_ node: YAMLNode, _ shape: Shape, _ label: String) {
        var hint: String?
        if shape.takesText, let text = node.scalarText, !node.isNull, node.textValue == nil {
            hint = "quote it: \"\(text.shortened)\""
        } else if let text = node.textValue {
            hint = Nearest.hint(for: text, among: shape.words)
        }
        let isValue = shape.takesScalar
        let found = node.isSubstituted && !isValue ? "a value of the matrix" : node.phrase
        complain(
            "\(label) must be \(shape.phrase), not \(found)", hint: hint, at: node,
            isValue: isValue)
    }

    private mutating func number(_ node: YAMLNode, _ bounds: NumberBounds, _ label: String) {
        guard let value = node.numberValue, !bounds.contains(value) else { return }
        let complaint = bounds.complaint(value)
        complain(
            "\(label) must be \(complaint), not \(node.shown)", at: node, isValue: true)
    }

    private mutating func integer(
        _ node: YAMLNode, _ range: ClosedRange<Int>, _ label: String
    ) {
        guard let value = node.integerValue else {
            return mismatch(node, .integer(range), label)
        }
        if !range.contains(value) {
            complain(
                "\(label) must be \(range.phrase), not \(node.shown)", at: node, isValue: true)
        }
    }

    private mutating func choice(
        _ node: YAMLNode, _ words: [String], _ shape: Shape, _ label: String
    ) {
        if let text = node.textValue, !words.contains(text) { mismatch(node, shape, label) }
    }

    private mutating func list(
        _ node: YAMLNode, _ item: Shape, _ counts: ClosedRange<Int>, _ label: String
    ) {
        guard let items = node.items else { return }
        if !counts.contains(items.count) {
            complain("\(label) must have \(counts.itemsPhrase), not \(items.count)", at: node)
            if items.count > counts.upperBound { return }
        }
        for element in items { check(element, item, "an item of \(label)") }
    }

    private mutating func map(
        _ node: YAMLNode, _ value: Shape, _ names: NameForm, _ label: String
    ) {
        guard let pairs = node.pairs else { return }
        if pairs.count > ScenarioLimits.itemsMax {
            return complain(
                "\(label) must have at most \(ScenarioLimits.itemsMax) members", at: node)
        }
        for pair in pairs {
            if pair.key.scalar != .text {
                findings.error(
                    "a name in \(label) must be text, not \(pair.key.phrase)",
                    hint: "quote it: \"\(pair.name.shortened)\"", at: pair.key)
            } else if !names.accepts(pair.name) {
                complain("a name in \(label) \(names.phrase)", at: pair.key)
            }
            check(pair.value, value, "`\(pair.name.shortened)`")
        }
    }

    private mutating func record(
        _ node: YAMLNode, _ table: KeyTable, known extra: String? = nil
    ) {
        guard let pairs = node.pairs else { return }
        var meant: Set<String> = []
        for pair in pairs where pair.name != extra {
            if let rule = table[pair.name] {
                if !pair.value.isNull { check(pair.value, rule.shape, "`\(pair.name)`") }
            } else if !table.ignored.contains(pair.name) {
                let near =
                    findings.isFull ? nil : Nearest.find(pair.name, among: table.spellings)
                unknown(pair, table, near)
                if let near, !lenient { meant.insert(near) }
            }
        }
        // A key that is only mistyped is not missing too.
        for rule in table.keys
        where rule.isRequired && node[rule.name] == nil && !meant.contains(rule.name) {
            complain(
                "\(table.title) needs `\(rule.name)`", hint: "add `\(rule.name): …`", at: node)
        }
        let group = table.exactlyOneOf
        if !group.isEmpty, pairs.count(where: { group.contains($0.name) }) != 1 {
            let names = group.map { "`\($0)`" }.joinedAlternatives
            complain("\(table.title) needs exactly one of \(names)", at: node)
        }
    }

    private mutating func unknown(_ pair: YAMLPair, _ table: KeyTable, _ near: String?) {
        let message = "unknown key `\(pair.name.shortened)` in \(table.title)"
        let hint = near.map { "did you mean `\($0)`?" }
        if lenient {
            findings.warning(message, hint: hint, at: pair.key)
        } else {
            findings.structuralError(message, hint: hint, at: pair.key)
        }
    }

    private mutating func tagged(_ node: YAMLNode, _ cases: [TaggedCase], _ label: String) {
        let names = cases.flatMap(\.names)
        guard let type = node["type"] else {
            let known = cases.map { "`\($0.names[0])`" }.joinedAlternatives
            return complain("\(label) needs `type`", hint: "it can be \(known)", at: node)
        }
        if type.isSubstituted {
            return complain("`type` cannot come from the matrix", at: type)
        }
        guard let text = type.textValue else { return mismatch(type, .text, "`type`") }
        guard let found = cases.first(where: { $0.names.contains(text) }) else {
            return complain(
                "unknown type `\(text.shortened)`",
                hint: Nearest.hint(for: text, among: names)
                    ?? "known are \(cases.map { "`\($0.names[0])`" }.joined(separator: ", "))",
                at: type)
        }
        record(node, found.table, known: "type")
    }

    private mutating func either(
        _ node: YAMLNode, _ shapes: [Shape], _ whole: Shape, _ label: String
    ) {
        let candidates = shapes.filter { $0.fits(node) }
        if candidates.count == 1, !candidates[0].isWord {
            return check(node, candidates[0], label)
        }
        for candidate in candidates {
            var trial = ShapeCheck(findings: Findings(), lenient: lenient)
            trial.check(node, candidate, label)
            if !trial.findings.hasErrors { return }
        }
        mismatch(node, whole, label)
    }
}
