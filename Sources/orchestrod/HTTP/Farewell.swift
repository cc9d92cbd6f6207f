import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Ends a connection when the daemon leaves, so that nobody is refused who came before: who has
/// just come may still ask, a request that is being read is read to its end, and answers that are
/// not given yet are given behind the end of the input.
final class Farewell: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var context: ChannelHandlerContext?
    private var hasAsked = false
    private var isReading = false
    private var isOver = false
    /// Told when the last answer was sent; nil: nobody leaves.
    private var sent: (() -> Void)?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Begins to leave, and tells when the last answer was sent: a peer that keeps its own side
    /// open is not waited for. On the connection's event loop.
    func begin(_ sent: @escaping () -> Void) {
        guard let context else { return }
        self.sent = sent
        let patience = hasAsked ? HTTPLimits.nextRequest : HTTPLimits.firstRequest
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            if !self.isReading { self.endInput() }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        var isEnd = false
        switch unwrapInboundIn(data) {
        case .head: (hasAsked, isReading) = (true, true)
        case .body: break
        case .end: (isReading, isEnd) = (false, true)
        }
        context.fireChannelRead(data)
        guard isEnd, sent != nil else { return }
        // Not in the middle of what brought the request.
        context.eventLoop.assumeIsolated().execute { self.endInput() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let sent, mode != .input else { return context.close(mode: mode, promise: promise) }
        let output = context.eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: output)
        output.futureResult.assumeIsolated().whenComplete { _ in
            sent()
            if mode == .all {
                context.close(mode: .all, promise: promise)
            } else {
                promise?.succeed()
            }
        }
    }

    /// For those behind, nothing more comes. Not every connection can be closed for input alone:
    /// TLS cannot.
    private func endInput() {
        guard let context, !isOver else { return }
        isOver = true
        context.close(mode: .input, promise: nil)
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }
}
