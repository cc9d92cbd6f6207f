import Access
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Scenarios
import Settings
import Synchronization
import Wire

/// Serves the API on listening sockets that somebody else made: Hummingbird's connection handling
/// on NIO's listener.
final class APIServer: Sendable {
    /// NIO's threads: more than one, so that a request that takes its time does not hold up all.
    private let group: MultiThreadedEventLoopGroup
    private let service: APIService
    private let logger: Logger
    private let crowd = Crowd()
    /// The channels that take connections; nil: none is taken any more.
    private let doors = Mutex<[any Channel]?>([])

    init(service: APIService, logger: Logger) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: HTTPLimits.threads)
        self.service = service
        self.logger = logger
    }

    /// Serves these sockets until ``leave()`` was called and everybody is gone. Throws when one of
    /// them fails.
    func serve(_ listeners: [Listener]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for listener in listeners {
                tasks.addTask { try await self.serve(listener) }
            }
            do {
                while try await tasks.next() != nil {}
            } catch {
                // With the first that fails, the daemon ends.
                shut()
                throw error
            }
        }
        await crowd.untilEmpty()
    }

    private func serve(_ listener: Listener) async throws {
        let door = try await ServerBootstrap(group: group)
            .serverChannelInitializer { door in
                door.eventLoop.makeCompletedFuture {
                    let handler = AcceptBackoffHandler(shouldForwardIOErrorCaught: false)
                    try door.pipeline.syncOperations.addHandler(handler)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                self.entrance(of: listener).open(channel).flatMapThrowing { visitor in
                    let doorbell = Doorbell { isOpen in self.admit(visitor, isOpen: isOpen) }
                    try channel.pipeline.syncOperations.addHandler(doorbell)
                }
            }
            .withBoundSocket(listener.descriptor).get()
        let isOpen = doors.withLock { doors in
            doors?.append(door)
            return doors != nil
        }
        if !isOpen { door.close(promise: nil) }
        try await door.closeFuture.get()
        guard doors.withLock({ $0 == nil }) else { throw DoorClosed() }
    }

    /// Takes nobody in until ``resume()``: the sockets keep who comes. Whether nobody is there
    /// either. For threads that may wait.
    func pause() -> Bool {
        hold(true)
        // Who was accepted before is on the way in: from the event loop of the door to that of the
        // connection and back. Nobody is left standing there.
        for _ in 1...2 {
            // A loop that takes nothing any more has nobody on the way.
            for loop in group.makeIterator() { try? loop.submit {}.wait() }
        }
        return crowd.isEmpty
    }

    /// Goes on after ``pause()``.
    func resume() { hold(false) }

    private func hold(_ isHeld: Bool) {
        for door in doors.withLock({ $0 ?? [] }) {
            // One that is closed takes nobody in either.
            try? door.setOption(.autoRead, value: !isHeld).wait()
        }
    }

    /// Takes nobody in any more, and answers those who are there. For threads that may wait.
    func leave() {
        _ = pause()
        shut()
        crowd.dismiss()
    }

    /// Closes the doors for good, those too that are still being made.
    private func shut() {
        let doors = doors.withLock { doors in
            defer { doors = nil }
            return doors ?? []
        }
        for door in doors { door.close(promise: nil) }
    }

    /// Handles a connection to its end.
    private func admit(_ visitor: Visitor, isOpen: Bool) {
        let channel = visitor.connection.channel
        crowd.add(visitor)
        // The crowd waits for its end.
        Task(executorPreference: EventLoopExecutor(channel.eventLoop)) {
            if isOpen { await self.handle(visitor) } else { await visitor.dismiss() }
            self.crowd.remove(channel)
        }
    }

    private func entrance(of listener: Listener) -> Entrance {
        let service = service
        return Entrance(
            kind: listener.kind, logger: logger, limits: service.limits.value.connections
        ) { address, reason in
            let now = service.clock.now
            service.access.refused(
                AuditEntry(
                    .certificateRefused, actor: nil, origin: address, subject: reason,
                    at: now.wallMicroseconds),
                of: NetworkAddress(text: address).map { Origin.network($0).party.description }
                    ?? address, at: now)
        }
    }

    private func handle(_ visitor: Visitor) async {
        // Without an address it is gone already.
        guard let origin = visitor.origin else { return await visitor.dismiss() }
        let activity = service.activity
        let refusal = activity.enter(origin, service.limits.value.connections)
        let isAllowed = refusal == nil
        if let refusal { Self.close(visitor.connection.channel, refusal) }
        defer {
            // The loop counts the time without anybody from here.
            if let refusal {
                activity.leave(refusal)
            } else if activity.leave(origin, at: service.clock.now) {
                service.inbox.push(.nobodyLeft)
            }
        }
        if isAllowed { openQuickly(visitor, origin) }
        let service = service
        let http = HTTP1Channel(
            responder: { request, writer, channel in
                var source = self.source(origin, visitor.handshake)
                source.isConnected = { channel.isActive }
                var context = APIContext(source: source)
                if request.headers[.upgrade] != nil { context.offer = WebSocketOffer() }
                let answer: Answer
                var request = request
                let invitation = Invitation(request, channel)
                if let invitation { request.body = invitation.body(request.body) }
                if let refusal {
                    answer = .problem(refusal.problem)
                } else {
                    answer = await service.answer(request, context)
                }
                if answer.status == .switchingProtocols,
                    let conversation = context.offer?.conversation
                {
                    let offer = context.offer
                    defer { offer?.end() }
                    return try await WebSocket.hold(channel, answer.head, conversation)
                }
                // HTTP is read no further after a request for an upgrade.
                let isLast =
                    !isAllowed || Self.leavesMuch(of: request, answer) || context.offer != nil
                    || invitation?.isOpen == true
                try await writer.write(response: answer.head, body: answer.responseBody)
                if isLast { channel.close(promise: nil) }
            })
        await http.handle(value: visitor.connection, logger: logger)
    }

    /// Has what waits for nothing answered where it comes in.
    private func openQuickly(_ visitor: Visitor, _ origin: Origin) {
        // What the handler holds must not hold the handler, as the visitor does: neither would ever
        // go, nor what the connection was.
        let (attendants, handshake) = (visitor.attendants, visitor.handshake)
        visitor.connection.channel.eventLoop.execute {
            attendants.value.quick.open { request in
                self.service.quickAnswer(
                    request, APIContext(source: self.source(origin, handshake)))
            }
        }
    }

    /// Whether so much of a refused request is still to come that its end is not awaited.
    private static func leavesMuch(of request: Request, _ answer: Answer) -> Bool {
        guard answer.status.code >= 400 else { return false }
        if answer.status == .contentTooLarge { return true }
        if request.headers[.transferEncoding] != nil { return true }
        return request.announcedBytes ?? 0 > HTTPLimits.unwantedBodyBytesMax
    }

    private func source(_ origin: Origin, _ handshake: Handshake?) -> APISource {
        switch origin {
        case .account(let userID):
            APISource(peer: service.accounts.peer(userID))
        case .network(let address):
            APISource(address: address, certificate: handshake?.certificate)
        }
    }

    private static func close(_ channel: any Channel, _ refusal: Activity.Refusal) {
        if refusal == .tooManyToTell { return channel.close(promise: nil) }
        channel.eventLoop.scheduleTask(in: .seconds(HTTPLimits.refusalSeconds)) {
            channel.close(promise: nil)
        }
    }
}

/// A listening socket was closed, and not by the daemon.
private struct DoorClosed: Error, CustomStringConvertible {
    var description: String { "a listening socket was closed" }
}

extension Activity.Refusal {
    /// What the client is told.
    fileprivate var problem: Problem {
        Problem(.limitReached, "there are too many connections; close some")
    }
}
