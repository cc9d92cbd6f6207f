extension Shape {
    /// Whether a node is of the kind that the shape wants.
    func fits(_ node: YAMLNode) -> Bool {
        switch self {
        case .text, .choice, .form: return node.textValue != nil
        case .label: return node.labelText != nil
        case .labelOrNull: return node.scalar != nil
        case .bool, .constant: return node.boolValue != nil
        case .number, .integer: return node.numberValue != nil
        case .list: return node.items != nil
        case .map, .record, .tagged: return node.pairs != nil
        case .anything: return true
        case .either(let shapes): return shapes.contains { $0.fits(node) }
        }
    }

    /// Whether a scalar is among what it takes.
    var takesScalar: Bool {
        switch self {
        case .list, .map, .record, .tagged: false
        case .either(let shapes): shapes.contains { $0.takesScalar }
        default: true
        }
    }

    /// Whether text is among what it takes, so that quoting would help.
    var takesText: Bool {
        switch self {
        case .text, .label: true
        case .either(let shapes): shapes.contains { $0.takesText }
        default: false
        }
    }

    /// What it is, in a message.
    var phrase: String {
        switch self {
        case .text, .label, .labelOrNull: "text"
        case .bool: "true or false"
        case .constant(let value): value ? "true" : "false"
        case .number: "a number"
        case .integer(let range): range.phrase
        case .choice(let words):
            words.count > 8
                ? "a name such as `\(words[0])`" : words.map { "`\($0)`" }.joinedAlternatives
        case .form(let form): form.phrase
        case .list(_, let counts):
            counts.count == 1 ? "a list of \(counts.lowerBound) numbers" : "a list"
        case .map, .record, .tagged: "a mapping"
        case .anything: "a value"
        case .either: alternatives.map(\.phrase).withoutRepetition.joinedAlternatives
        }
    }

    /// The shapes it is one of, however they are grouped; `false` only stands for a word.
    private var alternatives: [Shape] {
        switch self {
        case .either(let shapes): shapes.flatMap(\.alternatives)
        case .constant(false): []
        default: [self]
        }
    }

    /// The words it takes.
    var words: [String] {
        switch self {
        case .choice(let words): words
        case .either(let shapes): shapes.flatMap(\.words)
        default: []
        }
    }

    /// Whether it takes only certain texts or one boolean.
    var isWord: Bool {
        switch self {
        case .choice, .form, .constant: true
        default: false
        }
    }
}

extension ClosedRange<Int> {
    /// The range in a message.
    var phrase: String {
        upperBound == Int.max
            ? "a whole number, \(lowerBound) or more"
            : "a whole number from \(lowerBound) to \(upperBound)"
    }
}

extension ClosedRange<Int> {
    /// The range as a number of items in a message.
    var itemsPhrase: String {
        if count == 1 { return "\(lowerBound) items" }
        return lowerBound > 0
            ? "at least one item and at most \(upperBound)" : "at most \(upperBound) items"
    }
}

extension [String] {
    /// `a, b or c`.
    var joinedAlternatives: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }

    /// Each text once, in order.
    var withoutRepetition: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
