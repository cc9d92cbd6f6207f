import NIOCore
import NIOWebSocket
import Scenarios

/// The server's side of the WebSocket protocol (RFC 6455) after the handshake: frames and time go
/// in, what is to be done comes out. It knows no socket and no clock.
struct WebSocketState {
    /// What happened.
    enum Event {
        /// A frame of the client came.
        case frame(WebSocketFrame)
        /// What came is no frame.
        case undecodable(NIOWebSocketError)
        /// The client took something of what waited for it.
        case taken
        /// This side wants to close.
        case close(WebSocketClose)
        /// Time has passed; see ``WebSocketState/wakeAt``. So many bytes wait for the client, while
        /// there is no room for more; nil: there is.
        case tick(unsentBytes: Int? = nil)
    }

    /// What is to be done, in order.
    enum Effect: Hashable {
        /// A whole message came.
        case message(WebSocketMessage)
        case ping
        case pong(ByteBuffer)
        /// Send a close frame, and no message after it.
        case close(WebSocketClose)
        /// End the connection when everything is sent.
        case end
    }

    private struct Fragments {
        var isText: Bool
        var data: ByteBuffer
        var validator = UTF8Validator()
    }

    private enum State {
        case open(Fragments?)
        /// A close was sent; the client's is waited for.
        case closing(until: Instant)
        case over
    }

    private let messageBytesMax: Int
    private var state = State.open(nil)
    private var heardAt: Instant
    private var pingedAt: Instant?
    /// What waited at the last tick.
    private var unsentBytes: Int?

    /// After the handshake. Longer messages than that end the connection.
    init(messageBytesMax: Int, at now: Instant) {
        self.messageBytesMax = messageBytesMax
        heardAt = now
    }

    /// Whether messages may be sent.
    var isOpen: Bool { if case .open = state { true } else { false } }

    /// When it wants to be told of the time; nil: never again.
    var wakeAt: Instant? {
        switch state {
        case .open:
            pingedAt.map { $0 + WebSocketLimits.pongPause } ?? heardAt + WebSocketLimits.pingPause
        case .closing(let until): until
        case .over: nil
        }
    }

    /// Takes what happened and says what is to be done.
    mutating func handle(_ event: Event, at now: Instant) -> [Effect] {
        if case .over = state { return [] }
        switch event {
        case .frame(let frame):
            hear(now)
            return take(frame, now)
        case .undecodable(let error):
            return close(error == .invalidFrameLength ? .tooLarge : Self.badControl, now)
        case .taken:
            hear(now)
            return []
        case .close(let reason): return close(reason, now)
        case .tick(let unsent):
            notice(unsent, now)
            return tick(now)
        }
    }

    private static let badControl = WebSocketClose.violation(
        "a control frame is whole and has at most 125 bytes")

    private mutating func hear(_ now: Instant) {
        heardAt = now
        pingedAt = nil
    }

    /// Nothing of a client that is slow is read, so what it takes tells that it lives, however
    /// little that is.
    private mutating func notice(_ unsent: Int?, _ now: Instant) {
        defer { unsentBytes = unsent }
        guard let before = unsentBytes, let unsent, unsent < before else { return }
        hear(now)
    }

    private mutating func tick(_ now: Instant) -> [Effect] {
        guard let wakeAt, wakeAt <= now else { return [] }
        guard isOpen, pingedAt == nil else {
            state = .over
            return [.end]
        }
        pingedAt = now
        return [.ping]
    }

    /// Begins to close, once.
    private mutating func close(_ reason: WebSocketClose, _ now: Instant) -> [Effect] {
        guard isOpen else { return [] }
        state = .closing(until: now + WebSocketLimits.closePause)
        return [.close(reason)]
    }

    private mutating func take(_ frame: WebSocketFrame, _ now: Instant) -> [Effect] {
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return close(.violation("no extension was agreed on"), now)
        }
        guard frame.maskKey != nil else {
            return close(.violation("clients mask what they send"), now)
        }
        switch frame.opcode {
        case .connectionClose: return takeClose(frame, now)
        case .ping: return isOpen ? [.pong(frame.unmaskedData)] : []
        case .pong: return []
        case .text, .binary, .continuation:
            // What comes after this side has closed is not read (RFC 6455, section 1.4).
            guard case .open(let fragments) = state else { return [] }
            return takeData(frame, fragments, now)
        default: return close(.violation("there is no such kind of frame"), now)
        }
    }

    private mutating func takeClose(_ frame: WebSocketFrame, _ now: Instant) -> [Effect] {
        var effects: [Effect] = [.end]
        if isOpen {
            do throws(WebSocketClose.Violation) {
                // The answer to a close is the same code (RFC 6455, section 5.5.1).
                let given = try WebSocketClose(payload: frame.unmaskedData)
                effects = [.close(WebSocketClose(given.code, "")), .end]
            } catch {
                effects = [.close(error.close), .end]
            }
        }
        state = .over
        return effects
    }

    private mutating func takeData(
        _ frame: WebSocketFrame, _ begun: Fragments?, _ now: Instant
    ) -> [Effect] {
        var data = frame.unmaskedData
        var whole: Fragments
        switch (begun, frame.opcode) {
        case (nil, .continuation):
            return close(.violation("there is nothing to continue"), now)
        case (nil, let opcode):
            whole = Fragments(isText: opcode == .text, data: ByteBuffer())
        case (let fragments?, .continuation): whole = fragments
        case (_?, _):
            return close(.violation("the message before is not complete"), now)
        }
        guard whole.data.readableBytes + data.readableBytes <= messageBytesMax else {
            return close(.tooLarge, now)
        }
        if whole.isText {
            guard whole.validator.accept(data.readableBytesView),
                whole.validator.isComplete || !frame.fin
            else { return close(.invalidText, now) }
        }
        whole.data.writeBuffer(&data)
        guard frame.fin else {
            state = .open(whole)
            return []
        }
        state = .open(nil)
        let message: WebSocketMessage =
            whole.isText ? .text(String(buffer: whole.data)) : .binary(whole.data)
        return [.message(message)]
    }
}
