import NIOCore

/// Why a WebSocket ends: the code and the reason of a close frame (RFC 6455, section 7.4).
struct WebSocketClose: Hashable, Sendable {
    let code: UInt16
    let reason: String

    /// A reason that is too long is cut at a character.
    init(_ code: UInt16, _ reason: String) {
        self.code = code
        var reason = reason
        while reason.utf8.count > WebSocketLimits.reasonBytesMax { reason.removeLast() }
        self.reason = reason
    }

    static let jobOver = WebSocketClose(1000, "the job is over")
    static let leaving = WebSocketClose(1001, "the daemon leaves, and comes back")
    static let tooLarge = WebSocketClose(1009, "the message is too large")
    static let noMessages = WebSocketClose(1008, "nothing is to be sent here")
    static let keyEnded = WebSocketClose(1008, "the key is not valid any more")
    static let invalidText = WebSocketClose(1007, "a text is not UTF-8")

    static func violation(_ what: String) -> WebSocketClose { WebSocketClose(1002, what) }

    static func failed(_ what: String) -> WebSocketClose { WebSocketClose(1011, what) }

    /// What the peer's close frame says; without a code it is 1000. It must not be a code that is
    /// never sent, or one that nobody has defined (RFC 6455, section 7.4; IANA's registry).
    init(payload: ByteBuffer) throws(Violation) {
        var payload = payload
        guard payload.readableBytes > 0 else {
            self.init(1000, "")
            return
        }
        guard let code = payload.readInteger(as: UInt16.self) else {
            throw Violation(.violation("a close has a code of two bytes"))
        }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: throw Violation(.violation("\(code) is no code to close with"))
        }
        guard let reason = String(validating: payload.readableBytesView, as: UTF8.self) else {
            throw Violation(.invalidText)
        }
        self.init(code, reason)
    }

    /// What was sent is against the protocol; how to close.
    struct Violation: Error {
        let close: WebSocketClose

        init(_ close: WebSocketClose) { self.close = close }
    }

    /// As a close frame has it.
    var payload: ByteBuffer {
        var payload = ByteBuffer()
        payload.writeInteger(code)
        payload.writeString(reason)
        return payload
    }
}

/// One message, put together of its frames.
enum WebSocketMessage: Hashable, Sendable {
    case text(String)
    case binary(ByteBuffer)
}
