import NIOCore
import NIOWebSocket
import Scenarios

/// Carries out what ``WebSocketState`` decides, in the pipeline of a connection, on its event loop.
/// It takes the place of HTTP: what is behind it in the pipeline never sees a byte again.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var state: WebSocketState
    private let received: (WebSocketMessage, WebSocketHandler) -> Void
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var waiting: [EventLoopPromise<Void>] = []
    private var isReadHeld = false
    private var isEnding = false

    init(
        messageBytesMax: Int, received: @escaping (WebSocketMessage, WebSocketHandler) -> Void
    ) {
        state = WebSocketState(messageBytesMax: messageBytesMax, at: Self.now)
        self.received = received
    }

    private static var now: Instant {
        Instant(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds))
    }

    /// Sends whole frames; false when the connection closes.
    func send(_ frames: ByteBuffer) -> Bool {
        guard state.isOpen, let context else { return false }
        context.writeAndFlush(Self.wrapOutboundOut(frames), promise: nil)
        return true
    }

    /// Whether there is room for more to send.
    var isWritable: Bool { context?.channel.isWritable ?? true }

    /// Bytes that wait to be taken while there is no room for more; nil: there is, or nobody knows.
    private var unsentBytes: Int? {
        guard !isWritable, let options = context?.channel.syncOptions else { return nil }
        // A channel that is closed, or of a kind that does not count, has nothing to tell.
        return try? options.getOption(.bufferedWritableBytes)
    }

    /// Done when there is room for more to send, or nothing can be sent any more.
    func room() -> EventLoopFuture<Void>? {
        guard let context, !isWritable else { return nil }
        let promise = context.eventLoop.makePromise(of: Void.self)
        waiting.append(promise)
        return promise.futureResult
    }

    /// Begins to close.
    func close(_ reason: WebSocketClose) { handle(.close(reason)) }

    private func handle(_ event: WebSocketState.Event) {
        for effect in state.handle(event, at: Self.now) {
            switch effect {
            case .message(let message): received(message, self)
            case .ping: control(.ping, ByteBuffer())
            case .pong(let payload): control(.pong, payload)
            case .close(let reason): control(.connectionClose, reason.payload)
            case .end: end()
            }
        }
        schedule()
        if !state.isOpen { release() }
    }

    private func control(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) {
        var frames = ServerFrames()
        frames.add(opcode, payload)
        context?.writeAndFlush(Self.wrapOutboundOut(frames.bytes), promise: nil)
    }

    private func end() {
        guard !isEnding, let context else { return }
        isEnding = true
        context.close(promise: nil)
    }

    /// Whoever waits for room goes on, to find out that there is nobody.
    private func release() {
        for promise in waiting { promise.succeed() }
        waiting = []
    }

    private func schedule() {
        timer?.cancel()
        timer = nil
        guard let context, let wakeAt = state.wakeAt else { return }
        let deadline = NIODeadline.uptimeNanoseconds(UInt64(clamping: wakeAt.nanoseconds))
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.handle(.tick(unsentBytes: self.unsentBytes))
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        release()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handle(.frame(Self.unwrapInboundIn(data)))
    }

    func channelReadComplete(context: ChannelHandlerContext) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOWebSocketError {
            handle(.undecodable(error))
        } else {
            end()
        }
    }

    /// A client that takes nothing is not listened to either: what it asks for would only wait.
    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { isReadHeld = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        handle(.taken)
        release()
        guard isReadHeld else { return }
        isReadHeld = false
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { end() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        release()
        context.fireChannelInactive()
    }

    /// The server takes no more requests: that is how HTTP is told that the daemon leaves.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .input else { return context.close(mode: mode, promise: promise) }
        handle(.close(.leaving))
        promise?.succeed()
    }
}
