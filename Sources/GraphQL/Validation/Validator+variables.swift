import Scenarios

/// Variables of operations (specification, section 5.8).
extension Validator {
    /// Sections 5.8.1 and 5.8.2, with default values and directives.
    mutating func checkVariableDefinitions(_ operation: Operation) {
        var seen: Set<String> = []
        for variable in operation.variables {
            let name = variable.name
            if !seen.insert(name.value).inserted {
                fail("There can be only one variable named \"$\(name.value)\".", at: name.position)
            }
            let type = schema.type(of: variable.type)
            if type == nil {
                fail("Unknown type \"\(variable.type.name)\".", at: variable.typePosition)
            } else if type?.isInput == false {
                fail(
                    "Variable \"$\(name.value)\" cannot be non-input type \"\(variable.type)\".",
                    at: variable.typePosition)
            }
            if let literal = variable.defaultValue {
                check(
                    literal, as: type?.isInput == true ? variable.type : nil, hasDefault: false)
            }
            check(variable.directives, at: .variableDefinition)
        }
    }

    /// Sections 5.8.3, 5.8.4 and 5.8.5, for an operation and all fragments that it uses.
    mutating func checkVariables(of operation: Operation, _ usages: [Usage]) {
        var known: [String: VariableDefinition] = [:]
        for variable in operation.variables where known[variable.name.value] == nil {
            known[variable.name.value] = variable
        }
        let title = operation.name.map { " by operation \"\($0.value)\"" } ?? ""
        var used: Set<String> = []
        for use in usages.flatMap(\.variables) {
            let name = use.name.value
            used.insert(name)
            guard let variable = known[name] else {
                fail(
                    "Variable \"$\(name)\" is not defined\(title).",
                    at: use.name.position, operation.position)
                continue
            }
            guard let type = use.type, !isAllowed(variable, at: type, use.hasDefault) else {
                continue
            }
            fail(
                "Variable \"$\(name)\" of type \"\(variable.type)\" used in position expecting"
                    + " type \"\(type)\".", at: variable.position, use.name.position)
        }
        for variable in operation.variables where !used.contains(variable.name.value) {
            fail(
                "Variable \"$\(variable.name.value)\" is never used\(title).",
                at: variable.position)
        }
    }

    /// Specification, `IsVariableUsageAllowed`.
    private func isAllowed(
        _ variable: VariableDefinition, at type: TypeReference, _ hasDefault: Bool
    ) -> Bool {
        guard schema.type(of: variable.type) != nil else { return true }
        guard case .nonNull(let nullable) = type, !variable.type.isNonNull else {
            return isCompatible(variable.type, type)
        }
        let hasValue = variable.defaultValue.map { $0.value != .null } ?? false
        return (hasValue || hasDefault) && isCompatible(variable.type, nullable)
    }

    /// Specification, `AreTypesCompatible`.
    private func isCompatible(_ type: TypeReference, _ other: TypeReference) -> Bool {
        switch (type, other) {
        case (.nonNull(let a), .nonNull(let b)), (.list(let a), .list(let b)): isCompatible(a, b)
        case (.nonNull(let a), _): isCompatible(a, other)
        case (.named(let a), .named(let b)): a == b
        case (.named, _), (.list, _): false
        }
    }
}
