import NIOCore
import NIOWebSocket
import Scenarios
import Testing

@testable import orchestrod

/// The WebSocket protocol without a socket and without a clock.
@Suite struct WebSocketStateTests {
    private typealias Effect = WebSocketState.Effect

    /// A connection of which the effects are gathered.
    private struct Rig {
        var state = WebSocketState(messageBytesMax: 10, at: Instant(nanoseconds: 0))
        var seconds: Int64 = 0

        mutating func handle(_ event: WebSocketState.Event) -> [Effect] {
            state.handle(event, at: Instant(nanoseconds: seconds * 1_000_000_000))
        }

        mutating func take(
            _ opcode: WebSocketOpcode, _ bytes: [UInt8] = [], fin: Bool = true,
            isMasked: Bool = true, rsv: Int = 0
        ) -> [Effect] {
            let key: WebSocketMaskingKey = [0x11, 0x22, 0x33, 0x44]
            var data = ByteBuffer(bytes: bytes)
            if isMasked { data.webSocketMask(key) }
            return handle(
                .frame(
                    WebSocketFrame(
                        fin: fin, rsv1: rsv == 1, rsv2: rsv == 2, rsv3: rsv == 3, opcode: opcode,
                        maskKey: isMasked ? key : nil, data: data)))
        }

        mutating func take(_ opcode: WebSocketOpcode, _ text: String, fin: Bool = true)
            -> [Effect]
        {
            take(opcode, Array(text.utf8), fin: fin)
        }
    }

    private static func closeCode(_ effects: [Effect]) -> UInt16? {
        for case .close(let reason) in effects { return reason.code }
        return nil
    }

    @Test func `whole messages pass, of no bytes as well`() {
        var rig = Rig()
        #expect(rig.take(.text, "hällo") == [.message(.text("hällo"))])
        #expect(rig.take(.text) == [.message(.text(""))])
        #expect(rig.take(.binary, [0xFF]) == [.message(.binary(ByteBuffer(bytes: [0xFF])))])
        #expect(rig.take(.text, "0123456789") == [.message(.text("0123456789"))])
    }

