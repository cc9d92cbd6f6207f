import Scenarios

/// Fields and fragments in selection sets (specification, sections 5.3.1, 5.3.3 and 5.5).
extension Validator {
    /// Walks a selection set; without a type only what needs none is checked.
    mutating func walk(_ set: SelectionSet, in parent: NamedType?) {
        level += 1
        defer { level -= 1 }
        usage.levels = max(usage.levels, level)
        for selection in set.selections {
            switch selection {
            case .field(let field): walk(field, in: parent)
            case .spread(let spread): walk(spread, in: parent)
            case .inline(let inline):
                var type = parent
                if let name = inline.condition {
                    type = condition(name, of: "Fragment")
                    checkOverlap(type, parent, "Fragment", at: inline.position)
                }
                check(inline.directives, at: .inlineFragment)
                walk(inline.selections, in: type)
            }
        }
    }

    private mutating func walk(_ spread: FragmentSpread, in parent: NamedType?) {
        let name = spread.name
        usage.spreads.append(Spread(name: name, level: level))
        check(spread.directives, at: .fragmentSpread)
        guard let fragment = fragments[name.value] else {
            fail("Unknown fragment \"\(name.value)\".", at: name.position)
            return
        }
        let type = schema.types[fragment.condition.value]
        checkOverlap(type, parent, "Fragment \"\(name.value)\"", at: spread.position)
    }

    /// Section 5.5.2.3.
    private mutating func checkOverlap(
        _ type: NamedType?, _ parent: NamedType?, _ what: String, at position: Position
    ) {
        guard let type, let parent, type.isComposite, parent.isComposite else { return }
        let objects = Set(schema.objects(of: parent))
        guard objects.isDisjoint(with: schema.objects(of: type)), type.name != parent.name else {
            return
        }
        fail(
            "\(what) cannot be spread here as objects of type \"\(parent.name)\" can never be of"
                + " type \"\(type.name)\".", at: position)
    }

    private mutating func walk(_ field: Field, in parent: NamedType?) {
        let definition = parent.flatMap { schema.field(field.name.value, of: $0) }
        if let parent, definition == nil {
            fail(
                "Cannot query field \"\(field.name.value)\" on type \"\(parent.name)\".",
                at: field.name.position)
        }
        let place = "\(parent?.name ?? "").\(field.name.value)"
        check(
            field.arguments, definition?.arguments, of: "field \"\(place)\"", at: field.position)
        check(field.directives, at: .field)
        let type = definition.flatMap { schema.type(of: $0.type) }
        if let definition, let type { checkLeaf(field, definition, type) }
        if let selections = field.selections { walk(selections, in: type) }
    }

    /// Section 5.3.3.
    private mutating func checkLeaf(
        _ field: Field, _ definition: FieldDefinition, _ type: NamedType
    ) {
        let name = field.name.value
        if let selections = field.selections, type.isLeaf {
            fail(
                "Field \"\(name)\" must not have a selection since type \"\(definition.type)\" has"
                    + " no subfields.", at: selections.position)
        } else if field.selections == nil, type.isComposite {
            fail(
                "Field \"\(name)\" of type \"\(definition.type)\" must have a selection of"
                    + " subfields. Did you mean \"\(name) { ... }\"?", at: field.position)
        }
    }

    /// Section 5.5.2.2.
    mutating func checkCycles() {
        var finished: Set<String> = []
        for fragment in document.fragments {
            var path: [String] = []
            var onPath: Set<String> = []
            // Depth first without recursion: the spreads that are left at each level.
            var pending = [[fragment.name]]
            while !pending.isEmpty {
                guard let spread = pending[pending.count - 1].popLast() else {
                    pending.removeLast()
                    if let name = path.popLast() {
                        onPath.remove(name)
                        finished.insert(name)
                        expandedLevels[name] = fragmentUsages[name].map(levels(of:)) ?? 0
                    }
                    continue
                }
                if onPath.contains(spread.value) {
                    hasCycle = true
                    fail(
                        "Cannot spread fragment \"\(spread.value)\" within itself.",
                        at: spread.position)
                } else if !finished.contains(spread.value),
                    let usage = fragmentUsages[spread.value]
                {
                    path.append(spread.value)
                    onPath.insert(spread.value)
                    pending.append(usage.spreads.map(\.name).reversed())
                }
            }
        }
    }

    /// Selection sets within one another, with fragments put in the place of their spreads.
    func levels(of usage: Usage) -> Int {
        usage.spreads.reduce(usage.levels) { levels, spread in
            max(levels, spread.level + (expandedLevels[spread.name.value] ?? 0))
        }
    }

    /// Section 5.5.1.4.
    mutating func checkUnused(_ used: Set<String>) {
        for fragment in document.fragments where !used.contains(fragment.name.value) {
            fail("Fragment \"\(fragment.name.value)\" is never used.", at: fragment.position)
        }
    }

    /// Section 5.2.3.1.
    mutating func checkSubscriptions() {
        for operation in document.operations where operation.kind == .subscription {
            guard let root = schema.root(.subscription) else { continue }
            var fields: [Field] = []
            var seen: Set<String> = []
            collect(operation.selections, root, &seen, into: &fields)
            let name =
                operation.name.map { "Subscription \"\($0.value)\"" }
                ?? "Anonymous Subscription"
            if Set(fields.map(\.responseName)).count > 1, let second = fields.dropFirst().first {
                fail("\(name) must select only one top level field.", at: second.position)
            }
            for field in fields where field.name.value.hasPrefix("__") {
                fail(
                    "\(name) must not select an introspection top level field.",
                    at: field.position)
            }
        }
    }

    /// The fields of a selection set with those of its fragments.
    private func collect(
        _ set: SelectionSet, _ root: NamedType, _ seen: inout Set<String>,
        into fields: inout [Field]
    ) {
        for selection in set.selections {
            switch selection {
            case .field(let field): fields.append(field)
            case .inline(let inline):
                let applies = inline.condition.map {
                    schema.isObject(root.name, oneOf: $0.value)
                }
                if applies ?? true { collect(inline.selections, root, &seen, into: &fields) }
            case .spread(let spread):
                guard seen.insert(spread.name.value).inserted,
                    let fragment = fragments[spread.name.value],
                    schema.isObject(root.name, oneOf: fragment.condition.value)
                else { continue }
                collect(fragment.selections, root, &seen, into: &fields)
            }
        }
    }
}
