import NIOCore
import NIOHTTP1
import NIOPosix

@testable import TLS

/// A small server on the loopback interface: it says back what it hears, or speaks HTTP.
final class LoopbackServer: Sendable {
    enum Service {
        /// Everything comes back; at the client's end also `bye`.
        case echo
        /// `GET /` tells version and certificate, `GET /N` gives N bytes, `PUT` counts.
        case http
    }

    let holder: TLSContextHolder
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    init(_ service: Service, _ context: TLSContext = Identities.context) async throws {
        let holder = TLSContextHolder(context)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    guard let context = holder.current else { throw ChannelError.eof }
                    let tls = TLSServerHandler(context: context)
                    try pipeline.addHandler(tls)
                    switch service {
                    case .echo: try pipeline.addHandler(Echo())
                    case .http:
                        try pipeline.configureHTTPServerPipeline()
                        try pipeline.addHandler(Answers(tls))
                    }
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.holder = holder
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case .inputClosed? = event as? ChannelEvent else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(string: "bye")), promise: nil)
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    }

    private final class Answers: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let tls: TLSServerHandler
        private var head: HTTPRequestHead?
        private var bodyCount = 0

        init(_ tls: TLSServerHandler) { self.tls = tls }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, bodyCount) = (head, 0)
            case .body(let bytes): bodyCount += bytes.readableBytes
            case .end: answer(context)
            }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {}

        private func answer(_ context: ChannelHandlerContext) {
            guard let head else { return }
            let body: ByteBuffer
            if head.method == .PUT {
                body = ByteBuffer(string: "\(bodyCount)")
            } else if let count = Int(head.uri.dropFirst()) {
                body = ByteBuffer(repeating: UInt8(ascii: "x"), count: count)
            } else {
                let session = tls.session
                let subject = session?.clientCertificate?.subject ?? "nobody"
                body = ByteBuffer(string: "\(session?.version.rawValue ?? "?") \(subject)")
            }
            let headers = HTTPHeaders([("Content-Length", "\(body.readableBytes)")])
            let response = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            let isLast = !head.isKeepAlive
            context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
                if isLast { context.close(promise: nil) }
            }
        }
    }
}
