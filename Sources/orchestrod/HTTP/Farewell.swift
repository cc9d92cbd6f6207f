import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Ends a connection when the daemon leaves, so that nobody is refused who came before: who has
/// just come may still ask, a request that is being read is read to its end, and answers that are
/// not given yet are given behind the end of the input.
final class Farewell: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private var hasAsked = false
    private var isReading = false
    private var isLeaving = false

    /// Begins to leave; on the connection's event loop.
    func begin(_ channel: any Channel) {
        isLeaving = true
        let patience = hasAsked ? HTTPLimits.nextRequest : HTTPLimits.firstRequest
        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            if !self.isReading { channel.close(mode: .input, promise: nil) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var isEnd = false
        switch unwrapInboundIn(data) {
        case .head: (hasAsked, isReading) = (true, true)
        case .body: break
        case .end: (isReading, isEnd) = (false, true)
        }
        context.fireChannelRead(data)
        guard isEnd, isLeaving else { return }
        // Not in the middle of what brought the request.
        let channel = context.channel
        channel.eventLoop.execute { channel.close(mode: .input, promise: nil) }
    }
}
