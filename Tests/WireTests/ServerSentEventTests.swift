import Testing
import Wire

/// Messages of `text/event-stream`, as the WHATWG's specification has them.
@Suite struct ServerSentEventTests {
    static let streams: [(String, [ServerSentEvent])] = [
        ("", []),
        ("data: a\n\n", [.init(id: nil, event: "message", data: "a")]),
        (
            "id: 7\r\nevent: x\r\ndata: a\r\ndata:b\r\n\r\n",
            [.init(id: "7", event: "x", data: "a\nb")]
        ),
        (": keep-alive\n\nid: 1\n\n", []),
        ("data\rdata\r\r", [.init(id: nil, event: "message", data: "\n")]),
        ("retry: 5\nodd\ndata:  a: b\n\n", [.init(id: nil, event: "message", data: " a: b")]),
        ("data: unfinished\n", []),
        (
            "event: x\ndata: ä€😀\n\ndata: 2\n\n",
            [
                .init(id: nil, event: "x", data: "ä€😀"),
                .init(id: nil, event: "message", data: "2"),
            ]
        ),
    ]

    @Test(arguments: streams) func `a stream is cut into messages`(
        text: String, messages: [ServerSentEvent]
    ) throws {
        var whole = ServerSentEventParser()
        #expect(try whole.feed(text.utf8) == messages)
        var bytewise = ServerSentEventParser()
        var found: [ServerSentEvent] = []
        for byte in text.utf8 { found += try bytewise.feed([byte]) }
        #expect(found == messages)
    }

    @Test func `what is written is read`() throws {
        let message = ServerSentEvent(id: "9", event: "x", data: "a\n\nb\r\nc")
        var parser = ServerSentEventParser()
        let text = message.text + ServerSentEvent.keepAlive + message.text
        let expected = ServerSentEvent(id: "9", event: "x", data: "a\n\nb\nc")
        #expect(try parser.feed(text.utf8) == [expected, expected])
    }

    @Test func `names cannot smuggle lines`() {
        let message = ServerSentEvent(id: "1\ndata: x", event: "e\r\ndata: y", data: "z")
        #expect(message.text == "id: 1data: x\nevent: edata: y\ndata: z\n\n")
    }

    @Test func `a message has at most its limit`() throws {
        let line = [UInt8]("data: ".utf8)
        let room = APILimits.eventBytesMax - line.count
        var parser = ServerSentEventParser()
        let fitting = line + [UInt8](repeating: 0x61, count: room) + [0x0A, 0x0A]
        #expect(try parser.feed(fitting).first?.data.utf8.count == room)
        let longer = line + [UInt8](repeating: 0x61, count: room + 1)
        #expect(throws: ServerSentEventParser.TooLong.self) { try parser.feed(longer) }
    }
}
