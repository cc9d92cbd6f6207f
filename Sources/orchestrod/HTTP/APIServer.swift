import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Scenarios
import Settings
import Wire

/// Serves the API on listening sockets that somebody else made: Hummingbird's connection handling
/// on NIO's listener, with the caller's account taken from the kernel.
final class APIServer: Sendable {
    /// NIO's threads: more than one, so that a request that takes its time does not hold up all.
    private let group: MultiThreadedEventLoopGroup
    private let service: APIService
    private let respond: @Sendable (Request, APIContext) async -> Response
    private let logger: Logger

    init(service: APIService, logger: Logger) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: HTTPLimits.threads)
        self.service = service
        respond = service.respond
        self.logger = logger
    }

    /// Serves these sockets until the task is cancelled.
    func serve(_ listeners: [Int32]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for listener in listeners {
                tasks.addTask { try await self.serve(listener) }
            }
            try await tasks.waitForAll()
        }
    }

    /// Ends NIO's thread.
    func shutDown() async throws { try await group.shutdownGracefully() }

    private func serve(_ listener: Int32) async throws {
        var configuration = HTTP1Channel.Configuration(
            idleTimeout: .seconds(HTTPLimits.idleSeconds))
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: HTTPLimits.headerFieldBytesMax,
            maxHeaderListSize: HTTPLimits.headerBytesMax,
            maxHeaderFieldCount: HTTPLimits.headerFieldsMax)
        let settings = configuration
        let logger = logger
        let server = try await ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(listener) { channel in
                let http = HTTP1Channel(responder: { _, _, _ in }, configuration: settings)
                return Self.userID(channel).flatMap { userID in
                    http.setup(channel: channel, logger: logger).map { ($0, userID) }
                }
            }
        try await withThrowingDiscardingTaskGroup { connections in
            try await server.executeThenClose { inbound in
                for try await (connection, userID) in inbound {
                    let executor = EventLoopExecutor(connection.channel.eventLoop)
                    connections.addTask(executorPreference: executor) {
                        await self.handle(connection, userID, settings)
                    }
                }
            }
        }
    }

    private func handle(
        _ connection: HTTP1Channel.Value, _ userID: UInt32,
        _ configuration: HTTP1Channel.Configuration
    ) async {
        let limits = service.limits.value.connections
        let activity = service.activity
        let refusal = activity.enter(
            userID, totalMax: limits.total, accountMax: limits.account)
        let isAllowed = refusal == nil
        if let refusal { Self.close(connection.channel, refusal) }
        defer {
            // The loop counts the time without anybody from here.
            if let refusal {
                activity.leave(refusal)
            } else if activity.leave(userID, at: service.clock.now) {
                service.inbox.push(.nobodyLeft)
            }
        }
        let peer = service.accounts.peer(userID)
        let respond = respond
        let logger = logger
        let http = HTTP1Channel(
            responder: { request, writer, channel in
                let context = APIContext(source: APISource(logger: logger, peer: peer))
                let response: Response
                if request.headers[.expect] == "100-continue" {
                    try await writer.writeInformationalHead(HTTPResponse(status: .continue))
                }
                if let refusal {
                    response = Answer.problem(refusal.problem)
                } else {
                    response = await respond(request, context)
                }
                let isLast = !isAllowed || response.status == .contentTooLarge
                try await writer.write(response: response.head, body: response.body)
                if isLast { channel.close(promise: nil) }
            }, configuration: configuration)
        await http.handle(value: connection, logger: logger)
    }

    private static func close(_ channel: any Channel, _ refusal: Activity.Refusal) {
        if refusal == .tooManyToTell { return channel.close(promise: nil) }
        channel.eventLoop.scheduleTask(in: .seconds(HTTPLimits.refusalSeconds)) {
            channel.close(promise: nil)
        }
    }

    /// The account at the other end, as it was when the connection was made.
    private static func userID(_ channel: any Channel) -> EventLoopFuture<UInt32> {
        guard let socket = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let peer: EventLoopFuture<PeerCredentials> = socket.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SocketOptionName(SO_PEERCRED))
        return peer.map(\.userID)
    }
}

extension Activity.Refusal {
    /// What the client is told.
    fileprivate var problem: Problem {
        switch self {
        case .tooMany, .tooManyToTell:
            Problem(.limitReached, "there are too many connections; close some")
        case .leaving:
            Problem(.unavailable, "the daemon leaves, and comes back; try again in a moment")
        }
    }
}

/// What SO_PEERCRED gives: `struct ucred`.
private struct PeerCredentials: Sendable {
    var processID: Int32 = 0
    var userID: UInt32 = 0
    var groupID: UInt32 = 0
}

/// Bounds of a connection, with their units.
enum HTTPLimits {
    /// One header field, in bytes.
    static let headerFieldBytesMax = 16_384
    /// All header fields, in bytes.
    static let headerBytesMax = 65_536
    /// Header fields.
    static let headerFieldsMax = 100
    /// A connection on which nothing comes is closed after so many seconds.
    static let idleSeconds: Int64 = 30
    /// Bytes of attempts' records after which a page of tasks ends.
    static let recordsBytesMax = 32 << 20
    /// Records that are read from the store at once.
    static let recordsPerReadMax = 100
    /// Threads that serve connections.
    static let threads = 3
    /// A body that is larger is read by threads that serve no connections, in bytes.
    static let quickBodyBytesMax = 65_536
    /// A connection that is one too many is told so for at most so many seconds.
    static let refusalSeconds: Int64 = 2
    /// Connections that are told at once that they are too many; more are closed without a word.
    static let refusedMax = 64
    /// How long answers may take when the daemon leaves.
    static let lastAnswers = Duration.seconds(2)
    /// A body that is no submission, in bytes.
    static let smallBodyBytesMax = 65_536
    /// A submission up to this size, in bytes, counts for nothing but its connection.
    static let uncountedBodyBytesMax = 1 << 20
    /// Submissions of the largest size that are read at once, one of each account.
    static let largestBodiesMax = 4
    /// Bytes of a recording that are read and sent at a time.
    static let chunkBytes = 65_536
    /// What makes a submission the same as one before, in bytes.
    static let idempotencyKeyBytesMax = 255
    /// Events that are read from the store at a time.
    static let eventsPerRead = 500
}
