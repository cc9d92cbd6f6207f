import Access
import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import Settings
import TLS

/// Makes of an accepted connection one that speaks HTTP: in its channel TLS comes first where the
/// listener has it, then the codec of HTTP, then Hummingbird's handling.
struct Entrance: Sendable {
    let kind: Listener.Kind
    let logger: Logger
    let limits: ConnectionLimits
    /// Told where a client is whose certificate is refused, and why.
    let refused: @Sendable (_ address: String, _ reason: String) -> Void

    /// Sets a new connection's channel up; it is closed when that fails.
    func open(_ channel: any Channel) -> EventLoopFuture<Visitor> {
        let visitor: EventLoopFuture<Visitor>
        switch kind {
        case .unix:
            visitor = Self.userID(channel).flatMap { userID in
                speak(channel).map {
                    Visitor(connection: $0, attendants: $1, told: .account(userID: userID))
                }
            }
        case .tls(let certificate):
            let handshake = Handshake()
            visitor = channel.eventLoop.makeCompletedFuture {
                guard let context = certificate.current else { throw ChannelError.eof }
                try channel.pipeline.syncOperations.addHandlers([
                    TLSServerHandler(context: context), HandshakeWatch(handshake, refused: refused),
                ])
            }.flatMap {
                speak(channel).map {
                    Visitor(connection: $0, attendants: $1, handshake: handshake)
                }
            }
        }
        visitor.whenFailure { _ in channel.close(promise: nil) }
        return visitor
    }

    /// Adds what is behind the bytes.
    private func speak(
        _ channel: any Channel
    ) -> EventLoopFuture<(HTTP1Channel.Value, NIOLoopBound<Attendants>)> {
        var configuration = HTTP1Channel.Configuration(idleTimeout: TimeAmount(limits.idle))
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: HTTPLimits.headerFieldBytesMax,
            maxHeaderListSize: HTTPLimits.headerBytesMax,
            maxHeaderFieldCount: HTTPLimits.headerFieldsMax)
        return HTTP1Channel(responder: { _, _, _ in }, configuration: configuration)
            .setup(channel: channel, logger: logger)
            .flatMapThrowing { connection in
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(
                    type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(
                    StallGuard(after: limits.stall), position: .after(decoder))
                let attendants = Attendants()
                let state = try pipeline.handler(type: HTTPConnectionStateHandler.self)
                try pipeline.addHandler(attendants.quick, position: .after(state))
                try pipeline.addHandler(attendants.farewell, position: .after(state))
                return (connection, NIOLoopBound(attendants, eventLoop: channel.eventLoop))
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

/// What a connection's pipeline has of ours behind HTTP.
struct Attendants {
    /// Answers the simplest requests.
    let quick = QuickAnswers()
    /// Ends the connection when the daemon leaves.
    let farewell = Farewell()
}

/// Somebody who has connected.
struct Visitor: Sendable {
    let connection: HTTP1Channel.Value
    let attendants: NIOLoopBound<Attendants>
    /// Where it comes from, as the kernel told; nil: its address tells.
    var told: Origin?
    /// What the handshake found out, where there is one.
    var handshake: Handshake?

    /// Where it comes from; nil: it has left before anybody looked.
    var origin: Origin? {
        told
            ?? connection.channel.remoteAddress?.ipAddress.flatMap {
                NetworkAddress(text: $0).map { .network($0) }
            }
    }

    /// Closes the connection.
    func dismiss() async {
        // Whatever there is to say about the end, nobody is there to hear it.
        try? await connection.executeThenClose { _, _ in }
    }
}

/// What SO_PEERCRED gives: `struct ucred`.
private struct PeerCredentials: Sendable {
    var processID: Int32 = 0
    var userID: UInt32 = 0
    var groupID: UInt32 = 0
}
