import Scenarios

extension Schema {
    /// What is wrong with a document that is to be carried out (specification, section 5); empty:
    /// nothing. At most ``GraphQLLimits/errorsMax`` mistakes are told.
    public func validate(_ document: Document) -> [GraphQLError] {
        var validator = Validator(schema: self, document: document)
        validator.run()
        guard validator.errors.count > GraphQLLimits.errorsMax else { return validator.errors }
        return validator.errors.prefix(GraphQLLimits.errorsMax) + [
            GraphQLError("Too many validation errors, error limit reached. Validation aborted.")
        ]
    }
}

/// One walk over a document; what operations and fragments use is gathered on the way and compared
/// at the end.
struct Validator {
    /// What an operation or fragment uses itself.
    struct Usage {
        var spreads: [Spread] = []
        /// Selection sets within one another.
        var levels = 0
        var variables: [VariableUse] = []
    }

    /// A fragment that is spread, and in how many selection sets.
    struct Spread {
        var name: Name
        var level: Int
    }

    /// A variable where a value is wanted.
    struct VariableUse {
        var name: Name
        /// Nil: anything fits, or nothing is known.
        var type: TypeReference?
        /// Without a value that of the place is used.
        var hasDefault: Bool
    }

    let schema: Schema
    let document: Document
    /// The first of each name.
    let fragments: [String: Fragment]
    var errors: [GraphQLError] = []
    /// Of the definition that is walked.
    var usage = Usage()
    /// Selection sets around what is walked.
    var level = 0
    /// Selection sets within fragments, with fragments put in the place of their spreads.
    var expandedLevels: [String: Int] = [:]
    var levelsMax = 0
    var hasCycle = false
    var fragmentUsages: [String: Usage] = [:]

    init(schema: Schema, document: Document) {
        self.schema = schema
        self.document = document
        fragments = document.fragments.reduce(into: [:]) { known, fragment in
            if known[fragment.name.value] == nil { known[fragment.name.value] = fragment }
        }
    }

    mutating func fail(_ message: String, at positions: Position...) {
        // One more than is told, so that it is known that there were more.
        guard errors.count <= GraphQLLimits.errorsMax else { return }
        errors.append(GraphQLError(message, at: positions))
    }

    mutating func run() {
        checkDefinitions()
        for fragment in document.fragments {
            usage = Usage()
            walk(fragment)
            if fragmentUsages[fragment.name.value] == nil {
                fragmentUsages[fragment.name.value] = usage
            }
        }
        checkCycles()
        var used: Set<String> = []
        for operation in document.operations {
            usage = Usage()
            walk(operation)
            levelsMax = max(levelsMax, levels(of: usage))
            let usages = reachable(from: usage, used: &used)
            checkVariables(of: operation, usages)
        }
        checkUnused(used)
        guard checkLevels(), !hasCycle else { return }
        checkSubscriptions()
        checkMerging()
    }

    /// Sections 5.1, 5.2.1, 5.2.2 and 5.5.1.1.
    private mutating func checkDefinitions() {
        for case .typeSystem(let definition) in document.definitions {
            let name = definition.name.value
            fail(
                "The \(name.isEmpty ? "schema" : "\"\(name)\"") definition is not executable.",
                at: definition.position)
        }
        let operations = document.operations
        var names: [String: Position] = [:]
        for operation in operations {
            guard let name = operation.name else {
                if operations.count > 1 {
                    fail(
                        "This anonymous operation must be the only defined operation.",
                        at: operation.position)
                }
                continue
            }
            if let first = names[name.value] {
                fail(
                    "There can be only one operation named \"\(name.value)\".",
                    at: first, name.position)
            } else {
                names[name.value] = name.position
            }
        }
        for fragment in document.fragments {
            guard let first = fragments[fragment.name.value], first.position != fragment.position
            else { continue }
            fail(
                "There can be only one fragment named \"\(fragment.name.value)\".",
                at: first.name.position, fragment.name.position)
        }
    }

    /// Deeper documents could exhaust the stack of whoever follows the spreads.
    private mutating func checkLevels() -> Bool {
        guard levelsMax > GraphQLLimits.expandedLevelsMax else { return true }
        errors.append(
            GraphQLError(
                "More than \(GraphQLLimits.expandedLevelsMax) levels are nested with their"
                    + " fragments."))
        return false
    }

    private mutating func walk(_ operation: Operation) {
        let location: DirectiveLocation =
            switch operation.kind {
            case .query: .query
            case .mutation: .mutation
            case .subscription: .subscription
            }
        checkVariableDefinitions(operation)
        check(operation.directives, at: location)
        let root = schema.root(operation.kind)
        if root == nil {
            fail(
                "Schema is not configured to execute \(operation.kind.rawValue) operation.",
                at: operation.position)
        }
        walk(operation.selections, in: root)
    }

    private mutating func walk(_ fragment: Fragment) {
        let type = condition(fragment.condition, of: "Fragment \"\(fragment.name.value)\"")
        check(fragment.directives, at: .fragmentDefinition)
        walk(fragment.selections, in: type)
    }

    /// Sections 5.5.1.2 and 5.5.1.3; nil: nothing can be selected.
    mutating func condition(_ name: Name, of what: String) -> NamedType? {
        guard let type = schema.types[name.value] else {
            fail("Unknown type \"\(name.value)\".", at: name.position)
            return nil
        }
        guard type.isComposite else {
            fail(
                "\(what) cannot condition on non composite type \"\(name.value)\".",
                at: name.position)
            return nil
        }
        return type
    }

    /// Everything that is used by what a definition uses, itself first.
    private func reachable(from usage: Usage, used: inout Set<String>) -> [Usage] {
        var usages = [usage]
        var seen: Set<String> = []
        var index = 0
        while index < usages.count {
            for spread in usages[index].spreads where seen.insert(spread.name.value).inserted {
                if let further = fragmentUsages[spread.name.value] { usages.append(further) }
            }
            index += 1
        }
        used.formUnion(seen)
        return usages
    }
}
