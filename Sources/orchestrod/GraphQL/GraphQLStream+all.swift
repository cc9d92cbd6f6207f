import Access
import GraphQL
import Jobs
import Scenarios
import Store
import Wire

extension GraphQLStream {
    /// What can be followed.
    static let all = [
        GraphQLStream("Subscription.jobEvents", .events) { call in
            let job = try call.job().id
            return SubscriptionSource(try GraphQLEvents(call, .job(job), after: call.after() ?? 0))
        },
        GraphQLStream("Subscription.events", .eventSocket) { call in
            SubscriptionSource(
                try GraphQLEvents(call, call.service.scope(call.context), after: call.after()))
        },
    ]
}

extension GraphQLCall {
    /// The number of the event that the client has seen.
    fileprivate func after() throws(Problem) -> Int64? {
        guard let number = number("after") else { return nil }
        guard number >= 0 else {
            throw Problem(.invalidRequest, "`after` is the number of an event, not `\(number)`")
        }
        return Int64(number)
    }
}

/// Events as the schema has them; what it does not know is passed over.
private struct GraphQLEvents: AsyncSequence, Sendable {
    private let caller: GraphQLCaller
    private let reader: EventReader

    init(_ call: GraphQLCall, _ scope: EventScope, after number: Int64?) throws {
        caller = call.caller
        reader = try call.service.reader(
            scope, after: number, sharing: call.context.origin.party)
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(
            reader: reader, caller: caller,
            beat: Beat(task: caller.service.beat(reader.subscription)))
    }

    /// Cancelled with the iterator.
    fileprivate final class Beat: Sendable {
        private let task: Task<Void, Never>

        init(task: Task<Void, Never>) { self.task = task }

        deinit { task.cancel() }
    }

    struct Iterator: AsyncIteratorProtocol {
        private var reader: EventReader
        private let caller: GraphQLCaller
        private let beat: Beat
        /// Read and not asked for; made an answer's value one by one, since that is larger.
        private var waiting: ArraySlice<EventReader.Item> = []
        private var isOver = false

        fileprivate init(reader: EventReader, caller: GraphQLCaller, beat: Beat) {
            self.reader = reader
            self.caller = caller
            self.beat = beat
        }

        mutating func next() async throws -> JSONValue? {
            while true {
                guard caller.mayStillAsk else { throw GraphQLCaller.ended }
                while let item = waiting.popFirst() {
                    if let value = item.graphQL { return value }
                }
                // A slice holds what it has given until it goes.
                waiting = []
                guard !isOver, let batch = try await reader.next() else { return nil }
                isOver = batch.isOver
                waiting = batch.items[...]
            }
        }
    }
}

extension EventReader.Item {
    /// An `Event`; nil: the schema has none for it.
    fileprivate var graphQL: JSONValue? {
        switch self {
        case .kept(let entry): EventShape.kept(entry.event).graphQL
        case .passing(let shape): shape.graphQL
        }
    }
}
