import NIOCore
import Synchronization
import TLS

/// What the handshake of a connection found out, for the requests that come later.
final class Handshake: Sendable {
    private let state = Mutex<ClientCertificate?>(nil)

    /// The client's certificate; nil: it has shown none.
    var certificate: ClientCertificate? { state.withLock { $0 } }

    fileprivate func take(_ certificate: ClientCertificate) { state.withLock { $0 = certificate } }
}

/// Keeps what the handshake finds out, and has it told when a client's certificate is refused.
final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let handshake: Handshake
    /// Told where the client is, and why its certificate is refused.
    private let refused: @Sendable (_ address: String, _ reason: String) -> Void

    init(
        _ handshake: Handshake, refused: @escaping @Sendable (String, String) -> Void
    ) {
        self.handshake = handshake
        self.refused = refused
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let facts = (event as? TLSSession)?.clientCertificate {
            handshake.take(ClientCertificate(facts))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .certificateRefused(let reason)? = error as? TLSError {
            refused(context.remoteAddress?.ipAddress ?? "a network", reason)
        }
        context.fireErrorCaught(error)
    }
}
