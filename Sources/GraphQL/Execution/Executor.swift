import Scenarios

/// Carries out one operation, field after field (specification, section 6).
struct Executor<Context: Sendable> {
    let service: GraphQLService<Context>
    let operation: PreparedOperation
    let context: Context
    var errors: [GraphQLError] = []
    /// Where in the answer.
    var path: [GraphQLError.PathPart] = []
    /// How large the answer is by now, about.
    private var bytes = 0
    /// Nobody waits for the answer any more; nothing more is asked.
    private var isStopped = false

    init(service: GraphQLService<Context>, operation: PreparedOperation, context: Context) {
        self.service = service
        self.operation = operation
        self.context = context
    }

    var schema: Schema { service.schema }

    /// Fields of one name in the answer.
    struct Group {
        var name: String
        var fields: [Field]
    }

    /// What became of a value.
    enum Completion {
        case value(JSONValue)
        /// It could not be given, which was told; the nearest place that may be null becomes null.
        case failed
    }

    private static var cancelled: GraphQLError { GraphQLError("The request was cancelled.") }

    /// The answer for a root value.
    mutating func run(source: Resolved) async -> GraphQLResponse {
        guard let root = schema.root(operation.kind) else {
            return GraphQLResponse(GraphQLErrors([GraphQLError("There is no such operation.")]))
        }
        let groups = groups([operation.operation.selections], root)
        let completion = await object(groups, root, source)
        guard !isTooLarge else {
            let error = GraphQLError(
                "The answer has more than \(service.limits.answerBytesMax) bytes. Ask for fewer"
                    + " items or fields.", extensions: ["code": "TOO_LARGE"])
            return GraphQLResponse(data: .null, errors: [error])
        }
        if isStopped { return GraphQLResponse(data: .null, errors: [Self.cancelled]) }
        switch completion {
        case .value(let data): return GraphQLResponse(data: data, errors: errors)
        case .failed: return GraphQLResponse(data: .null, errors: errors)
        }
    }

    /// Opens the stream of the operation's only field.
    mutating func open() async throws(GraphQLError) -> (String, SubscriptionSource) {
        guard let root = schema.root(.subscription),
            let group = groups([operation.operation.selections], root).first,
            let definition = root.field(group.fields[0].name.value),
            let opener = service.openers["\(root.name).\(definition.name)"]
        else { throw GraphQLError("The subscription asks for nothing.") }
        path = [.field(group.name)]
        do {
            let arguments = try arguments(group.fields[0], definition)
            return (definition.name, try await opener(call(.null, arguments)))
        } catch {
            throw located(error, group.fields)
        }
    }

    private func call(_ source: JSONValue, _ arguments: JSONObject) -> FieldCall<Context> {
        FieldCall(source: source, arguments: arguments, context: context, path: path)
    }

    /// Whether there is more to answer than may be; nothing more is asked then.
    private var isTooLarge: Bool { bytes > service.limits.answerBytesMax }

    /// Counts what the answer grows by.
    mutating func count(_ value: JSONValue) { bytes += value.bytesCount }

    // MARK: selections

    /// The fields to answer for an object of that type, in the order of the document.
    func groups(_ sets: [SelectionSet], _ type: NamedType) -> [Group] {
        var groups: [Group] = []
        var places: [String: Int] = [:]
        var seen: Set<String> = []
        for set in sets { collect(set, type, &groups, &places, &seen) }
        return groups
    }

