import Access
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import TLS

/// Makes of an accepted connection one that speaks HTTP: in its channel TLS comes first where the
/// listener has it, then the codec of HTTP, then Hummingbird's handling.
struct Entrance: Sendable {
    let kind: Listener.Kind
    let logger: Logger

    /// Sets a new connection's channel up; it is closed when that fails.
    func open(_ channel: any Channel) -> EventLoopFuture<Visitor> {
        let origin: EventLoopFuture<Origin?>
        switch kind {
        case .unix: origin = Self.userID(channel).map { .account(userID: $0) }
        case .tls(let certificate):
            origin = channel.eventLoop.makeCompletedFuture {
                guard let context = certificate.current else { throw ChannelError.eof }
                try channel.pipeline.syncOperations.addHandler(
                    TLSServerHandler(context: context))
                return nil
            }
        }
        let http = HTTP1Channel(responder: { _, _, _ in }, configuration: Self.configuration)
        let logger = logger
        let visitor = origin.flatMap { origin in
            http.setup(channel: channel, logger: logger).map {
                Visitor(connection: $0, told: origin)
            }
        }
        visitor.whenFailure { _ in channel.close(promise: nil) }
        return visitor
    }

    private static var configuration: HTTP1Channel.Configuration {
        var configuration = HTTP1Channel.Configuration(
            idleTimeout: .seconds(HTTPLimits.idleSeconds))
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: HTTPLimits.headerFieldBytesMax,
            maxHeaderListSize: HTTPLimits.headerBytesMax,
            maxHeaderFieldCount: HTTPLimits.headerFieldsMax)
        return configuration
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

/// Somebody who has connected.
struct Visitor: Sendable {
    let connection: HTTP1Channel.Value
    /// Where it comes from, as the kernel told; nil: its address tells.
    let told: Origin?

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
