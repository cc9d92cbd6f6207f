import Scenarios

extension Schema {
    /// Reads a schema from its text; all mistakes are told.
    ///
    /// The scalars say how values of the text's own scalar types come in and go out; those that
    /// are not named take and give any value.
    public init(_ text: String, scalars: [Scalar] = []) throws(GraphQLErrors) {
        let document: Document
        let builtIns: Document
        do throws(GraphQLError) {
            builtIns = try Document(parsing: BuiltIns.text)
            document = try Document(parsing: text)
        } catch {
            throw GraphQLErrors([error])
        }
        self.init()
        var builder = SchemaBuilder()
        builder.take(builtIns, isBuiltIn: true)
        builder.take(document, isBuiltIn: false)
        builder.build(into: &self)
        for scalar in Scalar.builtIn + scalars { self.scalars[scalar.name] = scalar }
        for name in typeNames where self.scalars[name] == nil {
            if case .scalar = types[name]?.kind { self.scalars[name] = .any(name) }
        }
        var errors = builder.errors
        if errors.isEmpty { errors = SchemaValidator.errors(of: self, builder.definitions) }
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
    }
}

/// Puts definitions and their extensions together.
struct SchemaBuilder {
    private(set) var definitions: [TypeSystemDefinition] = []
    private(set) var errors: [GraphQLError] = []
    private var places: [String: Int] = [:]

    mutating func take(_ document: Document, isBuiltIn: Bool) {
        for definition in document.definitions {
            guard case .typeSystem(let definition) = definition else {
                errors.append(GraphQLError("A schema has no operations and no fragments."))
                continue
            }
            if !isBuiltIn, definition.name.value.hasPrefix("__") {
                errors.append(
                    GraphQLError(
                        "Name \"\(definition.name.value)\" must not begin with \"__\", which is"
                            + " reserved by GraphQL introspection.",
                        at: [definition.name.position]))
            }
            take(definition)
        }
    }

    private mutating func take(_ definition: TypeSystemDefinition) {
        let key = definition.key
        guard let place = places[key] else {
            guard !definition.isExtension else {
                fail("Cannot extend \(definition.phrase), it is not defined.", definition)
                return
            }
            places[key] = definitions.count
            definitions.append(definition)
            return
        }
        guard definition.isExtension else {
            fail("There can be only one \(definition.phrase).", definition)
            return
        }
        guard let body = definitions[place].body.extended(by: definition.body) else {
            fail("Cannot extend \(definition.phrase) by something of another kind.", definition)
            return
        }
        definitions[place].body = body
        definitions[place].directives += definition.directives
    }

    private mutating func fail(_ message: String, _ definition: TypeSystemDefinition) {
        errors.append(GraphQLError(message, at: [definition.position]))
    }

    /// Makes the types, without asking whether they are valid.
    func build(into schema: inout Schema) {
        var explicit: [Operation.Kind: String]?
        for definition in definitions {
            let name = definition.name.value
            switch definition.body {
            case .schema(let roots):
                schema.description = definition.description
                explicit = roots.reduce(into: [:]) { $0[$1.kind] = $1.type.value }
            case .directive(let arguments, let isRepeatable, let locations):
                schema.directives.append(
                    DirectiveDefinition(
                        name: name, description: definition.description,
                        arguments: arguments.map(\.definition), isRepeatable: isRepeatable,
                        locations: locations.compactMap {
                            DirectiveLocation(rawValue: $0.value)
                        }))
            case .scalar, .object, .interface, .union, .enumeration, .inputObject:
                guard let kind = definition.kind else { continue }
                schema.typeNames.append(name)
                schema.types[name] = NamedType(
                    name: name, description: definition.description, kind: kind)
            }
        }
        schema.roots = explicit ?? implicitRoots(schema)
        collectPossibleTypes(&schema)
    }

    private func implicitRoots(_ schema: Schema) -> [Operation.Kind: String] {
        var roots: [Operation.Kind: String] = [:]
        for (kind, name) in [
            (Operation.Kind.query, "Query"), (.mutation, "Mutation"),
            (.subscription, "Subscription"),
        ] where schema.types[name] != nil {
            roots[kind] = name
        }
        return roots
    }

    private func collectPossibleTypes(_ schema: inout Schema) {
        for name in schema.typeNames {
            guard let type = schema.types[name] else { continue }
            if case .union(let members) = type.kind { schema.possibleTypes[name] = members }
            guard type.isObject else { continue }
            for interface in type.interfaces {
                schema.possibleTypes[interface, default: []].append(name)
            }
        }
    }
}

extension TypeSystemDefinition {
    /// Types, directives and the schema have names of their own.
    fileprivate var key: String {
        switch body {
        case .schema: ""
        case .directive: "@" + name.value
        default: name.value
        }
    }

    fileprivate var phrase: String {
        switch body {
        case .schema: "schema definition"
        case .directive: "directive named \"@\(name.value)\""
        default: "type named \"\(name.value)\""
        }
    }

    fileprivate var kind: NamedType.Kind? {
        switch body {
        case .schema, .directive: nil
        case .scalar: .scalar(specifiedBy: directives.text("specifiedBy", "url", or: nil))
        case .object(let interfaces, let fields):
            .object(
                NamedType.Composite(
                    interfaces: interfaces.map(\.value), fields: fields.map(\.definition)))
        case .interface(let interfaces, let fields):
            .interface(
                NamedType.Composite(
                    interfaces: interfaces.map(\.value), fields: fields.map(\.definition)))
        case .union(let members): .union(members.map(\.value))
        case .enumeration(let values):
            .enumeration(
                values.map {
                    EnumValue(
                        name: $0.name.value, description: $0.description,
                        deprecation: $0.directives.deprecation)
                })
        case .inputObject(let fields): .inputObject(fields.map(\.definition))
        }
    }
}

extension TypeSystemDefinition.Body {
    /// With what an extension adds; nil: it is of another kind.
    fileprivate func extended(by other: Self) -> Self? {
        switch (self, other) {
        case (.schema(let a), .schema(let b)): .schema(roots: a + b)
        case (.scalar, .scalar): .scalar
        case (.object(let a, let x), .object(let b, let y)):
            .object(interfaces: a + b, fields: x + y)
        case (.interface(let a, let x), .interface(let b, let y)):
            .interface(interfaces: a + b, fields: x + y)
        case (.union(let a), .union(let b)): .union(members: a + b)
        case (.enumeration(let a), .enumeration(let b)): .enumeration(values: a + b)
        case (.inputObject(let a), .inputObject(let b)): .inputObject(fields: a + b)
        default: nil
        }
    }
}
