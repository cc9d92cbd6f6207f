import NIOCore
import NIOHTTP1
import Scenarios
import Wire

/// Ends connections that stall: a body that hardly comes on although it is awaited, an answer that
/// is not taken. Behind the codec of HTTP.
final class StallGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let pause: Duration
    private let bytesMin: Int
    private var check: Scheduled<Void>?
    private var isBodyOpen = false
    private var isAnswerBegun = false
    /// Bytes of the body since the last look.
    private var bytes = 0
    /// Whether more of the body is awaited now, and whether it was at the last look.
    private var isAwaited = false
    private var wasAwaited = false
    /// Whether the peer has taken something since the last look.
    private var hasTaken = false

    /// Ends what stalls for so long.
    init(after pause: Duration) {
        self.pause = pause
        let seconds = Double(pause.nanoseconds) / 1e9
        bytesMin = max(1, Int(seconds * Double(HTTPLimits.bodyBytesPerSecondMin)))
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isAwaited = false
        switch unwrapInboundIn(data) {
        case .head: (isBodyOpen, isAnswerBegun, bytes) = (true, false, 0)
        case .body(let part): bytes += part.readableBytes
        case .end: isBodyOpen = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most requests have come as a whole by now.
        if isBodyOpen { look(context) }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isAwaited = true
        context.read()
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        if case .head = unwrapOutboundIn(data) { isAnswerBegun = true }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            hasTaken = true
        } else if check == nil {
            hasTaken = false
            look(context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Looks again after a while.
    private func look(_ context: ChannelHandlerContext) {
        guard check == nil else { return }
        wasAwaited = true
        check = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) {
            self.check = nil
            self.judge(context)
        }
    }

    private func judge(_ context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        if isBodyOpen, isAwaited, wasAwaited, bytes < bytesMin { return refuse(context) }
        // What is still to be said to this peer waits no longer.
        if !isWritable, !hasTaken { return context.close(promise: nil) }
        guard isBodyOpen || !isWritable else { return }
        bytes = 0
        hasTaken = isWritable
        let isAwaited = isAwaited
        look(context)
        wasAwaited = isAwaited
    }

    private func refuse(_ context: ChannelHandlerContext) {
        guard !isAnswerBegun else { return context.close(promise: nil) }
        let problem = Problem(
            .requestTimeout,
            "the body of the request came slower than \(HTTPLimits.bodyBytesPerSecondMin) bytes a"
                + " second")
        let body = ByteBuffer(string: problem.text + "\n")
        let head = HTTPResponseHead(
            version: .http1_1, status: .requestTimeout,
            headers: [
                "content-type": APIMedia.problem.rawValue,
                "content-length": String(body.readableBytes), "connection": "close",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
