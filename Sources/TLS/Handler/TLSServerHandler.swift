import NIOCore

/// The server's side of TLS in a channel's pipeline: ciphertext below, plaintext above.
///
/// After the handshake it fires a `TLSSession` as a user event. When something goes wrong it sends
/// the alert that TLS has for it, fires a `TLSError` and closes the channel. Everything that a peer
/// can make it keep is bounded by `TLSLimits`. What the application writes is encrypted only while
/// the channel is writable, so that a slow peer costs no second copy.
///
/// A peer's end (close_notify) is an end of input where the channel allows remote half-closure;
/// otherwise it is answered and the channel closes.
public final class TLSServerHandler: ChannelDuplexHandler {
    /// Ciphertext of the peer.
    public typealias InboundIn = ByteBuffer
    /// Plaintext for the application.
    public typealias InboundOut = ByteBuffer
    /// Plaintext of the application.
    public typealias OutboundIn = ByteBuffer
    /// Ciphertext for the peer.
    public typealias OutboundOut = ByteBuffer

    enum State {
        /// The channel is not active yet.
        case waiting
        case handshaking(timeout: Scheduled<Void>)
        case open(isInputOpen: Bool, isOutputOpen: Bool)
        case closing(Closing)
        /// What comes is thrown away.
        case over
    }

    /// Our end has been said; the channel closes when it is sent and the peer's end has come.
    struct Closing {
        let timeout: Scheduled<Void>
        let promise: EventLoopPromise<Void>
        var isSent = false
        var isAnswered: Bool
    }

    /// What the handshake agreed on; nil before. To be read on the channel's event loop.
    public internal(set) var session: TLSSession?

    let connection: TLSConnection
    var state = State.waiting
    var queue = WriteQueue()
    var isEncrypting = false
    /// Bytes that came before the end of the handshake.
    var handshakeBytes = 0
    /// Bytes that we had to answer and that have not left.
    var controlBytes = 0
    /// The application has asked for more and has not got it.
    var isReadWanted = false

    /// A handler for one channel.
    public init(context: TLSContext) { connection = TLSConnection(context) }

    /// Bytes that are held for this connection here.
    var heldBytes: Int { connection.heldBytes + queue.bytesCount + controlBytes }

    /// Begins at once in a channel that is active.
    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    /// Begins the handshake.
    public func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    /// Fails what waits.
    public func handlerRemoved(context: ChannelHandlerContext) {
        finish(writesFailWith: ChannelError.ioOnClosedChannel)?.succeed(())
    }

    /// Tells the application when the channel ended without the peer's end.
    public func channelInactive(context: ChannelHandlerContext) {
        switch state {
        case .handshaking: context.fireErrorCaught(TLSError.leftDuringHandshake)
        case .open(isInputOpen: true, _): context.fireErrorCaught(TLSError.truncated)
        case .waiting, .open, .closing, .over: break
        }
        finish(writesFailWith: ChannelError.eof)?.succeed(())
        context.fireChannelInactive()
    }

    /// An end of the stream below is one of TLS only when the peer has said so.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .inputClosed? = event as? ChannelEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The stream below has ended.
        switch state {
        case .handshaking: fail(context, .leftDuringHandshake)
        case .open(isInputOpen: true, _): fail(context, .truncated)
        case .closing: answered(context)
        case .waiting, .open, .over: break
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard case .waiting = state else { return }
        state = .handshaking(
            timeout: schedule(context, in: TLSLimits.handshakeTimeout) { handler, context in
                handler.fail(context, .handshakeTimedOut)
            })
        context.read()
    }

    /// Does something on this channel's event loop when so much time has passed.
    func schedule(
        _ context: ChannelHandlerContext, in time: Duration,
        _ work: @escaping (TLSServerHandler, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
            work(self, context)
        }
    }

    /// Tells the peer by what alert OpenSSL has made, tells the application, closes the channel.
    func fail(_ context: ChannelHandlerContext, _ error: TLSError) {
        if case .over = state { return }
        let isClosing = if case .closing = state { true } else { false }
        let promise = finish(writesFailWith: error)
        if let alert = connection.takeOutput(context.channel.allocator) {
            context.writeAndFlush(wrapOutboundOut(alert), promise: nil)
        }
        // Whoever has closed does not want to know how the rest went.
        if !isClosing { context.fireErrorCaught(error) }
        context.close(mode: .all, promise: promise)
    }

    /// Ends all that waits. Returns the promise of a close that was under way, still to be kept.
    @discardableResult
    func finish(writesFailWith error: any Error) -> EventLoopPromise<Void>? {
        let before = state
        state = .over
        for promise in queue.removeAll() { promise.fail(error) }
        switch before {
        case .handshaking(let timeout): timeout.cancel()
        case .closing(let closing):
            closing.timeout.cancel()
            return closing.promise
        case .waiting, .open, .over: break
        }
        return nil
    }
}