    private func collect(
        _ set: SelectionSet, _ type: NamedType, _ groups: inout [Group],
        _ places: inout [String: Int], _ seen: inout Set<String>
    ) {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                guard isWanted(field.directives) else { continue }
                let name = field.responseName
                if let place = places[name] {
                    groups[place].fields.append(field)
                } else {
                    places[name] = groups.count
                    groups.append(Group(name: name, fields: [field]))
                }
            case .spread(let spread):
                guard isWanted(spread.directives), seen.insert(spread.name.value).inserted,
                    let fragment = operation.fragments[spread.name.value],
                    schema.isObject(type.name, oneOf: fragment.condition.value)
                else { continue }
                collect(fragment.selections, type, &groups, &places, &seen)
            case .inline(let inline):
                guard isWanted(inline.directives),
                    inline.condition.map({ schema.isObject(type.name, oneOf: $0.value) }) ?? true
                else { continue }
                collect(inline.selections, type, &groups, &places, &seen)
            }
        }
    }

    /// What `@skip` and `@include` say.
    private func isWanted(_ directives: [Directive]) -> Bool {
        directives.allSatisfy { directive in
            let condition = directive.arguments.first { $0.name.value == "if" }?.value
            let isTrue = condition?.json(variables: operation.variables) == .bool(true)
            return switch directive.name.value {
            case "skip": !isTrue
            case "include": isTrue
            default: true
            }
        }
    }

    // MARK: fields

    /// Answers for the fields of an object.
    mutating func object(
        _ groups: [Group], _ type: NamedType, _ source: Resolved
    ) async -> Completion {
        var object = JSONObject()
        for group in groups {
            guard let definition = schema.field(group.fields[0].name.value, of: type) else {
                continue
            }
            if Task.isCancelled { isStopped = true }
            guard !isTooLarge, !isStopped else { return .failed }
            bytes += group.name.utf8.count + JSONValue.memberBytesCount
            path.append(.field(group.name))
            let completion = await field(group, definition, type, source)
            path.removeLast()
            switch completion {
            case .value(let value): object[group.name] = value
            case .failed where definition.type.isNonNull: return .failed
            case .failed: object[group.name] = .null
            }
        }
        return .value(.object(object))
    }

    private mutating func field(
        _ group: Group, _ definition: FieldDefinition, _ type: NamedType, _ source: Resolved
    ) async -> Completion {
        do {
            let arguments = try arguments(group.fields[0], definition)
            let value = try await resolve(definition, type, source, arguments)
            let place = "\(type.name).\(definition.name)"
            return await complete(value, definition.type, group.fields, place)
        } catch {
            errors.append(located(error, group.fields))
            return .failed
        }
    }

    private func arguments(
        _ field: Field, _ definition: FieldDefinition
    ) throws(GraphQLError) -> JSONObject {
        guard !definition.arguments.isEmpty else { return [:] }
        return try InputCoercion(schema: schema).arguments(
            field.arguments, definition.arguments, operation.variables)
    }

    private func resolve(
        _ definition: FieldDefinition, _ type: NamedType, _ source: Resolved,
        _ arguments: JSONObject
    ) async throws -> Resolved {
        if definition.name == "__typename" { return .json(.string(type.name)) }
        guard case .json(let json) = source, !definition.name.hasPrefix("__") else {
            return Introspection(schema: schema).value(
                of: definition.name, source, arguments)
        }
        if let resolver = service.resolvers["\(type.name).\(definition.name)"] {
            guard !Task.isCancelled else { throw Self.cancelled }
            return .json(try await resolver(call(json, arguments)))
        }
        guard case .object(let members) = json else { return .json(.null) }
        return .json(members[definition.name] ?? .null)
    }

    /// An error with its place; what no resolver meant to tell is not told.
    func located(_ error: any Error, _ fields: [Field]) -> GraphQLError {
        var told = error as? GraphQLError ?? GraphQLError("The field could not be answered.")
        if told.locations.isEmpty { told.locations = fields.map(\.position) }
        told.path = path
        return told
    }
}

extension JSONValue {
    /// What a member needs besides its name and value: quotes, colon, comma.
    fileprivate static let memberBytesCount = 4
    /// A number or a word, about.
    private static let wordBytesCount = 6
    /// A character that is written by its number: `\u001b`.
    private static let escapeBytesCount = 6

    /// About how many bytes its text has.
    fileprivate var bytesCount: Int {
        switch self {
        case .null, .bool, .integer, .number: Self.wordBytesCount
        case .string(let text):
            text.utf8.reduce(Self.memberBytesCount) { $0 + Self.bytesCount($1) }
        case .array(let items): items.reduce(2) { $0 + $1.bytesCount }
        case .object(let object):
            object.members.reduce(2) {
                $0 + $1.key.utf8.count + Self.memberBytesCount + $1.value.bytesCount
            }
        }
    }

    /// What a byte of a text becomes, see ``JSONValue/text(pretty:)``.
    private static func bytesCount(_ byte: UInt8) -> Int {
        switch byte {
        case 0x00..<0x20, 0x7F: escapeBytesCount
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
        // The first byte of control characters from U+0080 on, and of some that are none.
        case 0xC2: escapeBytesCount - 1
        default: 1
        }
    }
}
