import Scenarios

/// A definition of a schema text (specification, section 3), extensions included.
public struct TypeSystemDefinition: Hashable, Sendable {
    /// What is defined.
    public enum Body: Hashable, Sendable {
        case schema(roots: [Root])
        case scalar
        case object(interfaces: [Name], fields: [FieldSyntax])
        case interface(interfaces: [Name], fields: [FieldSyntax])
        case union(members: [Name])
        case enumeration(values: [EnumValueSyntax])
        case inputObject(fields: [InputValueSyntax])
        case directive(arguments: [InputValueSyntax], isRepeatable: Bool, locations: [Name])
    }

    /// `query: Query`
    public struct Root: Hashable, Sendable {
        /// The operations.
        public var kind: Operation.Kind
        /// The object type that they begin at.
        public var type: Name
    }

    /// Text before it.
    public var description: String?
    /// Whether it extends a type that exists.
    public var isExtension: Bool
    /// Its name; empty for a schema.
    public var name: Name
    /// Directives on it.
    public var directives: [Directive]
    /// What is defined.
    public var body: Body
    /// Where it begins.
    public var position: Position
}

/// A field of an object or interface type.
public struct FieldSyntax: Hashable, Sendable {
    /// Text before it.
    public var description: String?
    /// Its name.
    public var name: Name
    /// Its arguments.
    public var arguments: [InputValueSyntax]
    /// Its type.
    public var type: TypeReference
    /// Directives on it.
    public var directives: [Directive]
}

/// An argument or a field of an input object.
public struct InputValueSyntax: Hashable, Sendable {
    /// Text before it.
    public var description: String?
    /// Its name.
    public var name: Name
    /// Its type.
    public var type: TypeReference
    /// Used when no value is given.
    public var defaultValue: Literal?
    /// Directives on it.
    public var directives: [Directive]
}

/// One value of an enumeration.
public struct EnumValueSyntax: Hashable, Sendable {
    /// Text before it.
    public var description: String?
    /// Its name.
    public var name: Name
    /// Directives on it.
    public var directives: [Directive]
}
