import Scenarios

/// The type system definition language (specification, section 3).
extension Parser {
    /// One definition or extension.
    mutating func typeSystemDefinition() throws(GraphQLError) -> TypeSystemDefinition {
        let position = token.position
        let text = try description()
        // An extension has no description of its own.
        let isExtension = text == nil ? try takeKeyword("extend") : false
        guard case .name(let word) = token.kind else { throw unexpected() }
        var definition = TypeSystemDefinition(
            description: text, isExtension: isExtension, name: Name("", at: position),
            directives: [], body: .scalar, position: position)
        let keywords = ["scalar", "type", "interface", "union", "enum", "input"]
        switch word {
        case "schema":
            try advance()
            definition.directives = try directives(isConstant: true)
            definition.body = .schema(roots: try roots(isExtension: isExtension))
        case "directive" where !isExtension:
            try advance()
            try directiveDefinition(&definition)
        case _ where keywords.contains(word):
            try advance()
            definition.name = try name()
            try typeDefinition(word, &definition)
        default: throw unexpected()
        }
        if isExtension, definition.isEmpty { throw unexpected() }
        return definition
    }

    private mutating func description() throws(GraphQLError) -> String? {
        guard case .string(let text, _) = token.kind else { return nil }
        try advance()
        return text
    }

    private mutating func roots(
        isExtension: Bool
    ) throws(GraphQLError) -> [TypeSystemDefinition.Root] {
        if isExtension, !isPunctuator("{") { return [] }
        return try items("{", "}") { parser throws(GraphQLError) in
            let kind = try parser.operationKind()
            try parser.expect(":")
            return TypeSystemDefinition.Root(kind: kind, type: try parser.name())
        }
    }

    private mutating func directiveDefinition(
        _ definition: inout TypeSystemDefinition
    ) throws(GraphQLError) {
        try expect("@")
        definition.name = try name()
        let arguments = try inputValues("(", ")")
        let isRepeatable = try takeKeyword("repeatable")
        try expectKeyword("on")
        definition.body = .directive(
            arguments: arguments, isRepeatable: isRepeatable, locations: try names("|"))
    }

    private mutating func typeDefinition(
        _ word: String, _ definition: inout TypeSystemDefinition
    ) throws(GraphQLError) {
        var interfaces: [Name] = []
        if word == "type" || word == "interface", try takeKeyword("implements") {
            interfaces = try names("&")
        }
        definition.directives = try directives(isConstant: true)
        switch word {
        case "type": definition.body = .object(interfaces: interfaces, fields: try fields())
        case "interface":
            definition.body = .interface(interfaces: interfaces, fields: try fields())
        case "union":
            definition.body = .union(members: try take("=") ? try names("|") : [])
        case "enum":
            definition.body = .enumeration(
                values: try optionalItems("{", "}") { parser throws(GraphQLError) in
                    try parser.enumValue()
                })
        case "input": definition.body = .inputObject(fields: try inputValues("{", "}"))
        default: definition.body = .scalar
        }
    }

    /// Names with a sign between them and perhaps before them.
    private mutating func names(_ sign: Unicode.Scalar) throws(GraphQLError) -> [Name] {
        _ = try take(sign)
        var names: [Name] = []
        repeat { names.append(try name()) } while try take(sign)
        return names
    }

    private mutating func fields() throws(GraphQLError) -> [FieldSyntax] {
        try optionalItems("{", "}") { parser throws(GraphQLError) in
            let text = try parser.description()
            let name = try parser.name()
            let arguments = try parser.inputValues("(", ")")
            try parser.expect(":")
            return FieldSyntax(
                description: text, name: name, arguments: arguments, type: try parser.type(),
                directives: try parser.directives(isConstant: true))
        }
    }

    private mutating func inputValues(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar
    ) throws(GraphQLError) -> [InputValueSyntax] {
        try optionalItems(open, close) { parser throws(GraphQLError) in
            let text = try parser.description()
            let name = try parser.name()
            try parser.expect(":")
            let type = try parser.type()
            let value = try parser.take("=") ? try parser.literal(isConstant: true) : nil
            return InputValueSyntax(
                description: text, name: name, type: type, defaultValue: value,
                directives: try parser.directives(isConstant: true))
        }
    }

    private mutating func enumValue() throws(GraphQLError) -> EnumValueSyntax {
        let text = try description()
        if ["true", "false", "null"].contains(where: isKeyword) { throw unexpected() }
        return EnumValueSyntax(
            description: text, name: try name(), directives: try directives(isConstant: true))
    }
}

extension TypeSystemDefinition {
    /// Nothing follows its name.
    fileprivate var isEmpty: Bool {
        guard directives.isEmpty else { return false }
        return switch body {
        case .schema(let roots): roots.isEmpty
        case .scalar: true
        case .object(let interfaces, let fields), .interface(let interfaces, let fields):
            interfaces.isEmpty && fields.isEmpty
        case .union(let members): members.isEmpty
        case .enumeration(let values): values.isEmpty
        case .inputObject(let fields): fields.isEmpty
        case .directive: false
        }
    }
}
