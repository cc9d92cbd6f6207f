import Access
import GraphQL
import Scenarios
import Settings
import Synchronization
import Wire

/// `graphql-transport-ws` on one WebSocket: gives what comes to a ``TransportSession`` and does
/// what that says.
final class GraphQLConversation: WebSocketConversation {
    /// Messages that may wait to be looked at, in bytes together.
    private static let waitingBytesMax = 2 * GraphQLLimits.messageBytesMax

    let messageBytesMax = GraphQLLimits.messageBytesMax
    private let service: APIService
    private let context: APIContext
    private let events: AsyncStream<TransportSession.Event>
    private let inbox: AsyncStream<TransportSession.Event>.Continuation
    private let waitingBytes = Mutex(0)

    init(service: APIService, context: APIContext) {
        self.service = service
        self.context = context
        // What the client sends is bounded by bytes; each operation gives one answer at a time.
        (events, inbox) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    func received(_ message: WebSocketMessage, by socket: WebSocket) {
        switch message {
        case .binary: inbox.yield(.binary)
        case .text(let text):
            let waiting = waitingBytes.withLock { bytes in
                bytes += text.utf8.count
                return bytes
            }
            guard waiting <= Self.waitingBytesMax else {
                return socket.close(WebSocketClose(1008, "too much is sent at once"))
            }
            inbox.yield(.text(text))
        }
    }

    func hold(_ socket: WebSocket) async -> WebSocketClose {
        var state = State(context: context, knownAt: service.clock.now.wallMicroseconds)
        inbox.yield(.opened)
        var reason = WebSocketClose.leaving
        do {
            for await event in events {
                if case .text(let text) = event {
                    waitingBytes.withLock { $0 -= text.utf8.count }
                }
                if let close = try await handle(event, socket, &state) {
                    reason = close
                    break
                }
            }
        } catch {
            // The client is gone; there is nobody to tell.
        }
        inbox.finish()
        state.waking?.cancel()
        state.watching?.cancel()
        for operation in state.operations.values { operation.task.cancel() }
        for operation in state.operations.values { await operation.task.value }
        for operation in state.stopped.values { await operation.task.value }
        return reason
    }

    /// An operation that is carried out.
    private struct Running {
        let task: Task<Void, Never>
        /// Says that its last answer was sent.
        let sent: AsyncStream<Void>.Continuation
    }

    private struct State {
        var session = TransportSession()
        /// Who asks.
        var context: APIContext
        /// When it was found out who that is, in microseconds.
        var knownAt: Int64
        var operations: [Int: Running] = [:]
        /// Those that nobody waits for and that have not ended yet.
        var stopped: [Int: Running] = [:]
        var waking: Task<Void, Never>?
        var watching: Task<Void, Never>?
    }

    /// Does what follows from an event; gives why to close.
    private func handle(
        _ event: TransportSession.Event, _ socket: WebSocket, _ state: inout State
    ) async throws -> WebSocketClose? {
        var frames = ServerFrames()
        var close: WebSocketClose?
        var following: [TransportSession.Event] = []
        for effect in state.session.handle(event, at: service.clock.now) {
            switch effect {
            case .send(let text): frames.add(text: text)
            case .authenticate(let payload):
                let isAccepted = accepts(payload, &state)
                following.append(isAccepted ? .accepted(payload: nil) : .refused)
            case .start(let number, let asked):
                await makeRoom(&state)
                start(number, asked, &state)
            case .stop(let number):
                guard let operation = state.operations.removeValue(forKey: number) else { break }
                operation.task.cancel()
                state.stopped[number] = operation
            case .wake(let at): state.waking = wake(at)
            case .close(let reason): close = WebSocketClose(reason.code, reason.reason)
            }
        }
        try await socket.send(frames)
        switch event {
        case .next(let number, _): state.operations[number]?.sent.yield()
        case .failed(let number, _), .completed(let number):
            state.operations[number] = nil
            state.stopped[number] = nil
        default: break
        }
        for event in following where close == nil {
            close = try await handle(event, socket, &state)
        }
        return close
    }

    private func accepts(_ payload: JSONValue?, _ state: inout State) -> Bool {
        let now = service.clock.now
        guard service.accepts(payload, &state.context, at: now) else { return false }
        if APIService.key(in: payload) != nil { state.knownAt = now.wallMicroseconds }
        let caller = caller(state)
        // Who asks nothing is looked at too.
        state.watching = service.beat { [inbox] in
            if !caller.mayStillAsk { inbox.yield(.refused) }
        }
        return true
    }

    private func caller(_ state: State) -> GraphQLCaller {
        GraphQLCaller(service: service, context: state.context, knownAt: state.knownAt)
    }

    private func wake(_ at: Instant) -> Task<Void, Never> {
        let pause = at - service.clock.now
        // It ends by itself at that time; the last is cancelled with the conversation.
        return Task { [inbox] in
            // A sleep that is cancelled is the end that is wanted.
            try? await Task.sleep(for: pause)
            inbox.yield(.woke)
        }
    }

    /// Whoever stops operations and starts others has not more of them at work for that.
    private func makeRoom(_ state: inout State) async {
        while state.operations.count + state.stopped.count >= GraphQLLimits.subscriptionsMax,
            let (number, operation) = state.stopped.first
        {
            await operation.task.value
            state.stopped[number] = nil
        }
    }

    private func start(_ number: Int, _ asked: GraphQLRequest, _ state: inout State) {
        let (permits, sent) = AsyncStream.makeStream(of: Void.self)
        var caller = caller(state)
        caller.context.tally = Tally()
        // Cancelled when nobody waits for it any more, at the latest at the end of `hold`.
        let task = Task(executorPreference: globalConcurrentExecutor) {
            [inbox, service, caller] in
            let end: TransportSession.Event
            do throws(GraphQLErrors) {
                try service.admit(caller)
                try await Self.carryOut(asked, caller) { answer in
                    inbox.yield(.next(operation: number, answer))
                    var iterator = permits.makeAsyncIterator()
                    return await iterator.next() != nil
                }
                end = .completed(operation: number)
            } catch {
                end = .failed(operation: number, error)
            }
            service.count(caller.context)
            inbox.yield(end)
            if !caller.mayStillAsk { inbox.yield(.refused) }
        }
        state.operations[number] = Running(task: task, sent: sent)
    }

    /// Gives each answer to `give`, which says whether somebody waits for more.
    private static func carryOut(
        _ asked: GraphQLRequest, _ caller: GraphQLCaller,
        _ give: (GraphQLResponse) async -> Bool
    ) async throws(GraphQLErrors) {
        let operation = try APIService.graphQL.prepare(asked)
        guard operation.kind == .subscription else {
            var caller = caller
            caller.deadline = caller.service.clock.now + GraphQLCaller.patience
            _ = await give(await APIService.graphQL.execute(operation, caller))
            return
        }
        let answers = try await APIService.graphQL.subscribe(operation, caller)
        var iterator = answers.makeAsyncIterator()
        do {
            while let answer = try await iterator.next() {
                guard await give(answer) else { return }
            }
        } catch {
            throw GraphQLErrors([error as? GraphQLError ?? GraphQLError("The stream failed.")])
        }
    }
}

/// Keys of what comes by a WebSocket of GraphQL's.
extension APIService {
    /// Whether who sent `connection_init` may ask: its payload may have a key, as header fields
    /// have it, which browsers cannot send.
    func accepts(
        _ payload: JSONValue?, _ context: inout APIContext, at now: Instant
    ) -> Bool {
        guard let text = Self.key(in: payload) else { return context.principal != .nobody }
        context.field = "connection_init"
        do throws(Rejection) {
            _ = try identify(text, &context, at: now)
            return true
        } catch {
            if let action = error.action { tell(action, context) }
            return false
        }
    }

