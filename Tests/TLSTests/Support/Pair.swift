import COpenSSL
import NIOCore
import NIOEmbedded

@testable import TLS

/// A server's channel and a client, with buffers between them and a clock that tests turn.
final class Pair {
    let channel: EmbeddedChannel
    let handler: TLSServerHandler
    let seen = Seen()
    let client: MemoryClient

    /// What the application behind the handler sees, in its order.
    final class Seen: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        var bytes: [UInt8] = []
        var session: TLSSession?
        var events: [ChannelEvent] = []
        var errors: [TLSError] = []
        var isActive = false
        var isOver = false

        func channelActive(context: ChannelHandlerContext) { isActive = true }
        func channelInactive(context: ChannelHandlerContext) { isOver = true }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += unwrapInboundIn(data).readableBytesView
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSSession { session = event }
            if let event = event as? ChannelEvent { events.append(event) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? TLSError { errors.append(error) }
        }
    }

    convenience init(
        _ context: TLSContext = Identities.context, _ options: MemoryClient.Options = .init(),
        isHalfClosable: Bool = false
    ) throws {
        try self.init(context, MemoryClient(options), isHalfClosable: isHalfClosable)
    }

    init(_ context: TLSContext, _ client: MemoryClient, isHalfClosable: Bool) throws {
        handler = TLSServerHandler(context: context)
        channel = EmbeddedChannel(handlers: [handler, seen])
        channel.allowRemoteHalfClosure = isHalfClosable
        self.client = client
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    /// Whether the channel is still open.
    var isOpen: Bool { channel.isActive }

    /// Gives the server bytes as if they came from the network.
    func feed(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    /// What the server has sent since the last time.
    func sent() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let next = try channel.readOutbound(as: ByteBuffer.self) {
            bytes += next.readableBytesView
        }
        return bytes
    }

    /// Carries what both have for each other, after `first`, until neither says more.
    func carry(_ first: [UInt8] = []) throws {
        var toServer = first
        while true {
            if !toServer.isEmpty { try feed(toServer) }
            let toClient = try sent()
            let answer = client.take(toClient)
            channel.embeddedEventLoop.run()
            guard !toClient.isEmpty || !answer.isEmpty else { return }
            toServer = answer
        }
    }

    /// A pair whose handshake is over.
    static func open(
        _ context: TLSContext = Identities.context, _ options: MemoryClient.Options = .init(),
        isHalfClosable: Bool = false
    ) throws -> Pair {
        let pair = try Pair(context, options, isHalfClosable: isHalfClosable)
        try pair.carry()
        return pair
    }

    /// Ends the channel as if the network had, and frees it.
    func drop() {
        channel.pipeline.fireChannelInactive()
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()
    }

    /// Writes for the client.
    func write(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }
}
