import Scenarios

extension Validator {
    /// Section 5.3.2: what has one name in the answer has to be one thing.
    mutating func checkMerging() {
        var merging = FieldMerging(schema: schema, fragments: fragments)
        for operation in document.operations {
            merging.check(operation.selections, in: schema.root(operation.kind))
        }
        for error in merging.errors.prefix(GraphQLLimits.errorsMax) {
            errors.append(error)
        }
    }
}

/// Looks for fields that cannot be merged.
///
/// Instead of comparing each pair, all fields of one name at one place are compared with the first
/// of them, and what they select is looked at together, once for each set of fields: first whether
/// answers have one shape, then, among fields of which one object can have both, whether they are
/// one field with the same arguments. The specification's rule on pairs follows from both.
struct FieldMerging {
    let schema: Schema
    let fragments: [String: Fragment]
    var errors: [GraphQLError] = []
    private var steps = 0
    private var shapes: Set<[Int]> = []
    private var origins: Set<[Int]> = []

    private struct Entry {
        var field: Field
        var parent: NamedType?
        var type: TypeReference?
        /// The same for the same place of the document.
        var id: Int { field.position.line << 24 | field.position.column }
    }

    init(schema: Schema, fragments: [String: Fragment]) {
        self.schema = schema
        self.fragments = fragments
    }

    private var isExhausted: Bool { steps > GraphQLLimits.mergeStepsMax }

    /// Checks an operation's selections and everything below.
    mutating func check(_ set: SelectionSet, in parent: NamedType?) {
        var entries: [Entry] = []
        var seen: Set<String> = []
        collect(set, parent, &seen, into: &entries)
        let count = errors.count
        checkShapes(entries)
        checkOrigins(entries)
        if isExhausted, errors.count == count {
            errors.append(
                GraphQLError(
                    "The operation has too many fields of the same names to compare them.",
                    at: [set.position]))
        }
    }

    private mutating func collect(
        _ set: SelectionSet, _ parent: NamedType?, _ seen: inout Set<String>,
        into entries: inout [Entry]
    ) {
        for selection in set.selections {
            steps += 1
            guard !isExhausted else { return }
            switch selection {
            case .field(let field):
                let definition = parent.flatMap { schema.field(field.name.value, of: $0) }
                entries.append(Entry(field: field, parent: parent, type: definition?.type))
            case .inline(let inline):
                let type = inline.condition.map { schema.types[$0.value] } ?? parent
                collect(inline.selections, type, &seen, into: &entries)
            case .spread(let spread):
                guard seen.insert(spread.name.value).inserted,
                    let fragment = fragments[spread.name.value]
                else { continue }
                collect(
                    fragment.selections, schema.types[fragment.condition.value], &seen,
                    into: &entries)
            }
        }
    }

    /// Fields by their name in the answer, in order.
    private func groups(_ entries: [Entry]) -> [[Entry]] {
        var places: [String: Int] = [:]
        var groups: [[Entry]] = []
        for entry in entries {
            let name = entry.field.responseName
            if let place = places[name] {
                groups[place].append(entry)
            } else {
                places[name] = groups.count
                groups.append([entry])
            }
        }
        return groups
    }

    /// What the fields of a group select.
    private mutating func children(_ group: [Entry]) -> [Entry] {
        var entries: [Entry] = []
        var seen: Set<String> = []
        for entry in group {
            guard let selections = entry.field.selections else { continue }
            collect(
                selections, entry.type.flatMap { schema.type(of: $0) }, &seen, into: &entries)
        }
        return entries
    }

    private mutating func checkShapes(_ entries: [Entry]) {
        guard !entries.isEmpty, !isExhausted,
            shapes.insert(entries.map(\.id).sorted()).inserted
        else { return }
        for group in groups(entries) {
            let typed = group.compactMap { entry in
                entry.type.map { (entry, shape(of: $0)) }
            }
            if let (first, form) = typed.first,
                let (other, _) = typed.first(where: { $0.1 != form })
            {
                conflict(
                    first, other,
                    "they return conflicting types \"\(first.type?.description ?? "")\" and"
                        + " \"\(other.type?.description ?? "")\"")
            }
            checkShapes(children(group))
        }
    }

    /// Lists and exclamation marks with the type, if it is a leaf.
    private func shape(of type: TypeReference) -> TypeReference {
        switch type {
        case .named(let name): .named(schema.types[name]?.isLeaf == true ? name : "")
        case .list(let inner): .list(shape(of: inner))
        case .nonNull(let inner): .nonNull(shape(of: inner))
        }
    }

    private mutating func checkOrigins(_ entries: [Entry]) {
        guard !entries.isEmpty, !isExhausted,
            origins.insert(entries.map(\.id).sorted()).inserted
        else { return }
        for group in groups(entries) {
            for group in meeting(group) {
                let first = group[0]
                for other in group.dropFirst() {
                    if other.field.name.value != first.field.name.value {
                        conflict(
                            first, other,
                            "\"\(first.field.name.value)\" and \"\(other.field.name.value)\" are"
                                + " different fields")
                        break
                    }
                    if !haveSameArguments(first.field, other.field) {
                        conflict(first, other, "they have differing arguments")
                        break
                    }
                }
                checkOrigins(children(group))
            }
        }
    }

    /// Fields of abstract types meet all others, fields of object types those of the same type.
    private func meeting(_ group: [Entry]) -> [[Entry]] {
        guard group.count > 1 else { return [group] }
        var order: [String] = []
        var concrete: [String: [Entry]] = [:]
        var abstract: [Entry] = []
        for entry in group {
            guard let parent = entry.parent, parent.isObject else {
                abstract.append(entry)
                continue
            }
            if concrete[parent.name] == nil { order.append(parent.name) }
            concrete[parent.name, default: []].append(entry)
        }
        guard !order.isEmpty else { return [abstract] }
        return order.map { (concrete[$0] ?? []) + abstract }
    }

    private func haveSameArguments(_ a: Field, _ b: Field) -> Bool {
        guard a.arguments.count == b.arguments.count else { return false }
        return a.arguments.allSatisfy { argument in
            b.arguments.contains {
                $0.name.value == argument.name.value && $0.value.isSame(as: argument.value)
            }
        }
    }

    private mutating func conflict(_ a: Entry, _ b: Entry, _ reason: String) {
        guard errors.count <= GraphQLLimits.errorsMax else { return }
        errors.append(
            GraphQLError(
                "Fields \"\(a.field.responseName)\" conflict because \(reason). Use different"
                    + " aliases on the fields to fetch both if this was intentional.",
                at: [a.field.position, b.field.position]))
    }
}
