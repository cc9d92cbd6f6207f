import Scenarios

/// Operations, fragments, selections (specification, sections 2.3 to 2.8).
extension Parser {
    /// An operation, the short form included.
    mutating func operation() throws(GraphQLError) -> Operation {
        let position = token.position
        if isPunctuator("{") {
            return Operation(
                kind: .query, name: nil, variables: [], directives: [],
                selections: try selectionSet(), position: position)
        }
        let kind = try operationKind()
        var title: Name?
        if case .name = token.kind { title = try name() }
        let variables = try optionalItems("(", ")") { parser throws(GraphQLError) in
            try parser.variableDefinition()
        }
        return Operation(
            kind: kind, name: title, variables: variables,
            directives: try directives(isConstant: false), selections: try selectionSet(),
            position: position)
    }

    /// `query`, `mutation` or `subscription`.
    mutating func operationKind() throws(GraphQLError) -> Operation.Kind {
        guard case .name(let word) = token.kind, let kind = Operation.Kind(rawValue: word) else {
            throw unexpected()
        }
        try advance()
        return kind
    }

    private mutating func variableDefinition() throws(GraphQLError) -> VariableDefinition {
        let position = token.position
        try expect("$")
        let name = try name()
        try expect(":")
        let typePosition = token.position
        let type = try type()
        let value = try take("=") ? try literal(isConstant: true) : nil
        return VariableDefinition(
            name: name, type: type, typePosition: typePosition, defaultValue: value,
            directives: try directives(isConstant: true), position: position)
    }

    /// `fragment Name on Type …`
    mutating func fragment() throws(GraphQLError) -> Fragment {
        let position = token.position
        try expectKeyword("fragment")
        if isKeyword("on") { throw unexpected() }
        let name = try name()
        try expectKeyword("on")
        return Fragment(
            name: name, condition: try self.name(), directives: try directives(isConstant: false),
            selections: try selectionSet(), position: position)
    }

    private mutating func selectionSet() throws(GraphQLError) -> SelectionSet {
        let position = token.position
        let selections = try nested { parser throws(GraphQLError) in
            try parser.items("{", "}") { parser throws(GraphQLError) in try parser.selection() }
        }
        return SelectionSet(selections: selections, position: position)
    }

    private mutating func selection() throws(GraphQLError) -> Selection {
        guard token.kind == .spread else { return .field(try field()) }
        let position = token.position
        try advance()
        let hasCondition = try takeKeyword("on")
        if !hasCondition, case .name = token.kind {
            return .spread(
                FragmentSpread(
                    name: try name(), directives: try directives(isConstant: false),
                    position: position))
        }
        return .inline(
            InlineFragment(
                condition: hasCondition ? try name() : nil,
                directives: try directives(isConstant: false), selections: try selectionSet(),
                position: position))
    }

    private mutating func field() throws(GraphQLError) -> Field {
        var name = try name()
        let position = name.position
        var alias: Name?
        if try take(":") {
            alias = name
            name = try self.name()
        }
        let arguments = try arguments(isConstant: false)
        let directives = try directives(isConstant: false)
        let selections = isPunctuator("{") ? try selectionSet() : nil
        return Field(
            alias: alias, name: name, arguments: arguments, directives: directives,
            selections: selections, position: position)
    }

    private mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [Argument] {
        try optionalItems("(", ")") { parser throws(GraphQLError) in
            let name = try parser.name()
            try parser.expect(":")
            return Argument(name: name, value: try parser.literal(isConstant: isConstant))
        }
    }

    /// Any number of directives.
    mutating func directives(isConstant: Bool) throws(GraphQLError) -> [Directive] {
        var directives: [Directive] = []
        while isPunctuator("@") {
            let position = token.position
            try advance()
            directives.append(
                Directive(
                    name: try name(), arguments: try arguments(isConstant: isConstant),
                    position: position))
        }
        return directives
    }

    /// A type reference.
    mutating func type() throws(GraphQLError) -> TypeReference {
        let inner = try nested { parser throws(GraphQLError) -> TypeReference in
            guard try parser.take("[") else { return .named(try parser.name().value) }
            let item = try parser.type()
            try parser.expect("]")
            return .list(item)
        }
        return try take("!") ? .nonNull(inner) : inner
    }

    /// A value; a constant has no variable in it.
    mutating func literal(isConstant: Bool) throws(GraphQLError) -> Literal {
        let position = token.position
        switch token.kind {
        case .punctuator(UInt8(ascii: "[")), .punctuator(UInt8(ascii: "{")):
            return try nested { parser throws(GraphQLError) in
                Literal(
                    value: try parser.collection(isConstant: isConstant), position: position)
            }
        case .punctuator(UInt8(ascii: "$")):
            try advance()
            let name = try name()
            guard !isConstant else {
                throw GraphQLError(
                    "Syntax Error: Unexpected variable \"$\(name.value)\" in constant value.",
                    at: [position])
            }
            return Literal(value: .variable(name.value), position: position)
        case .int(let text): return try leaf(.int(text))
        case .float(let text): return try leaf(.float(text))
        case .string(let text, _): return try leaf(.string(text))
        case .name("true"): return try leaf(.boolean(true))
        case .name("false"): return try leaf(.boolean(false))
        case .name("null"): return try leaf(.null)
        case .name(let name): return try leaf(.enumeration(name))
        case .punctuator, .spread, .end: throw unexpected()
        }
    }

    private mutating func leaf(_ value: Literal.Value) throws(GraphQLError) -> Literal {
        let literal = Literal(value: value, position: token.position)
        try advance()
        return literal
    }

    /// A list or an object; both may be empty.
    private mutating func collection(isConstant: Bool) throws(GraphQLError) -> Literal.Value {
        if try take("[") {
            var items: [Literal] = []
            while try !take("]") { items.append(try literal(isConstant: isConstant)) }
            return .list(items)
        }
        try expect("{")
        var members: [Literal.Member] = []
        while try !take("}") {
            let name = try name()
            try expect(":")
            members.append(
                Literal.Member(name: name, value: try literal(isConstant: isConstant)))
        }
        return .object(members)
    }
}
