import Scenarios

/// Makes values what their types promise (specification, section 6.4.3).
extension Executor {
    /// A value as a type wants it; `place` is `Type.field`, for messages.
    mutating func complete(
        _ value: Resolved, _ type: TypeReference, _ fields: [Field], _ place: String
    ) async -> Completion {
        switch type {
        case .nonNull(let inner):
            let completion = await complete(value, inner, fields, place)
            guard case .value(.null) = completion else { return completion }
            return fail("Cannot return null for non-nullable field \(place).", fields)
        case .list(let inner):
            guard !value.isNull else { return .value(.null) }
            guard let items = value.items else {
                return fail("Expected a list for field \(place).", fields)
            }
            return await list(items, inner, fields, place)
        case .named(let name):
            guard !value.isNull, let named = schema.types[name] else { return .value(.null) }
            return await complete(value, named, fields, place)
        }
    }

    private mutating func list(
        _ items: [Resolved], _ type: TypeReference, _ fields: [Field], _ place: String
    ) async -> Completion {
        var values: [JSONValue] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            path.append(.index(index))
            let completion = await complete(item, type, fields, place)
            path.removeLast()
            switch completion {
            case .value(let value): values.append(value)
            case .failed where type.isNonNull: return .failed
            case .failed: values.append(.null)
            }
        }
        return .value(.array(values))
    }

    private mutating func complete(
        _ value: Resolved, _ type: NamedType, _ fields: [Field], _ place: String
    ) async -> Completion {
        switch type.kind {
        case .scalar:
            guard case .json(let json) = value, let output = schema.scalars[type.name]?.output(json)
            else { return fail("\(type.name) cannot represent the value of \(place).", fields) }
            count(output)
            return .value(output)
        case .enumeration(let values):
            guard case .json(.string(let word)) = value,
                values.contains(where: { $0.name == word })
            else {
                return fail("Enum \"\(type.name)\" cannot represent the value of \(place).", fields)
            }
            count(.string(word))
            return .value(.string(word))
        case .object:
            let groups = groups(fields.compactMap(\.selections), type)
            return await object(groups, type, value)
        case .interface, .union:
            guard case .json(.object(let members)) = value,
                case .string(let name) = members["__typename"],
                schema.isObject(name, oneOf: type.name), let object = schema.types[name]
            else {
                return fail(
                    "Abstract type \"\(type.name)\" must resolve to one of its object types for"
                        + " field \(place).", fields)
            }
            let groups = groups(fields.compactMap(\.selections), object)
            return await self.object(groups, object, value)
        case .inputObject: return fail("\(place) has no output type.", fields)
        }
    }

    private mutating func fail(_ message: String, _ fields: [Field]) -> Completion {
        errors.append(located(GraphQLError(message), fields))
        return .failed
    }
}
