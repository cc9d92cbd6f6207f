import Jobs
import Scenarios
import Wire

/// What is spoken on the WebSockets that tell of events: the server sends, the client listens.
struct EventConversation: WebSocketConversation {
    let service: APIService
    let context: APIContext
    let reader: EventReader
    /// When it was found out who reads, in microseconds.
    let knownAt: Int64
    /// Where the reader is in terminals that it follows already; nil: it follows none.
    let terminals: [TerminalPlace]?

    func received(_ message: WebSocketMessage, by socket: WebSocket) { socket.close(.noMessages) }

    func hold(_ socket: WebSocket) async -> WebSocketClose {
        let token = reader.subscription.token
        let beat = service.beat { [self] in
            // A reader that is slow to take something does not look before it has taken it.
            if !mayRead { socket.close(.keyEnded) }
            service.feed.tell(.beat, token: token)
        }
        defer { beat.cancel() }
        var terminals = terminals.map {
            Terminals($0, service.files, service.inbox, token: token)
        }
        defer { terminals?.end() }
        do { return try await tell(socket, &terminals) } catch is WebSocket.Closed {
            return .leaving
        } catch is Ended {
            return .keyEnded
        } catch {
            return .failed("\(error)")
        }
    }

    /// Who reads may do so no more.
    private struct Ended: Error {}

    private var mayRead: Bool { service.mayStillRead(context, since: knownAt) }

    /// Sends something when it may still be read. Everything that is sent goes by here.
    private func send(_ frames: ServerFrames, _ socket: WebSocket) async throws {
        guard mayRead else { throw Ended() }
        try await socket.send(frames)
    }

    private func tell(
        _ socket: WebSocket, _ terminals: inout Terminals?
    ) async throws -> WebSocketClose {
        var reader = reader
        var isBehind = false
        while let batch = try await reader.next(waits: !isBehind) {
            var frames = ServerFrames()
            for item in batch.items {
                if case .kept(let entry) = item,
                    case .attemptEnded(let attempt, _, _, _, _) = entry.event.event
                {
                    // What it showed comes before its end.
                    try await send(frames, socket)
                    frames = ServerFrames()
                    try await sendRest(of: attempt, socket, &terminals)
                }
                Self.add(item, &frames, &terminals)
            }
            try await send(frames, socket)
            if batch.isOver {
                for attempt in terminals?.attempts ?? [] {
                    try await sendRest(of: attempt, socket, &terminals)
                }
                return .jobOver
            }
            isBehind = try await sendNew(socket, &terminals)
        }
        return .leaving
    }

    private static func add(
        _ item: EventReader.Item, _ frames: inout ServerFrames, _ terminals: inout Terminals?
    ) {
        switch item {
        case .kept(let entry):
            frames.add(text: entry.text)
            if case .attemptStarted(let attempt, _) = entry.event.event {
                terminals?.begin(TerminalPlace(attempt: attempt, offset: 0))
            }
        case .passing(let shape): frames.add(text: shape.text)
        }
    }

    /// Sends a part of what is new of each terminal; true when there may be more.
    private func sendNew(
        _ socket: WebSocket, _ terminals: inout Terminals?
    ) async throws -> Bool {
        var hasMore = false
        for attempt in terminals?.attempts ?? [] {
            guard let (place, bytes) = terminals?.read(attempt) else { continue }
            hasMore = hasMore || bytes.count == HTTPLimits.chunkBytes
            try await send(place, bytes, socket)
        }
        return hasMore
    }

    private func sendRest(
        of attempt: AttemptKey, _ socket: WebSocket, _ terminals: inout Terminals?
    ) async throws {
        while let (place, bytes) = terminals?.read(attempt) {
            try await send(place, bytes, socket)
        }
        terminals?.end(attempt)
    }

    private func send(
        _ place: TerminalPlace, _ bytes: [UInt8], _ socket: WebSocket
    ) async throws {
        var frames = ServerFrames()
        frames.add(binary: place.head, bytes)
        try await send(frames, socket)
    }
}