    @Test func `fragments are put together, with control frames between them`() {
        var rig = Rig()
        #expect(rig.take(.text, "ab", fin: false) == [])
        #expect(rig.take(.ping, "p") == [.pong(ByteBuffer(string: "p"))])
        #expect(rig.take(.continuation, "", fin: false) == [])
        #expect(rig.take(.pong) == [])
        #expect(rig.take(.continuation, "cd") == [.message(.text("abcd"))])
        #expect(rig.take(.binary, [1], fin: false) == [])
        #expect(
            rig.take(.continuation, [0xFF]) == [.message(.binary(ByteBuffer(bytes: [1, 0xFF])))])
    }

    @Test func `a character may be divided between fragments`() {
        var rig = Rig()
        let text = Array("€𝄞".utf8)
        #expect(rig.take(.text, [], fin: false) == [])
        for byte in text.dropLast() {
            #expect(rig.take(.continuation, [byte], fin: false) == [])
        }
        #expect(rig.take(.continuation, [text[text.count - 1]]) == [.message(.text("€𝄞"))])
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80], [0x61, 0xE2, 0x28, 0xA1],
            [0xF5, 0x80, 0x80, 0x80], [0xC3],
        ] as [[UInt8]])
    func `text that is not UTF-8 ends by 1007, divided or not`(bytes: [UInt8]) {
        var whole = Rig()
        #expect(Self.closeCode(whole.take(.text, bytes)) == 1007)
        var divided = Rig()
        #expect(divided.take(.text, [], fin: false) == [])
        var effects: [Effect] = []
        for (place, byte) in bytes.enumerated() where effects.isEmpty {
            effects = divided.take(.continuation, [byte], fin: place == bytes.count - 1)
        }
        #expect(Self.closeCode(effects) == 1007)
        var binary = Rig()
        #expect(binary.take(.binary, bytes).count == 1)
        #expect(binary.state.isOpen)
    }

    @Test func `text that cannot become UTF-8 any more is refused before its end`() {
        var rig = Rig()
        #expect(rig.take(.text, [0xCE, 0xBA], fin: false) == [])
        #expect(Self.closeCode(rig.take(.continuation, [0xED, 0xA0], fin: false)) == 1007)
    }

    @Test func `frames out of order end by 1002`() {
        var lone = Rig()
        #expect(Self.closeCode(lone.take(.continuation, "a")) == 1002)
        var nested = Rig()
        _ = nested.take(.text, "a", fin: false)
        #expect(Self.closeCode(nested.take(.text, "b")) == 1002)
        var binary = Rig()
        _ = binary.take(.text, "a", fin: false)
        #expect(Self.closeCode(binary.take(.binary, "b", fin: false)) == 1002)
        var after = Rig()
        _ = after.take(.text, "a")
        #expect(Self.closeCode(after.take(.continuation, "b")) == 1002)
    }

    @Test(arguments: 0..<16)
    func `only the six kinds of frames that there are pass`(opcode: Int) throws {
        var rig = Rig()
        let kind = try #require(WebSocketOpcode(encodedWebSocketOpcode: UInt8(opcode)))
        let known: [WebSocketOpcode] = [.text, .binary, .connectionClose, .ping, .pong]
        let effects = rig.take(kind)
        #expect((Self.closeCode(effects) == 1002) == !known.contains(kind), "\(effects)")
    }

    @Test func `reserved bits and frames without a mask end by 1002`() {
        for rsv in 1...3 {
            var rig = Rig()
            #expect(Self.closeCode(rig.take(.text, [0x61], rsv: rsv)) == 1002)
        }
        for opcode in [WebSocketOpcode.text, .ping, .connectionClose] {
            var rig = Rig()
            #expect(Self.closeCode(rig.take(opcode, [], isMasked: false)) == 1002)
        }
    }

    @Test func `messages that are too long end by 1009, however they are divided`() {
        var whole = Rig()
        #expect(Self.closeCode(whole.take(.text, "01234567890")) == 1009)
        var divided = Rig()
        #expect(divided.take(.text, "0123456789", fin: false) == [])
        #expect(Self.closeCode(divided.take(.continuation, "0", fin: false)) == 1009)
        var frame = Rig()
        #expect(Self.closeCode(frame.handle(.undecodable(.invalidFrameLength))) == 1009)
        for error in [NIOWebSocketError.fragmentedControlFrame, .multiByteControlFrameLength] {
            var control = Rig()
            #expect(Self.closeCode(control.handle(.undecodable(error))) == 1002)
        }
    }

    @Test(
        arguments: [
            (1000, 1000), (1001, 1001), (1003, 1003), (1007, 1007), (1011, 1011), (3000, 3000),
            (4999, 4999), (0, 1002), (999, 1002), (1004, 1002), (1005, 1002), (1006, 1002),
            (1015, 1002), (1016, 1002), (2999, 1002), (5000, 1002), (65_535, 1002),
        ] as [(UInt16, UInt16)])
    func `a close is answered by its code, when it is one`(given: UInt16, answer: UInt16) {
        var rig = Rig()
        let effects = rig.take(.connectionClose, [UInt8(given >> 8), UInt8(given & 255)])
        #expect(Self.closeCode(effects) == answer)
        #expect(effects.last == .end)
        #expect(rig.take(.text, "late") == [])
        #expect(rig.state.wakeAt == nil)
    }

    @Test func `a close may be empty or have a reason; half a code and bad text are wrong`() {
        var empty = Rig()
        #expect(empty.take(.connectionClose) == [.close(WebSocketClose(1000, "")), .end])
        var reason = Rig()
        #expect(Self.closeCode(reason.take(.connectionClose, [3, 232, 0x62])) == 1000)
        var half = Rig()
        #expect(Self.closeCode(half.take(.connectionClose, [3])) == 1002)
        var text = Rig()
        #expect(Self.closeCode(text.take(.connectionClose, [3, 232, 0xC0])) == 1007)
    }

    @Test func `who closes waits for the other, and not for long`() {
        var rig = Rig()
        #expect(rig.handle(.close(.jobOver)) == [.close(.jobOver)])
        #expect(!rig.state.isOpen)
        #expect(rig.handle(.close(.leaving)) == [])
        #expect(rig.take(.text, "x") == [])
        #expect(rig.take(.ping) == [])
        #expect(rig.take(.connectionClose, [3, 232]) == [.end])
        var silent = Rig()
        _ = silent.handle(.close(.jobOver))
        silent.seconds = 1
        #expect(silent.handle(.tick()) == [])
        silent.seconds = WebSocketLimits.closePause.components.seconds
        #expect(silent.handle(.tick()) == [.end])
        #expect(silent.handle(.tick()) == [])
    }

    @Test func `a client that takes little of much is not silent`() {
        let pause = WebSocketLimits.pingPause.components.seconds
        var rig = Rig()
        rig.seconds = pause
        #expect(rig.handle(.tick(unsentBytes: 300_000)) == [.ping])
        for unsent in stride(from: 299_000, through: 290_000, by: -1_000) {
            rig.seconds += pause
            #expect(rig.handle(.tick(unsentBytes: unsent)) == [])
        }
        rig.seconds += pause
        #expect(rig.handle(.tick(unsentBytes: 290_000)) == [.ping])
        rig.seconds += pause
        #expect(rig.handle(.tick(unsentBytes: 290_000)) == [.end])
    }

    @Test func `a silent client is pinged, and given up when it does not answer`() {
        let ping = WebSocketLimits.pingPause.components.seconds
        let pong = WebSocketLimits.pongPause.components.seconds
        var rig = Rig()
        rig.seconds = ping - 1
        #expect(rig.handle(.tick()) == [])
        #expect(rig.take(.pong) == [])
        rig.seconds = ping
        #expect(rig.handle(.tick()) == [])
        rig.seconds = 2 * ping
        #expect(rig.handle(.tick()) == [.ping])
        #expect(rig.handle(.tick()) == [])
        rig.seconds += pong - 1
        // Taking what waited for it is a sign of life as well.
        #expect(rig.handle(.taken) == [])
        rig.seconds += ping
        #expect(rig.handle(.tick()) == [.ping])
        rig.seconds += pong
        #expect(rig.handle(.tick()) == [.end])
    }

    @Test func `reasons are cut at a character`() {
        let reason = WebSocketClose(1011, "a" + String(repeating: "€", count: 100)).reason
        #expect(reason == "a" + String(repeating: "€", count: 40))
    }

    @Test func `frames of the server have the shortest length`() {
        for (count, head) in [
            (0, [0x81, 0]), (125, [0x81, 125]), (126, [0x81, 126, 0, 126]),
            (65_535, [0x81, 126, 255, 255]), (65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])] {
            var frames = ServerFrames()
            frames.add(text: String(repeating: "x", count: count))
            #expect(Array(frames.bytes.readableBytesView.prefix(head.count)) == head)
            #expect(frames.bytes.readableBytes == head.count + count)
        }
        var frames = ServerFrames()
        frames.add(binary: [1, 2], [3])
        frames.add(.ping, ByteBuffer(string: "p"))
        #expect(
            Array(frames.bytes.readableBytesView) == [0x82, 3, 1, 2, 3, 0x89, 1, 0x70])
    }

    @Test func `base64 is that of RFC 4648`() {
        for (text, encoded) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ] {
            #expect(Base64.text(Array(text.utf8)) == encoded)
        }
        #expect(Base64.isSixteenBytes("dGhlIHNhbXBsZSBub25jZQ=="))
        for wrong in [
            "", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j====", "a" + "==",
            "dGhlIHNhbXBsZSBub2!jZQ==",
        ] {
            #expect(!Base64.isSixteenBytes(wrong))
        }
    }
}
