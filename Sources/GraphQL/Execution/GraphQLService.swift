import Scenarios

/// A schema with the functions that answer for its fields.
///
/// `Context` is what every function is given besides: who asks and what is asked of.
public struct GraphQLService<Context: Sendable>: Sendable {
    /// Answers for one field. A ``GraphQLError`` is told as it is, other errors without their text.
    public typealias Resolver = @Sendable (FieldCall<Context>) async throws -> JSONValue
    /// Opens the stream of one subscription field; each of its values is one of the field.
    public typealias Opener = @Sendable (FieldCall<Context>) async throws -> SubscriptionSource

    /// What can be asked.
    public let schema: Schema
    /// How much can be asked at once.
    public let limits: OperationLimits
    let resolvers: [String: Resolver]
    let openers: [String: Opener]

    /// Puts a schema and its functions together, which are named `Type.field`.
    ///
    /// A field without a function is the member of that name of its object. Fields of interfaces
    /// and unions need objects with a member `__typename`. Each field of the subscription type
    /// needs an opener.
    public init(
        schema: Schema, resolvers: [String: Resolver], subscriptions: [String: Opener] = [:],
        limits: OperationLimits = OperationLimits()
    ) throws(GraphQLErrors) {
        self.schema = schema
        self.limits = limits
        self.resolvers = resolvers
        openers = subscriptions
        var errors: [GraphQLError] = []
        let root = schema.root(.subscription)
        for name in resolvers.keys.sorted() where !Self.isField(name, of: schema) {
            errors.append(GraphQLError("A function is named \(name), which is no field."))
        }
        for name in resolvers.keys.sorted()
        where root.map({ name.hasPrefix($0.name + ".") }) ?? false {
            errors.append(GraphQLError("\(name) needs a stream, not a function."))
        }
        let streams = Set((root?.fields ?? []).map { "\(root?.name ?? "").\($0.name)" })
        for name in streams.symmetricDifference(subscriptions.keys).sorted() {
            errors.append(GraphQLError("\(name) is a field or a stream, but not both."))
        }
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
    }

    private static func isField(_ name: String, of schema: Schema) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let type = schema.types[String(parts[0])], type.isObject else {
            return false
        }
        return type.field(String(parts[1])) != nil
    }

    /// Reads a request and checks all that can be checked without carrying it out.
    public func prepare(
        _ request: GraphQLRequest
    ) throws(GraphQLErrors) -> PreparedOperation {
        let document: Document
        do throws(GraphQLError) {
            document = try Document(parsing: request.query)
        } catch {
            throw GraphQLErrors([error])
        }
        let errors = schema.validate(document)
        guard errors.isEmpty else { throw GraphQLErrors(errors) }
        let operation = try Self.operation(request.operationName, of: document)
        let variables = try InputCoercion(schema: schema)
            .variables(of: operation, given: request.variables)
        let fragments = document.fragments.reduce(into: [:]) { $0[$1.name.value] = $1 }
        var meter = CostMeter(schema: schema, fragments: fragments, variables: variables)
        let cost = meter.measure(operation)
        let excess = limits.errors(cost, at: operation.position)
        guard excess.isEmpty else { throw GraphQLErrors(excess) }
        return PreparedOperation(
            operation: operation, fragments: fragments, variables: variables, cost: cost)
    }

    private static func operation(
        _ name: String?, of document: Document
    ) throws(GraphQLErrors) -> Operation {
        let operations = document.operations
        if let name {
            guard let operation = operations.first(where: { $0.name?.value == name }) else {
                throw GraphQLErrors([GraphQLError("Unknown operation named \"\(name)\".")])
            }
            return operation
        }
        guard let operation = operations.first else {
            throw GraphQLErrors([GraphQLError("Must provide an operation.")])
        }
        guard operations.count == 1 else {
            throw GraphQLErrors([
                GraphQLError("Must provide operation name if query contains multiple operations.")
            ])
        }
        return operation
    }

    /// Carries out a query or a mutation, field after field in the order of the document.
    public func execute(
        _ operation: PreparedOperation, _ context: Context
    ) async -> GraphQLResponse {
        guard operation.kind != .subscription else {
            return GraphQLResponse(
                GraphQLErrors([GraphQLError("A subscription needs a stream of answers.")]))
        }
        var executor = Executor(service: self, operation: operation, context: context)
        return await executor.run(source: .json(.null))
    }

    /// Opens the stream of a subscription's answers.
    public func subscribe(
        _ operation: PreparedOperation, _ context: Context
    ) async throws(GraphQLErrors) -> ResponseStream<Context> {
        guard operation.kind == .subscription else {
            throw GraphQLErrors([GraphQLError("Only a subscription has a stream of answers.")])
        }
        var executor = Executor(service: self, operation: operation, context: context)
        do throws(GraphQLError) {
            let (field, source) = try await executor.open()
            return ResponseStream(
                source: source, field: field, service: self, operation: operation,
                context: context)
        } catch {
            throw GraphQLErrors([error])
        }
    }
}

/// An operation that was read and found good.
public struct PreparedOperation: Sendable {
    let operation: Operation
    let fragments: [String: Fragment]
    let variables: JSONObject
    /// How much it asks for.
    public let cost: OperationCost

    /// What it does.
    public var kind: Operation.Kind { operation.kind }
    /// Its name.
    public var name: String? { operation.name?.value }
}

/// What a function is asked for.
public struct FieldCall<Context: Sendable>: Sendable {
    /// The object that the field is of; null at the root.
    public var source: JSONValue
    /// Values of the arguments; those without value are not there.
    public var arguments: JSONObject
    /// Who asks and what is asked of.
    public var context: Context
    /// Where the field stands in the answer.
    public var path: [GraphQLError.PathPart]
}
