import Scenarios

/// Arguments, directives and values (specification, sections 5.4, 5.6 and 5.7).
extension Validator {
    /// Arguments against what is defined; without definitions only what needs none is checked.
    mutating func check(
        _ arguments: [Argument], _ definitions: [InputValue]?, of what: String,
        at position: Position
    ) {
        var given: Set<String> = []
        for argument in arguments {
            let name = argument.name
            if !given.insert(name.value).inserted {
                fail("There can be only one argument named \"\(name.value)\".", at: name.position)
            }
            let definition = definitions?.first { $0.name == name.value }
            if definitions != nil, definition == nil {
                fail("Unknown argument \"\(name.value)\" on \(what).", at: name.position)
            }
            check(
                argument.value, as: definition?.type, hasDefault: definition?.defaultValue != nil)
        }
        for definition in definitions ?? []
        where definition.isRequired && !given.contains(definition.name) {
            fail(
                "Argument \"\(definition.name)\" of type \"\(definition.type)\" is required on"
                    + " \(what), but it was not provided.", at: position)
        }
    }

    /// Directives at a place.
    mutating func check(_ directives: [Directive], at location: DirectiveLocation) {
        var seen: Set<String> = []
        for directive in directives {
            let name = directive.name.value
            let definition = schema.directive(name)
            if let definition {
                if !definition.locations.contains(location) {
                    fail(
                        "Directive \"@\(name)\" may not be used on \(location.rawValue).",
                        at: directive.position)
                }
                if !definition.isRepeatable, !seen.insert(name).inserted {
                    fail(
                        "The directive \"@\(name)\" can only be used once at this location.",
                        at: directive.position)
                }
            } else {
                fail("Unknown directive \"@\(name)\".", at: directive.position)
            }
            check(
                directive.arguments, definition?.arguments, of: "directive \"@\(name)\"",
                at: directive.position)
        }
    }

    /// A value where a type is wanted; without a type only what needs none is checked.
    mutating func check(_ literal: Literal, as type: TypeReference?, hasDefault: Bool) {
        switch literal.value {
        case .variable(let name):
            usage.variables.append(
                VariableUse(
                    name: Name(name, at: literal.position), type: type, hasDefault: hasDefault))
        case .null:
            if let type, type.isNonNull { mismatch(literal, type) }
        case .list(let items):
            var item = type
            if case .list(let inner) = type?.nullable {
                item = inner
            } else if let type, !isFree(type) {
                mismatch(literal, type)
                item = nil
            }
            items.forEach { check($0, as: item, hasDefault: false) }
        case .object(let members): check(literal, members, as: type)
        case .int, .float, .string, .boolean, .enumeration:
            if let type { checkLeaf(literal, type) }
        }
    }

    private mutating func mismatch(_ literal: Literal, _ type: TypeReference) {
        let found: String =
            switch literal.value {
            case .list: "a list"
            case .object: "an object"
            default: literal.text
            }
        fail("Expected value of type \"\(type)\", found \(found).", at: literal.position)
    }

    /// A scalar of the schema's own takes lists and objects.
    private func isFree(_ type: TypeReference) -> Bool {
        guard case .scalar = schema.type(of: type)?.kind else { return false }
        return !type.isList && !BuiltIns.scalars.contains(type.name)
    }

    private mutating func checkLeaf(_ literal: Literal, _ type: TypeReference) {
        guard let named = schema.type(of: type) else { return }
        switch named.kind {
        case .scalar:
            if schema.scalars[named.name]?.value(of: literal, variables: [:]) == nil {
                mismatch(literal, type.innermost)
            }
        case .enumeration(let values):
            guard case .enumeration(let name) = literal.value else {
                fail(
                    "Enum \"\(named.name)\" cannot represent non-enum value: \(literal.text).",
                    at: literal.position)
                return
            }
            if !values.contains(where: { $0.name == name }) {
                fail(
                    "Value \"\(name)\" does not exist in \"\(named.name)\" enum.",
                    at: literal.position)
            }
        case .inputObject: mismatch(literal, type)
        case .object, .interface, .union: break
        }
    }

    /// Sections 5.6.2, 5.6.3 and 5.6.4.
    private mutating func check(
        _ literal: Literal, _ members: [Literal.Member], as type: TypeReference?
    ) {
        var given: Set<String> = []
        for member in members where !given.insert(member.name.value).inserted {
            fail(
                "There can be only one input field named \"\(member.name.value)\".",
                at: member.name.position)
        }
        guard let type, let named = schema.type(of: type) else {
            members.forEach { check($0.value, as: nil, hasDefault: false) }
            return
        }
        guard case .inputObject(let fields) = named.kind else {
            // A scalar of the schema's own says itself what it takes.
            if isFree(type.innermost) {
                if schema.scalars[named.name]?.value(of: literal, variables: [:]) == nil {
                    mismatch(literal, type)
                }
            } else if named.isInput {
                mismatch(literal, type)
            }
            members.forEach { check($0.value, as: nil, hasDefault: false) }
            return
        }
        for member in members {
            let field = fields.first { $0.name == member.name.value }
            if field == nil {
                fail(
                    "Field \"\(member.name.value)\" is not defined by type \"\(named.name)\".",
                    at: member.name.position)
            }
            check(member.value, as: field?.type, hasDefault: field?.defaultValue != nil)
        }
        for field in fields where field.isRequired && !given.contains(field.name) {
            fail(
                "Field \"\(named.name).\(field.name)\" of required type \"\(field.type)\" was not"
                    + " provided.", at: literal.position)
        }
    }
}

extension TypeReference {
    /// Without lists: one value may stand for a list of one.
    fileprivate var innermost: TypeReference { .named(name) }
}
