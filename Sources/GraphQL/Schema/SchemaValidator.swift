import Scenarios

/// Says what is wrong with a schema (specification, section 3).
struct SchemaValidator {
    let schema: Schema
    var errors: [GraphQLError] = []

    /// All mistakes of a schema that was put together.
    static func errors(
        of schema: Schema, _ definitions: [TypeSystemDefinition]
    ) -> [GraphQLError] {
        var validator = SchemaValidator(schema: schema)
        validator.checkRoots(definitions)
        for definition in definitions { validator.check(definition) }
        // Directives and default values are judged against types that are known to be sound.
        if validator.errors.isEmpty {
            for definition in definitions { validator.checkValues(definition) }
        }
        return validator.errors
    }

    mutating func fail(_ message: String, at position: Position) {
        errors.append(GraphQLError(message, at: [position]))
    }

    private mutating func checkRoots(_ definitions: [TypeSystemDefinition]) {
        let start = Position(line: 1, column: 1)
        if schema.roots[.query] == nil {
            fail("Query root type must be provided.", at: start)
        }
        for (kind, name) in schema.roots.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where schema.types[name]?.isObject != true {
            fail(
                "The root type of \(kind.rawValue) operations must be an object type, it cannot be"
                    + " \(name).", at: start)
        }
        if Set(schema.roots.values).count < schema.roots.count {
            fail("All root types must be different.", at: start)
        }
        for definition in definitions {
            guard case .schema(let roots) = definition.body else { continue }
            unique(roots.map { Name($0.kind.rawValue, at: $0.type.position) }, "operation type")
        }
    }

    /// Tells names that are there twice.
    mutating func unique(_ names: [Name], _ what: String) {
        var seen: Set<String> = []
        for name in names {
            if !seen.insert(name.value).inserted {
                fail("There can be only one \(what) named \"\(name.value)\".", at: name.position)
            }
        }
    }

    private mutating func checkName(_ name: Name) {
        if name.value.hasPrefix("__") {
            fail(
                "Name \"\(name.value)\" must not begin with \"__\", which is reserved by GraphQL"
                    + " introspection.", at: name.position)
        }
    }

    private mutating func check(_ definition: TypeSystemDefinition) {
        switch definition.body {
        case .schema, .scalar: break
        case .object(let interfaces, let fields), .interface(let interfaces, let fields):
            check(fields, of: definition)
            unique(interfaces, "interface")
            for interface in interfaces { checkInterface(interface, of: definition) }
        case .union(let members):
            notEmpty(members.count, "member types", definition)
            unique(members, "member type")
            for member in members where schema.types[member.value]?.isObject != true {
                fail(
                    "Union type \(definition.name.value) can only include object types, it cannot"
                        + " include \(member.value).", at: member.position)
            }
        case .enumeration(let values):
            notEmpty(values.count, "values", definition)
            unique(values.map(\.name), "value")
            if !definition.name.value.hasPrefix("__") {
                values.map(\.name).forEach { checkName($0) }
            }
        case .inputObject(let fields):
            notEmpty(fields.count, "fields", definition)
            check(fields)
            checkCycle(of: definition)
        case .directive(let arguments, _, let locations):
            check(arguments)
            unique(locations, "location")
            for location in locations where DirectiveLocation(rawValue: location.value) == nil {
                fail("Unknown location \"\(location.value)\".", at: location.position)
            }
        }
    }

    private mutating func notEmpty(
        _ count: Int, _ what: String, _ definition: TypeSystemDefinition
    ) {
        guard count == 0 else { return }
        fail(
            "Type \(definition.name.value) must define one or more \(what).",
            at: definition.position)
    }

    private mutating func check(_ fields: [FieldSyntax], of definition: TypeSystemDefinition) {
        notEmpty(fields.count, "fields", definition)
        unique(fields.map(\.name), "field")
        for field in fields {
            checkName(field.name)
            check(field.arguments)
            guard let type = schema.type(of: field.type) else {
                fail("Unknown type \"\(field.type.name)\".", at: field.name.position)
                continue
            }
            if !type.isOutput {
                fail(
                    "The type of \(definition.name.value).\(field.name.value) must be an output"
                        + " type, it cannot be \(field.type).", at: field.name.position)
            }
        }
    }

    private mutating func check(_ values: [InputValueSyntax]) {
        unique(values.map(\.name), "input value")
        for value in values {
            checkName(value.name)
            if value.definition.isRequired, value.directives.deprecation != nil {
                fail(
                    "Required input value \(value.name.value) cannot be deprecated.",
                    at: value.name.position)
            }
            guard let type = schema.type(of: value.type) else {
                fail("Unknown type \"\(value.type.name)\".", at: value.name.position)
                continue
            }
            if !type.isInput {
                fail(
                    "The type of \(value.name.value) must be an input type, it cannot be"
                        + " \(value.type).", at: value.name.position)
            }
        }
    }

    /// An input object that has to contain itself could never be written.
    private mutating func checkCycle(of definition: TypeSystemDefinition) {
        var pending = [definition.name.value]
        var seen: Set<String> = []
        while let name = pending.popLast() {
            guard case .inputObject(let fields) = schema.types[name]?.kind else { continue }
            for field in fields {
                guard case .nonNull(.named(let inner)) = field.type else { continue }
                if inner == definition.name.value {
                    fail(
                        "Cannot reference Input Object \"\(inner)\" within itself through a"
                            + " series of non-null fields.", at: definition.position)
                    return
                }
                if seen.insert(inner).inserted { pending.append(inner) }
            }
        }
    }
}
