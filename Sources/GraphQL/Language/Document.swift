import Scenarios

/// What a document consists of (specification, section 2).
public struct Document: Hashable, Sendable {
    /// Operations, fragments and definitions of a type system, as they stand.
    public var definitions: [Definition]

    var operations: [Operation] {
        definitions.compactMap {
            if case .operation(let operation) = $0 { operation } else { nil }
        }
    }

    var fragments: [Fragment] {
        definitions.compactMap { if case .fragment(let fragment) = $0 { fragment } else { nil } }
    }
}

/// One definition of a document.
public enum Definition: Hashable, Sendable {
    case operation(Operation)
    case fragment(Fragment)
    /// Part of a schema; never in a document that is carried out.
    case typeSystem(TypeSystemDefinition)
}

/// A name where it stands.
public typealias Name = Located<String>

/// A query, mutation or subscription.
public struct Operation: Hashable, Sendable {
    /// What an operation does.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case query, mutation, subscription
    }

    /// What it does.
    public var kind: Kind
    /// Nil: anonymous.
    public var name: Name?
    /// Its variables.
    public var variables: [VariableDefinition]
    /// Directives on it.
    public var directives: [Directive]
    /// What it asks for.
    public var selections: SelectionSet
    /// Where it begins.
    public var position: Position
}

/// A named part of selections.
public struct Fragment: Hashable, Sendable {
    /// Its name.
    public var name: Name
    /// The type it is about.
    public var condition: Name
    /// Directives on it.
    public var directives: [Directive]
    /// What it asks for.
    public var selections: SelectionSet
    /// Where it begins.
    public var position: Position
}

/// `$name: Type = value`
public struct VariableDefinition: Hashable, Sendable {
    /// Without the dollar.
    public var name: Name
    /// Its type.
    public var type: TypeReference
    /// Where its type begins.
    public var typePosition: Position
    /// Used when no value is given.
    public var defaultValue: Literal?
    /// Directives on it.
    public var directives: [Directive]
    /// Where it begins.
    public var position: Position
}

/// `{ … }`
public struct SelectionSet: Hashable, Sendable {
    /// In order.
    public var selections: [Selection]
    /// Where it begins.
    public var position: Position
}

/// One entry of a selection set.
public indirect enum Selection: Hashable, Sendable {
    case field(Field)
    case spread(FragmentSpread)
    case inline(InlineFragment)
}

/// `alias: name(arguments) @directives { … }`
public struct Field: Hashable, Sendable {
    /// Nil: the name is used.
    public var alias: Name?
    /// The field's name.
    public var name: Name
    /// Its arguments.
    public var arguments: [Argument]
    /// Directives on it.
    public var directives: [Directive]
    /// Nil: a leaf.
    public var selections: SelectionSet?
    /// Where it begins.
    public var position: Position

    /// Its name in the answer.
    public var responseName: String { (alias ?? name).value }
}

/// `name: value`
public struct Argument: Hashable, Sendable {
    /// Its name.
    public var name: Name
    /// What is given.
    public var value: Literal
}

/// `@name(arguments)`
public struct Directive: Hashable, Sendable {
    /// Without the sign.
    public var name: Name
    /// Its arguments.
    public var arguments: [Argument]
    /// Where it begins.
    public var position: Position
}

/// `...Name @directives`
public struct FragmentSpread: Hashable, Sendable {
    /// The fragment.
    public var name: Name
    /// Directives on it.
    public var directives: [Directive]
    /// Where it begins.
    public var position: Position
}

/// `... on Type @directives { … }`
public struct InlineFragment: Hashable, Sendable {
    /// Nil: the type around it.
    public var condition: Name?
    /// Directives on it.
    public var directives: [Directive]
    /// What it asks for.
    public var selections: SelectionSet
    /// Where it begins.
    public var position: Position
}
