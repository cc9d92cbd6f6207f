import Scenarios

/// A value on its way into the answer: what a resolver gave, or a part of the schema itself.
enum Resolved {
    case json(JSONValue)
    case list([Resolved])
    case schema
    case type(TypeReference)
    case field(FieldDefinition)
    case input(InputValue)
    case enumValue(EnumValue)
    case directive(DirectiveDefinition)

    var isNull: Bool { if case .json(.null) = self { true } else { false } }

    /// The items of a list; nil: it is none.
    var items: [Resolved]? {
        switch self {
        case .list(let items): items
        case .json(.array(let items)): items.map { .json($0) }
        case .json, .schema, .type, .field, .input, .enumValue, .directive: nil
        }
    }
}

/// Answers for the schema itself (specification, section 4).
struct Introspection {
    let schema: Schema

    /// The value of a field of a part of the schema, or of a meta field of the query type.
    func value(of field: String, _ source: Resolved, _ arguments: JSONObject) -> Resolved {
        let all = arguments["includeDeprecated"] == .bool(true)
        return switch source {
        case .json: root(field, arguments)
        case .schema: value(of: field)
        case .type(let type): value(of: field, type, all: all)
        case .field(let definition): value(of: field, definition, all: all)
        case .input(let input): value(of: field, input)
        case .enumValue(let value): self.value(of: field, value)
        case .directive(let directive): value(of: field, directive, all: all)
        case .list: .json(.null)
        }
    }

    private func root(_ field: String, _ arguments: JSONObject) -> Resolved {
        if field == "__schema" { return .schema }
        guard case .string(let name) = arguments["name"], schema.types[name] != nil else {
            return .json(.null)
        }
        return .type(.named(name))
    }

    private func value(of field: String) -> Resolved {
        switch field {
        case "description": .text(schema.description)
        case "types": .list(schema.typeNames.map { .type(.named($0)) })
        case "queryType": named(schema.roots[.query])
        case "mutationType": named(schema.roots[.mutation])
        case "subscriptionType": named(schema.roots[.subscription])
        case "directives": .list(schema.directives.map { .directive($0) })
        default: .json(.null)
        }
    }

    private func named(_ name: String?) -> Resolved {
        name.map { .type(.named($0)) } ?? .json(.null)
    }

    private func value(of field: String, _ reference: TypeReference, all: Bool) -> Resolved {
        switch (reference, field) {
        case (.nonNull, "kind"): .text("NON_NULL")
        case (.list, "kind"): .text("LIST")
        case (.nonNull(let inner), "ofType"), (.list(let inner), "ofType"): .type(inner)
        case (.nonNull, _), (.list, _): .json(.null)
        case (.named(let name), _):
            schema.types[name].map {
                value(of: field, $0, all: all)
            } ?? .json(.null)
        }
    }

    private func value(of field: String, _ type: NamedType, all: Bool) -> Resolved {
        switch (field, type.kind) {
        case ("kind", _): return .text(type.kind.word)
        case ("name", _): return .text(type.name)
        case ("description", _): return .text(type.description)
        case ("specifiedByURL", .scalar(let address)): return .text(address)
        case ("fields", .object), ("fields", .interface):
            let fields = type.fields.filter { all || $0.deprecation == nil }
            return .list(fields.map { .field($0) })
        case ("interfaces", .object), ("interfaces", .interface):
            return .list(type.interfaces.map { .type(.named($0)) })
        case ("possibleTypes", .interface), ("possibleTypes", .union):
            return .list(schema.objects(of: type).map { .type(.named($0)) })
        case ("enumValues", .enumeration(let values)):
            return .list(
                values.filter { all || $0.deprecation == nil }.map { .enumValue($0) })
        case ("inputFields", .inputObject(let fields)): return inputs(fields, all: all)
        default: return .json(.null)
        }
    }

    private func inputs(_ values: [InputValue], all: Bool) -> Resolved {
        .list(values.filter { all || $0.deprecation == nil }.map { .input($0) })
    }

    private func value(
        of field: String, _ definition: FieldDefinition, all: Bool
    ) -> Resolved {
        switch field {
        case "name": .text(definition.name)
        case "description": .text(definition.description)
        case "args": inputs(definition.arguments, all: all)
        case "type": .type(definition.type)
        case "isDeprecated": .json(.bool(definition.deprecation != nil))
        case "deprecationReason": .text(definition.deprecation)
        default: .json(.null)
        }
    }

    private func value(of field: String, _ input: InputValue) -> Resolved {
        switch field {
        case "name": .text(input.name)
        case "description": .text(input.description)
        case "type": .type(input.type)
        case "defaultValue": .text(input.defaultValue?.text)
        case "isDeprecated": .json(.bool(input.deprecation != nil))
        case "deprecationReason": .text(input.deprecation)
        default: .json(.null)
        }
    }

    private func value(of field: String, _ value: EnumValue) -> Resolved {
        switch field {
        case "name": .text(value.name)
        case "description": .text(value.description)
        case "isDeprecated": .json(.bool(value.deprecation != nil))
        case "deprecationReason": .text(value.deprecation)
        default: .json(.null)
        }
    }

    private func value(
        of field: String, _ directive: DirectiveDefinition, all: Bool
    ) -> Resolved {
        switch field {
        case "name": .text(directive.name)
        case "description": .text(directive.description)
        case "locations":
            .json(.array(directive.locations.map { .string($0.rawValue) }))
        case "args": inputs(directive.arguments, all: all)
        case "isRepeatable": .json(.bool(directive.isRepeatable))
        default: .json(.null)
        }
    }
}

extension Resolved {
    /// A text, or null.
    fileprivate static func text(_ text: String?) -> Resolved {
        .json(text.map { .string($0) } ?? .null)
    }
}

extension NamedType.Kind {
    /// Its word in `__TypeKind`.
    fileprivate var word: String {
        switch self {
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enumeration: "ENUM"
        case .inputObject: "INPUT_OBJECT"
        }
    }
}
