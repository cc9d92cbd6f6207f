import Scenarios

/// One connection of the `graphql-transport-ws` protocol: what comes goes in, what is to be done
/// comes out. It knows no socket and no clock.
///
/// Operations have numbers here, never used twice: what comes late for one that is over does not
/// reach another one of the same id.
public struct TransportSession: Sendable {
    /// The WebSocket subprotocol's name.
    public static let subprotocol = "graphql-transport-ws"

    /// What happened.
    public enum Event: Sendable {
        /// The WebSocket is open; always the first.
        case opened
        /// A text message came.
        case text(String)
        /// A binary message came.
        case binary
        /// The time of ``Effect/wake(at:)`` has come.
        case woke
        /// Who sent `connection_init` may ask; the payload goes into `connection_ack`.
        case accepted(payload: JSONValue?)
        /// Who sent `connection_init` may not ask, or not any more.
        case refused
        /// An operation has an answer.
        case next(operation: Int, GraphQLResponse)
        /// An operation could not be carried out, or not any further.
        case failed(operation: Int, GraphQLErrors)
        /// An operation has no more answers.
        case completed(operation: Int)
        /// A sign of life is wanted.
        case pingWanted
        /// The WebSocket is closed, by whomever.
        case closed
    }

    /// What is to be done, in order.
    public enum Effect: Hashable, Sendable {
        /// Send a text message.
        case send(String)
        /// Decide whether who sent this payload may ask.
        case authenticate(payload: JSONValue?)
        /// Carry an operation out.
        case start(operation: Int, GraphQLRequest)
        /// Nobody waits for an operation any more.
        case stop(operation: Int)
        /// Say ``Event/woke`` at that time.
        case wake(at: Instant)
        /// Close the WebSocket; nothing more is sent.
        case close(TransportClose)
    }

    private enum State {
        case fresh
        case waiting(until: Instant)
        case initialising
        case ready(Subscriptions)
        case over
    }

    /// What clients have subscribed to.
    private struct Subscriptions {
        var numbers: [String: Int] = [:]
        var ids: [Int: String] = [:]

        mutating func add(_ id: String, _ number: Int) {
            numbers[id] = number
            ids[number] = id
        }

        /// Forgets an operation and gives its id; nil: it is over already.
        mutating func remove(_ number: Int) -> String? {
            guard let id = ids.removeValue(forKey: number) else { return nil }
            numbers[id] = nil
            return id
        }
    }

    private var state = State.fresh
    private var nextNumber = 1

    /// Before the WebSocket is open.
    public init() {}

    /// Takes what happened and says what is to be done.
    public mutating func handle(_ event: Event, at now: Instant) -> [Effect] {
        switch (event, state) {
        case (_, .over): return []
        case (.opened, .fresh):
            let deadline = now + .seconds(GraphQLLimits.initialisationSeconds)
            state = .waiting(until: deadline)
            return [.wake(at: deadline)]
        case (.woke, .waiting(let deadline)):
            return now < deadline ? [.wake(at: deadline)] : end(.initialisationTimeout)
        case (.text(let text), _):
            guard text.utf8.count <= GraphQLLimits.messageBytesMax else { return end(.tooLarge) }
            guard let message = TransportMessage(text: text) else { return end(.invalidMessage) }
            return handle(message)
        case (.binary, _): return end(.invalidMessage)
        case (.accepted(let payload), .initialising):
            state = .ready(Subscriptions())
            return [.send(TransportAnswer.acknowledge(payload))]
        case (.refused, .initialising), (.refused, .ready): return end(.forbidden)
        case (.next(let number, let response), .ready(let subscriptions)):
            guard let id = subscriptions.ids[number] else { return [] }
            return [.send(TransportAnswer.next(id, response))]
        case (.failed(let number, let errors), .ready(var subscriptions)):
            guard let id = subscriptions.remove(number) else { return [] }
            state = .ready(subscriptions)
            return [.send(TransportAnswer.error(id, errors.errors))]
        case (.completed(let number), .ready(var subscriptions)):
            guard let id = subscriptions.remove(number) else { return [] }
            state = .ready(subscriptions)
            return [.send(TransportAnswer.complete(id))]
        case (.pingWanted, .ready): return [.send(TransportAnswer.ping())]
        case (.closed, _): return end(nil)
        case (.opened, _), (.woke, _), (.accepted, _), (.refused, _), (.next, _), (.failed, _),
            (.completed, _), (.pingWanted, _):
            return []
        }
    }

    private mutating func handle(_ message: TransportMessage) -> [Effect] {
        switch (message, state) {
        case (.initialise(let payload), .waiting), (.initialise(let payload), .fresh):
            state = .initialising
            return [.authenticate(payload: payload)]
        case (.initialise, _): return end(.tooManyInitialisations)
        case (.ping(let payload), _): return [.send(TransportAnswer.pong(payload))]
        case (.pong, _): return []
        case (.subscribe(let id, let request), .ready(let subscriptions)):
            return subscribe(id, request, subscriptions)
        case (.subscribe, _): return end(.unauthorized)
        case (.complete(let id), .ready(var subscriptions)):
            guard let number = subscriptions.numbers[id] else { return [] }
            _ = subscriptions.remove(number)
            state = .ready(subscriptions)
            return [.stop(operation: number)]
        case (.complete, _): return []
        }
    }

    private mutating func subscribe(
        _ id: String, _ request: GraphQLRequest, _ subscriptions: Subscriptions
    ) -> [Effect] {
        guard subscriptions.numbers[id] == nil else { return end(.subscriberExists(id)) }
        guard subscriptions.numbers.count < GraphQLLimits.subscriptionsMax else {
            let error = GraphQLError(
                "At most \(GraphQLLimits.subscriptionsMax) operations at the same time are"
                    + " allowed.")
            return [.send(TransportAnswer.error(id, [error]))]
        }
        var subscriptions = subscriptions
        let number = nextNumber
        nextNumber += 1
        subscriptions.add(id, number)
        state = .ready(subscriptions)
        return [.start(operation: number, request)]
    }

    /// Stops everything and, when there is a reason, closes.
    private mutating func end(_ reason: TransportClose?) -> [Effect] {
        var effects: [Effect] = []
        if case .ready(let subscriptions) = state {
            effects = subscriptions.ids.keys.sorted().map { .stop(operation: $0) }
        }
        state = .over
        if let reason { effects.append(.close(reason)) }
        return effects
    }
}
