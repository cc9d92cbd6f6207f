import Scenarios

/// What can be asked of a service: types, directives and where operations begin. A schema that
/// exists is valid.
public struct Schema: Sendable {
    /// For people.
    public internal(set) var description: String?
    /// The types by name, those of introspection included.
    public internal(set) var types: [String: NamedType] = [:]
    /// The names of the types as they were defined.
    public internal(set) var typeNames: [String] = []
    /// The directives, those of the specification first.
    public internal(set) var directives: [DirectiveDefinition] = []
    /// The object types where operations begin.
    public internal(set) var roots: [Operation.Kind: String] = [:]
    /// How scalars come in and go out.
    var scalars: [String: Scalar] = [:]
    /// Object types of each abstract type.
    var possibleTypes: [String: [String]] = [:]

    /// Where operations of a kind begin; nil: there are none.
    public func root(_ kind: Operation.Kind) -> NamedType? { roots[kind].flatMap { types[$0] } }

    /// The type that a reference is about.
    public func type(of reference: TypeReference) -> NamedType? { types[reference.name] }

    /// The directive of that name.
    public func directive(_ name: String) -> DirectiveDefinition? {
        directives.first { $0.name == name }
    }

    /// The field of a type as it can be asked for, the meta fields included.
    func field(_ name: String, of parent: NamedType) -> FieldDefinition? {
        guard name.hasPrefix("__") else { return parent.field(name) }
        let isQuery = parent.name == roots[.query]
        switch name {
        case "__typename" where parent.isComposite: return BuiltIns.typename
        case "__schema" where isQuery: return BuiltIns.schema
        case "__type" where isQuery: return BuiltIns.type
        default: return nil
        }
    }

    /// The object types that a composite type can be at run time.
    func objects(of type: NamedType) -> [String] {
        switch type.kind {
        case .object: [type.name]
        case .interface, .union: possibleTypes[type.name] ?? []
        case .scalar, .enumeration, .inputObject: []
        }
    }

    /// Whether an object type is one that a condition names.
    func isObject(_ object: String, oneOf condition: String) -> Bool {
        object == condition || (possibleTypes[condition]?.contains(object) ?? false)
    }

    /// Whether values of one type can stand where another is wanted.
    func isSubtype(_ type: TypeReference, of other: TypeReference) -> Bool {
        switch (type, other) {
        case (.nonNull(let a), .nonNull(let b)), (.list(let a), .list(let b)):
            isSubtype(a, of: b)
        case (.nonNull(let a), _): isSubtype(a, of: other)
        case (.named(let a), .named(let b)): a == b || isPart(a, of: b)
        case (.named, _), (.list, _): false
        }
    }

    private func isPart(_ type: String, of abstract: String) -> Bool {
        guard let type = types[type] else { return false }
        if type.interfaces.contains(abstract) { return true }
        return type.isObject && possibleTypes[abstract]?.contains(type.name) == true
    }
}
