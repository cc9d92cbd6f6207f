/// A type of a schema by its name (specification, section 3.4).
public struct NamedType: Hashable, Sendable {
    /// What kind of type, with what only that kind has.
    public enum Kind: Hashable, Sendable {
        case scalar(specifiedBy: String?)
        case object(Composite)
        case interface(Composite)
        /// The names of its object types.
        case union([String])
        case enumeration([EnumValue])
        case inputObject([InputValue])
    }

    /// What an object or interface type has.
    public struct Composite: Hashable, Sendable {
        /// Names of the interfaces it implements.
        public var interfaces: [String]
        /// Its fields.
        public var fields: [FieldDefinition]
    }

    /// Its name.
    public var name: String
    /// For people.
    public var description: String?
    /// What kind.
    public var kind: Kind

    /// Its fields; none for types without.
    public var fields: [FieldDefinition] {
        switch kind {
        case .object(let body), .interface(let body): body.fields
        case .scalar, .union, .enumeration, .inputObject: []
        }
    }

    /// Names of the interfaces it implements.
    public var interfaces: [String] {
        switch kind {
        case .object(let body), .interface(let body): body.interfaces
        case .scalar, .union, .enumeration, .inputObject: []
        }
    }

    /// The field of that name.
    public func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }

    /// Whether something is selected in it.
    public var isComposite: Bool {
        switch kind {
        case .object, .interface, .union: true
        case .scalar, .enumeration, .inputObject: false
        }
    }

    /// Whether its values are leaves of an answer.
    public var isLeaf: Bool {
        switch kind {
        case .scalar, .enumeration: true
        case .object, .interface, .union, .inputObject: false
        }
    }

    /// Whether its values can be given.
    public var isInput: Bool {
        switch kind {
        case .scalar, .enumeration, .inputObject: true
        case .object, .interface, .union: false
        }
    }

    /// Whether its values can be asked for.
    public var isOutput: Bool { isComposite || isLeaf }

    /// Whether it is an object type.
    public var isObject: Bool { if case .object = kind { true } else { false } }
}

/// A field of an object or interface type.
public struct FieldDefinition: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// For people.
    public var description: String?
    /// Its arguments.
    public var arguments: [InputValue]
    /// Its type.
    public var type: TypeReference
    /// Why it should not be used any more; nil: it may.
    public var deprecation: String?
    /// What asking for it costs.
    public var cost = FieldCost()
}

/// An argument, or a field of an input object.
public struct InputValue: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// For people.
    public var description: String?
    /// Its type.
    public var type: TypeReference
    /// Used when no value is given.
    public var defaultValue: Literal?
    /// Why it should not be given any more; nil: it may.
    public var deprecation: String?

    /// Whether a value has to be given.
    public var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

/// One value of an enumeration.
public struct EnumValue: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// For people.
    public var description: String?
    /// Why it should not be used any more; nil: it may.
    public var deprecation: String?
}

/// What the directives `@cost` and `@listSize` say of a field.
public struct FieldCost: Hashable, Sendable {
    /// The cost of the field itself.
    public var weight = 1
    /// Items of its list when no argument says it.
    public var assumedSize: Int?
    /// Arguments that say how many items are wanted.
    public var slicingArguments: [String] = []
    /// Fields of its type that have so many items, instead of itself.
    public var sizedFields: [String] = []
}

/// A directive that a schema knows.
public struct DirectiveDefinition: Hashable, Sendable {
    /// Without the sign.
    public var name: String
    /// For people.
    public var description: String?
    /// Its arguments.
    public var arguments: [InputValue]
    /// Whether it may stand at one place more than once.
    public var isRepeatable: Bool
    /// Where it may stand.
    public var locations: [DirectiveLocation]
}

/// A place where directives may stand.
public enum DirectiveLocation: String, CaseIterable, Hashable, Sendable {
    case query = "QUERY"
    case mutation = "MUTATION"
    case subscription = "SUBSCRIPTION"
    case field = "FIELD"
    case fragmentDefinition = "FRAGMENT_DEFINITION"
    case fragmentSpread = "FRAGMENT_SPREAD"
    case inlineFragment = "INLINE_FRAGMENT"
    case variableDefinition = "VARIABLE_DEFINITION"
    case schema = "SCHEMA"
    case scalar = "SCALAR"
    case object = "OBJECT"
    case fieldDefinition = "FIELD_DEFINITION"
    case argumentDefinition = "ARGUMENT_DEFINITION"
    case interface = "INTERFACE"
    case union = "UNION"
    case enumeration = "ENUM"
    case enumValue = "ENUM_VALUE"
    case inputObject = "INPUT_OBJECT"
    case inputFieldDefinition = "INPUT_FIELD_DEFINITION"
}
