import Scenarios

/// Where the values of a subscription field come from.
public struct SubscriptionSource: Sendable {
    /// Begins the stream; what it returns is asked for one value after the other.
    let open: @Sendable () -> () async throws -> JSONValue?

    /// The values of a sequence.
    public init<Values: AsyncSequence & Sendable>(_ values: Values)
    where Values.Element == JSONValue {
        open = {
            var iterator = values.makeAsyncIterator()
            return { try await iterator.next() }
        }
    }

    /// What a function gives each time it is asked; nil: there is no more.
    public init(next: @escaping @Sendable () async throws -> JSONValue?) {
        open = { { try await next() } }
    }
}

/// The answers of a subscription, one for each value of its source; it goes at the pace of whoever
/// asks for them. When the source fails, so does the stream, with a ``GraphQLError``.
public struct ResponseStream<Context: Sendable>: AsyncSequence, Sendable {
    /// One answer.
    public typealias Element = GraphQLResponse

    let source: SubscriptionSource
    let field: String
    let service: GraphQLService<Context>
    let operation: PreparedOperation
    let context: Context

    /// Begins the stream.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pull: source.open(), stream: self)
    }

    /// Asks for one answer after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let pull: () async throws -> JSONValue?
        let stream: ResponseStream<Context>

        /// The next answer; nil: there is no more.
        public mutating func next() async throws -> GraphQLResponse? {
            let value: JSONValue?
            do {
                value = try await pull()
            } catch {
                throw error as? GraphQLError ?? GraphQLError("The stream of values failed.")
            }
            guard let value else { return nil }
            var executor = Executor(
                service: stream.service, operation: stream.operation, context: stream.context)
            return await executor.run(
                source: .json(.object(JSONObject(dictionaryLiteral: (stream.field, value)))))
        }
    }
}
