import Scenarios

extension FieldSyntax {
    /// The field without its syntax.
    var definition: FieldDefinition {
        FieldDefinition(
            name: name.value, description: description, arguments: arguments.map(\.definition),
            type: type, deprecation: directives.deprecation, cost: directives.cost)
    }
}

extension InputValueSyntax {
    /// The value without its syntax.
    var definition: InputValue {
        InputValue(
            name: name.value, description: description, type: type, defaultValue: defaultValue,
            deprecation: directives.deprecation)
    }
}

extension [Directive] {
    private func argument(_ directive: String, _ name: String) -> Literal.Value? {
        first { $0.name.value == directive }?.arguments
            .first { $0.name.value == name }?.value.value
    }

    /// A text that a directive gives; the other when it gives none.
    func text(_ directive: String, _ name: String, or other: String?) -> String? {
        if case .string(let text) = argument(directive, name) { text } else { other }
    }

    /// What `@deprecated` says.
    var deprecation: String? {
        guard contains(where: { $0.name.value == "deprecated" }) else { return nil }
        return text("deprecated", "reason", or: "No longer supported")
    }

    /// What `@cost` and `@listSize` say.
    var cost: FieldCost {
        var cost = FieldCost()
        if case .int(let text) = argument("cost", "weight") { cost.weight = Int(text) ?? 1 }
        if case .int(let text) = argument("listSize", "assumedSize") {
            cost.assumedSize = Int(text)
        }
        cost.slicingArguments = texts("listSize", "slicingArguments")
        cost.sizedFields = texts("listSize", "sizedFields")
        return cost
    }

    private func texts(_ directive: String, _ name: String) -> [String] {
        guard case .list(let items) = argument(directive, name) else { return [] }
        return items.compactMap { if case .string(let text) = $0.value { text } else { nil } }
    }
}
