/// One value of a YAML document, with the place where it was written.
package struct YAMLNode: Sendable {
    /// What the node is.
    package enum Content: Sendable {
        case scalar(String, YAMLStyle)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
    }

    /// What the node is.
    package var content: Content
    /// The part of an explicit tag after `!!`; nil when there is none.
    package var tag: String?
    /// Where it starts.
    package var position: Position
    /// How many columns it takes; 1 when it goes over several lines or is a collection.
    package var length: Int
}

/// One member of a mapping.
package struct YAMLPair: Sendable {
    /// The key's text.
    package var name: String
    /// The key itself.
    package var key: YAMLNode
    /// What the key has.
    package var value: YAMLNode
}

/// How a scalar was written, which decides what it means.
package enum YAMLStyle: Sendable {
    /// Without quotes: may be a number, a boolean or null.
    case plain
    /// In quotes or as a block: always text.
    case quoted
    /// A matrix value put in place of `${{ matrix.x }}`: text where text is wanted, else plain.
    case substituted
    /// Has a placeholder that was already complained about: fits everywhere.
    case broken
}

extension YAMLNode {
    /// The items, when it is a sequence.
    package var items: [YAMLNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// The members, when it is a mapping.
    package var pairs: [YAMLPair]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    /// The text as written, when it is a scalar.
    package var scalarText: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// How it was written, when it is a scalar.
    package var style: YAMLStyle? {
        if case .scalar(_, let style) = content { style } else { nil }
    }

    /// Whether it is null, which equals absence.
    package var isNull: Bool { scalar == .null }

    /// Whether a matrix value, good or bad, stands here.
    package var isSubstituted: Bool { style == .substituted || style == .broken }

    /// The member of that name; nil when absent or null.
    package subscript(name: String) -> YAMLNode? {
        guard let node = member(name), !node.isNull else { return nil }
        return node
    }

    /// The member of that name, null or not.
    package func member(_ name: String) -> YAMLNode? {
        pairs?.first { $0.name == name }?.value
    }

    /// The place of a scalar of the text; the node's start when the source was escaped or folded.
    package func position(ofScalar offset: Int) -> Position {
        guard let text = scalarText else { return position }
        let count = text.unicodeScalars.count
        let quotes = length - count
        guard quotes == 0 || quotes == 2, offset <= count else { return position }
        return Position(line: position.line, column: position.column + quotes / 2 + offset)
    }

    /// How many nodes there are from here down.
    package var nodesCount: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + $1.nodesCount }
        case .mapping(let pairs): pairs.reduce(1) { $0 + $1.value.nodesCount }
        }
    }
}
