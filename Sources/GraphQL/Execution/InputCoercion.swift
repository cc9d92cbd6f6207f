import Scenarios

/// Makes the values that resolvers see of what clients give (specification, sections 3.5 to 3.12
/// and 6.1.2).
struct InputCoercion {
    let schema: Schema

    /// The values of an operation's variables, defaults included; all mistakes are told.
    func variables(
        of operation: Operation, given: JSONObject
    ) throws(GraphQLErrors) -> JSONObject {
        var values = JSONObject()
        var errors: [GraphQLError] = []
        for variable in operation.variables {
            let name = variable.name.value
            do throws(GraphQLError) {
                if let json = given[name] {
                    values[name] = try value(of: json, as: variable.type)
                } else if let literal = variable.defaultValue {
                    values[name] = try value(of: literal, as: variable.type, [:])
                } else if variable.type.isNonNull {
                    throw GraphQLError("a value is required")
                }
            } catch {
                errors.append(
                    GraphQLError(
                        "Variable \"$\(name)\" of type \"\(variable.type)\": \(error.message).",
                        at: [variable.position]))
            }
        }
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
        return values
    }

    /// The values of arguments, defaults included.
    func arguments(
        _ arguments: [Argument], _ definitions: [InputValue], _ variables: JSONObject
    ) throws(GraphQLError) -> JSONObject {
        var values = JSONObject()
        for definition in definitions {
            let argument = arguments.first { $0.name.value == definition.name }
            do throws(GraphQLError) {
                values[definition.name] = try value(
                    of: argument?.value, for: definition, variables)
            } catch {
                throw GraphQLError(
                    "Argument \"\(definition.name)\" of type \"\(definition.type)\":"
                        + " \(error.message).", at: argument.map { [$0.value.position] } ?? [])
            }
        }
        return values
    }

    /// The value of an argument or an input object's field; nil: there is none.
    private func value(
        of literal: Literal?, for definition: InputValue, _ variables: JSONObject
    ) throws(GraphQLError) -> JSONValue? {
        if let literal, let given = try value(of: literal, as: definition.type, variables) {
            return given
        }
        if let literal = definition.defaultValue {
            return try value(of: literal, as: definition.type, [:])
        }
        guard !definition.type.isNonNull else { throw GraphQLError("a value is required") }
        return nil
    }

    /// The value of a literal; nil: it is a variable without value.
    func value(
        of literal: Literal, as type: TypeReference, _ variables: JSONObject
    ) throws(GraphQLError) -> JSONValue? {
        if case .variable(let name) = literal.value {
            guard let value = variables[name] else { return nil }
            guard value != .null || !type.isNonNull else {
                throw GraphQLError("null is not allowed")
            }
            return value
        }
        guard literal.value != .null else { return try null(as: type) }
        switch type {
        case .nonNull(let inner): return try value(of: literal, as: inner, variables)
        case .list(let inner):
            guard case .list(let items) = literal.value else {
                return .array([try value(of: literal, as: inner, variables) ?? .null])
            }
            var values: [JSONValue] = []
            for item in items {
                let value = try value(of: item, as: inner, variables) ?? .null
                guard value != .null || !inner.isNonNull else {
                    throw GraphQLError("null is not allowed")
                }
                values.append(value)
            }
            return .array(values)
        case .named(let name): return try leaf(literal, as: name, variables)
        }
    }

    private func null(as type: TypeReference) throws(GraphQLError) -> JSONValue {
        guard !type.isNonNull else { throw GraphQLError("null is not allowed") }
        return .null
    }

    private func leaf(
        _ literal: Literal, as name: String, _ variables: JSONObject
    ) throws(GraphQLError) -> JSONValue {
        switch schema.types[name]?.kind {
        case .inputObject(let fields):
            guard case .object(let members) = literal.value else { break }
            var object = JSONObject()
            for field in fields {
                let member = members.first { $0.name.value == field.name }
                object[field.name] = try value(of: member?.value, for: field, variables)
            }
            return .object(object)
        case .enumeration(let values):
            guard case .enumeration(let word) = literal.value,
                values.contains(where: { $0.name == word })
            else { break }
            return .string(word)
        case .scalar, .object, .interface, .union, nil:
            guard let value = schema.scalars[name]?.value(of: literal, variables: variables)
            else { break }
            return value
        }
        throw GraphQLError("\(literal.text.shortened) is no \(name)")
    }

    /// The value of what came as JSON.
    func value(
        of json: JSONValue, as type: TypeReference
    ) throws(GraphQLError) -> JSONValue {
        guard json != .null else { return try null(as: type) }
        switch type {
        case .nonNull(let inner): return try value(of: json, as: inner)
        case .list(let inner):
            guard case .array(let items) = json else {
                return .array([try value(of: json, as: inner)])
            }
            var values: [JSONValue] = []
            for item in items { values.append(try value(of: item, as: inner)) }
            return .array(values)
        case .named(let name): return try leaf(json, as: name)
        }
    }

    private func leaf(_ json: JSONValue, as name: String) throws(GraphQLError) -> JSONValue {
        switch schema.types[name]?.kind {
        case .inputObject(let fields):
            guard case .object(let given) = json else { break }
            if let (key, _) = given.members.first(where: { key, _ in
                !fields.contains { $0.name == key }
            }) {
                throw GraphQLError("\(name) has no field \"\(key.shortened)\"")
            }
            return .object(try object(given, fields, of: name))
        case .enumeration(let values):
            guard case .string(let word) = json, values.contains(where: { $0.name == word })
            else { break }
            return json
        case .scalar, .object, .interface, .union, nil:
            guard let value = schema.scalars[name]?.input(json) else { break }
            return value
        }
        throw GraphQLError("\(json.text().shortened) is no \(name)")
    }

    private func object(
        _ given: JSONObject, _ fields: [InputValue], of name: String
    ) throws(GraphQLError) -> JSONObject {
        var object = JSONObject()
        for field in fields {
            do throws(GraphQLError) {
                if let inner = given[field.name] {
                    object[field.name] = try value(of: inner, as: field.type)
                } else {
                    object[field.name] = try value(of: nil, for: field, [:])
                }
            } catch {
                throw GraphQLError("\(name).\(field.name): \(error.message)")
            }
        }
        return object
    }
}

extension String {
    /// Not more than a message can bear.
    fileprivate var shortened: String { count > 80 ? prefix(80) + "…" : self }
}
