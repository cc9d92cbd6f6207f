import Scenarios

/// How much an operation asks for.
///
/// The cost is an upper estimate of the fields in its answer:
///
///     cost(selections) = Σ weight(field) + size(field) × cost(selections of the field)
///
/// `weight` is 1 or what `@cost(weight:)` says. `size` is 1 for a field that is no list. For a list
/// it is the largest value among the arguments that `@listSize(slicingArguments:)` names (their
/// variables and defaults count), else `@listSize(assumedSize:)`, else
/// ``GraphQLLimits/assumedListSize``; with `sizedFields` the size is that of those fields of the
/// field's type. Fragments count where they are spread, alternatives of abstract types add up, and
/// `@skip` and `@include` are not asked.
public struct OperationCost: Hashable, Sendable {
    /// Fields within one another.
    public var depth: Int
    /// The cost as above; saturates.
    public var cost: Int
}

/// Bounds of what one operation may ask for.
public struct OperationLimits: Hashable, Sendable {
    /// Fields within one another.
    public var depthMax = GraphQLLimits.depthMax
    /// The cost, see ``OperationCost``.
    public var costMax = GraphQLLimits.costMax
    /// Bytes of an answer, as estimated while it is made.
    public var answerBytesMax = GraphQLLimits.answerBytesMax

    /// The bounds of ``GraphQLLimits``.
    public init() {}

    /// What an operation asks for too much.
    func errors(_ cost: OperationCost, at position: Position) -> [GraphQLError] {
        var errors: [GraphQLError] = []
        if cost.depth > depthMax {
            errors.append(
                GraphQLError(
                    "The operation is \(cost.depth) fields deep; at most \(depthMax) are allowed.",
                    at: [position], extensions: ["code": "TOO_DEEP"]))
        }
        if cost.cost > costMax {
            errors.append(
                GraphQLError(
                    "The operation costs \(cost.cost); at most \(costMax) is allowed. Ask for"
                        + " fewer items or fields.",
                    at: [position], extensions: ["code": "TOO_COSTLY"]))
        }
        return errors
    }
}

/// Measures a valid operation; each fragment is measured once.
struct CostMeter {
    let schema: Schema
    let fragments: [String: Fragment]
    let variables: JSONObject
    private var measured: [String: OperationCost] = [:]

    init(schema: Schema, fragments: [String: Fragment], variables: JSONObject) {
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
    }

    /// Sizes of fields that the field around them says.
    private struct Sizing {
        var fields: [String] = []
        var size = 1
    }

    mutating func measure(_ operation: Operation) -> OperationCost {
        measure(operation.selections, in: schema.root(operation.kind), Sizing())
    }

    private mutating func measure(
        _ set: SelectionSet, in parent: NamedType?, _ sizing: Sizing
    ) -> OperationCost {
        var total = OperationCost(depth: 0, cost: 0)
        for selection in set.selections {
            let part: OperationCost
            switch selection {
            case .field(let field): part = measure(field, in: parent, sizing)
            case .inline(let inline):
                let type = inline.condition.map { schema.types[$0.value] } ?? parent
                part = measure(inline.selections, in: type, sizing)
            case .spread(let spread): part = measure(spread.name.value, sizing)
            }
            total.depth = max(total.depth, part.depth)
            total.cost = total.cost.saturatingPlus(part.cost)
        }
        return total
    }

    private mutating func measure(_ fragment: String, _ sizing: Sizing) -> OperationCost {
        let key = "\(fragment) \(sizing.size) \(sizing.fields)"
        if let known = measured[key] { return known }
        guard let definition = fragments[fragment] else { return OperationCost(depth: 0, cost: 0) }
        let cost = measure(
            definition.selections, in: schema.types[definition.condition.value], sizing)
        measured[key] = cost
        return cost
    }

    private mutating func measure(
        _ field: Field, in parent: NamedType?, _ sizing: Sizing
    ) -> OperationCost {
        guard let parent, let definition = schema.field(field.name.value, of: parent) else {
            return OperationCost(depth: 1, cost: 1)
        }
        var inner = Sizing()
        var size = 1
        let said = self.size(field, definition)
        if !definition.cost.sizedFields.isEmpty {
            inner = Sizing(
                fields: definition.cost.sizedFields, size: said ?? GraphQLLimits.assumedListSize)
        } else if sizing.fields.contains(definition.name) {
            size = sizing.size
        } else if definition.type.isList {
            size = said ?? GraphQLLimits.assumedListSize
        }
        let weight = max(0, definition.cost.weight)
        guard let selections = field.selections else {
            return OperationCost(depth: 1, cost: weight)
        }
        let below = measure(selections, in: schema.type(of: definition.type), inner)
        return OperationCost(
            depth: below.depth + 1,
            cost: below.cost.saturatingTimes(size).saturatingPlus(weight))
    }

    /// What the arguments or the schema say of a list's size.
    private func size(_ field: Field, _ definition: FieldDefinition) -> Int? {
        let sizes = definition.cost.slicingArguments.compactMap { name -> Int? in
            let argument = field.arguments.first { $0.name.value == name }
            let given = argument?.value.json(variables: variables) ?? .null
            if case .integer(let size) = given { return max(0, size) }
            let usual = definition.arguments.first { $0.name == name }?.defaultValue
            guard case .integer(let size) = usual?.json(variables: [:]) else { return nil }
            return max(0, size)
        }
        return sizes.max() ?? definition.cost.assumedSize
    }
}

extension Int {
    fileprivate func saturatingPlus(_ other: Int) -> Int {
        let (sum, over) = addingReportingOverflow(other)
        return over ? .max : sum
    }

    fileprivate func saturatingTimes(_ other: Int) -> Int {
        let (product, over) = multipliedReportingOverflow(by: other)
        return over ? .max : product
    }
}
