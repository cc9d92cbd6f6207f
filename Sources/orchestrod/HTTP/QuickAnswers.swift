import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Answers the requests that wait for nothing where they come in, which costs no change of tasks.
/// All others go on to who may wait over them; so does everything that comes while one of those is
/// not answered, or while the client does not take what it was told: answers have the order of
/// their requests, and a client that does not read is answered no further.
final class QuickAnswers: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What answers a request at once, or says nil; nil: nothing does yet.
    private var answer: ((Request) -> Answer?)?
    /// A request that may be answered when its end has come.
    private var held: HTTPRequest?
    /// Requests that went on and are not answered.
    private var waiting = 0

    /// Begins to answer.
    func open(_ answer: @escaping (Request) -> Answer?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if answer != nil, waiting == 0, context.channel.isWritable, Self.isPlain(head) {
                held = head
            } else {
                waiting += 1
                context.fireChannelRead(data)
            }
        case .body:
            passOn(context)
            context.fireChannelRead(data)
        case .end(let trailers):
            guard trailers == nil, let head = held,
                let answer = answer?(
                    Request(head: head, body: RequestBody(buffer: ByteBuffer()))),
                case .bytes(let bytes) = answer.body
            else {
                passOn(context)
                context.fireChannelRead(data)
                return
            }
            held = nil
            context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
            if bytes.readableBytes > 0 {
                context.write(wrapOutboundOut(.body(bytes)), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        if case .end = unwrapOutboundIn(data) { waiting -= 1 }
        context.write(data, promise: promise)
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard let head = held else { return }
        held = nil
        waiting += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Whether a request asks for nothing but an answer.
    private static func isPlain(_ head: HTTPRequest) -> Bool {
        guard head.method == .get || head.method == .head else { return false }
        return !head.headerFields.contains { field in
            switch field.name {
            case .connection, .contentLength, .transferEncoding, .upgrade, .expect: true
            default: false
            }
        }
    }
}
