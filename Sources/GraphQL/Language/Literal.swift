import Scenarios

/// A value as it is written in a document, with its place (specification, section 2.9).
public struct Literal: Hashable, Sendable {
    /// What is written.
    public indirect enum Value: Hashable, Sendable {
        /// Without the dollar.
        case variable(String)
        /// Digits as written.
        case int(String)
        /// Digits as written.
        case float(String)
        case string(String)
        case boolean(Bool)
        case null
        case enumeration(String)
        case list([Literal])
        case object([Member])
    }

    /// A field of an input object.
    public struct Member: Hashable, Sendable {
        /// Its name.
        public var name: Name
        /// What is given.
        public var value: Literal
    }

    /// What is written.
    public var value: Value
    /// Where it begins.
    public var position: Position

    /// As GraphQL writes it.
    public var text: String {
        switch value {
        case .variable(let name): "$" + name
        case .int(let text), .float(let text): text
        case .string(let text): JSONValue.string(text).text()
        case .boolean(let value): value ? "true" : "false"
        case .null: "null"
        case .enumeration(let name): name
        case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.map { $0.name.value + ": " + $0.value.text }.joined(separator: ", ")
                + "}"
        }
    }

    /// Whether both say the same; the order of an object's members does not count.
    func isSame(as other: Literal) -> Bool {
        switch (value, other.value) {
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.object(let a), .object(let b)):
            guard a.count == b.count else { return false }
            let order: (Member, Member) -> Bool = { $0.name.value < $1.name.value }
            return zip(a.sorted(by: order), b.sorted(by: order)).allSatisfy {
                $0.name.value == $1.name.value && $0.value.isSame(as: $1.value)
            }
        case (.variable, _), (.int, _), (.float, _), (.string, _), (.boolean, _), (.null, _),
            (.enumeration, _), (.list, _), (.object, _):
            return value == other.value
        }
    }
}

/// A type as it is referred to (specification, section 2.11).
public indirect enum TypeReference: Hashable, Sendable, CustomStringConvertible {
    case named(String)
    case list(TypeReference)
    /// Never within itself.
    case nonNull(TypeReference)

    /// The type without lists and exclamation marks.
    public var name: String {
        switch self {
        case .named(let name): name
        case .list(let inner), .nonNull(let inner): inner.name
        }
    }

    /// Without an exclamation mark at its end.
    public var nullable: TypeReference {
        if case .nonNull(let inner) = self { inner } else { self }
    }

    /// Whether null is not among its values.
    public var isNonNull: Bool { if case .nonNull = self { true } else { false } }

    /// Whether it is a list, perhaps with an exclamation mark.
    public var isList: Bool { if case .list = nullable { true } else { false } }

    /// As GraphQL writes it.
    public var description: String {
        switch self {
        case .named(let name): name
        case .list(let inner): "[\(inner)]"
        case .nonNull(let inner): "\(inner)!"
        }
    }
}
