import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server's side of what is spoken on a WebSocket.
protocol WebSocketConversation: Sendable {
    /// The longest message that the client may send, in bytes.
    var messageBytesMax: Int { get }

    /// A message came; called on the connection's event loop, one after another.
    func received(_ message: WebSocketMessage, by socket: WebSocket)

    /// Holds the conversation; how it ends is told to the client. Cancelled when the client has
    /// left.
    func hold(_ socket: WebSocket) async -> WebSocketClose
}

extension WebSocketConversation {
    var messageBytesMax: Int { WebSocketLimits.messageBytesMax }
}

/// An open WebSocket.
struct WebSocket: Sendable {
    /// Nothing can be sent any more.
    struct Closed: Error {}

    private let channel: any Channel
    private let handler: NIOLoopBound<WebSocketHandler>

    /// Sends frames, and waits while the client is slow: what it has not taken is bounded.
    func send(_ frames: ServerFrames) async throws {
        guard !frames.isEmpty else { return }
        let bytes = frames.bytes
        let room: EventLoopFuture<Void>?
        if channel.eventLoop.inEventLoop {
            room = try Self.send(bytes, handler.value)
        } else {
            room = try await channel.eventLoop.submit { [handler] in
                try Self.send(bytes, handler.value)
            }.get()
        }
        try await room?.get()
    }

    /// Sends one text and does not wait; on the connection's event loop.
    func sendAtOnce(text: String) {
        var frames = ServerFrames()
        frames.add(text: text)
        // One that is closed takes nothing; its conversation is told so.
        _ = handler.value.send(frames.bytes)
    }

    private static func send(
        _ bytes: ByteBuffer, _ handler: WebSocketHandler
    ) throws -> EventLoopFuture<Void>? {
        guard handler.send(bytes) else { throw Closed() }
        return handler.room()
    }

    /// Begins to close.
    func close(_ reason: WebSocketClose) {
        channel.eventLoop.execute { [handler] in handler.value.close(reason) }
    }

    /// Makes a WebSocket of a connection whose request was answered by 101, holds its conversation
    /// and returns when the connection is closed.
    static func hold(
        _ channel: any Channel, _ response: HTTPResponse,
        _ conversation: any WebSocketConversation
    ) async throws {
        let socket = try await channel.eventLoop.submit {
            try install(channel, response, conversation)
        }.get()
        await withDiscardingTaskGroup { group in
            group.addTask {
                socket.close(await conversation.hold(socket))
            }
            // The channel closes: the client does, or the time it has for it passes.
            try? await channel.closeFuture.get()
            group.cancelAll()
        }
    }

    /// Puts frames in the place of HTTP, in front of its handlers, and answers the request. It is
    /// the only one at that time: HTTP reads no further after a request for an upgrade.
    private static func install(
        _ channel: any Channel, _ response: HTTPResponse,
        _ conversation: any WebSocketConversation
    ) throws -> WebSocket {
        let pipeline = channel.pipeline.syncOperations
        let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
        var head = "HTTP/1.1 101 Switching Protocols\r\n"
        // It has no body, whose length could be told (RFC 9110, section 8.6).
        for field in response.headerFields where field.name != .contentLength {
            head += "\(field.name): \(field.value)\r\n"
        }
        let http = try pipeline.context(handler: encoder)
        http.writeAndFlush(NIOAny(ByteBuffer(string: head + "\r\n")), promise: nil)
        // The channel lets go of its handlers when it is closed, and so of what they hold. The
        // handler must not hold itself by this: the conversation would never go, nor its reader.
        let handler = WebSocketHandler(messageBytesMax: conversation.messageBytesMax) {
            message, handler in
            conversation.received(message, by: WebSocket(channel, handler))
        }
        let socket = WebSocket(channel, handler)
        let marks = ChannelOptions.Types.WriteBufferWaterMark(
            low: WebSocketLimits.unsentBytesLow, high: WebSocketLimits.unsentBytesHigh)
        try channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
        try pipeline.addHandler(
            ByteToMessageHandler(
                WebSocketFrameDecoder(maxFrameSize: max(125, conversation.messageBytesMax))),
            position: .before(encoder))
        try pipeline.addHandler(handler, position: .before(encoder))
        return socket
    }

    /// On the connection's event loop.
    private init(_ channel: any Channel, _ handler: WebSocketHandler) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }
}
