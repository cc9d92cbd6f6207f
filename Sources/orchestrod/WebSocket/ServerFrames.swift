import NIOCore
import NIOWebSocket

/// Frames of a server, one behind another: neither masked nor fragmented (RFC 6455, section 5.2).
/// They are made apart from the connection so that many small messages are one write.
struct ServerFrames: Sendable {
    /// Whole frames.
    private(set) var bytes = ByteBuffer()

    init() {}

    var isEmpty: Bool { bytes.readableBytes == 0 }

    mutating func add(text: String) {
        begin(.text, count: text.utf8.count)
        bytes.writeString(text)
    }

    /// A binary message of a head and what follows it.
    mutating func add(binary head: some Collection<UInt8>, _ rest: some Collection<UInt8>) {
        begin(.binary, count: head.count + rest.count)
        bytes.writeBytes(head)
        bytes.writeBytes(rest)
    }

    /// A control frame; at most 125 bytes.
    mutating func add(_ opcode: WebSocketOpcode, _ payload: ByteBuffer = ByteBuffer()) {
        begin(opcode, count: payload.readableBytes)
        bytes.writeImmutableBuffer(payload)
    }

    private mutating func begin(_ opcode: WebSocketOpcode, count: Int) {
        bytes.reserveCapacity(minimumWritableBytes: count + 10)
        // FIN: no frame is a part of a message.
        bytes.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch count {
        case ...125: bytes.writeInteger(UInt8(count))
        case ...0xFFFF:
            bytes.writeInteger(UInt8(126))
            bytes.writeInteger(UInt16(count))
        default:
            bytes.writeInteger(UInt8(127))
            bytes.writeInteger(UInt64(count))
        }
    }
}