    /// The key that a payload has; nil: it has none.
    static func key(in payload: JSONValue?) -> String? {
        guard case .object(let object)? = payload else { return nil }
        for (name, value) in object.members {
            guard case .string(let text) = value else { continue }
            switch name.lowercased() {
            case APIHeader.apiKey.rawValue.lowercased(): return text
            case APIHeader.authorization.rawValue.lowercased():
                return text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : text
            default: continue
            }
        }
        return nil
    }

    /// Takes one of the requests that the holder of a key or a certificate may make; refused when
    /// there is none left, or when it may not ask any more.
    func admit(_ caller: GraphQLCaller) throws(GraphQLErrors) {
        guard caller.mayStillAsk else { throw GraphQLErrors([GraphQLCaller.ended]) }
        let context = caller.context
        let bearer: String
        let answer: TokenBucket.Answer?
        if let key = context.principal.key {
            bearer = "key \(key)"
            answer = access.take(key, at: clock.now)
        } else if let name = context.principal.certificate {
            bearer = "the certificate"
            let most = context.certificate?.client(in: limits.value)?.client.requestsPerMinute
            answer = access.admit(
                certificate: name, requestsPerMinute: most, at: clock.now)
        } else {
            return
        }
        guard answer?.isTaken != true else { return }
        tell(.rateLimited, context)
        context.tally.add(status: Problem.Kind.limitReached.status)
        throw GraphQLErrors([
            Problem(.limitReached, "\(bearer) has made its requests of this minute").graphQL
        ])
    }

    /// Counts an operation for its key.
    func count(_ context: APIContext) {
        guard let key = context.principal.key else { return }
        access.count(
            key, status: context.tally.status ?? 200, jobs: context.tally.jobs, at: clock.now)
    }
}
