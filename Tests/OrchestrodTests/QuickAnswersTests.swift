import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import orchestrod

/// What is answered where it comes in, and in what order. `/quick…` is answered at once; what goes
/// on is what arrives at the end of the pipeline.
@Suite struct QuickAnswersTests {
    private let channel: EmbeddedChannel
    private let handler = QuickAnswers()

    init() throws {
        channel = EmbeddedChannel(handler: handler)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    private func open() {
        handler.open { request in
            guard request.uri.path.hasPrefix("/quick") else { return nil }
            return Answer(status: .ok, body: ByteBuffer(string: request.uri.path))
        }
    }

    private func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:],
        body: String? = nil
    ) throws {
        let head = HTTPRequest(
            method: method, scheme: nil, authority: "x", path: path, headerFields: fields)
        try channel.writeInbound(HTTPRequestPart.head(head))
        if let body {
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: body)))
        }
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    /// Answers what went on, as the end of the pipeline does.
    private func answerPatiently(_ text: String) throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.body(ByteBuffer(string: text)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    /// The bodies of the answers that were written.
    private func told() throws -> [String] {
        var told: [String] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            if case .body(let bytes) = part { told.append(String(buffer: bytes)) }
        }
        return told
    }

    /// The paths of the requests that went on; each as a whole.
    private func wentOn() throws -> [String] {
        var paths: [String] = []
        var isOpen = false
        while let part = try channel.readInbound(as: HTTPRequestPart.self) {
            switch part {
            case .head(let head):
                #expect(!isOpen)
                paths.append(head.path ?? "")
                isOpen = true
            case .body: #expect(isOpen)
            case .end: isOpen = false
            }
        }
        #expect(!isOpen)
        return paths
    }

    @Test func `nothing is answered before it begins`() throws {
        try ask("/quick")
        #expect(try told() == [])
        #expect(try wentOn() == ["/quick"])
        open()
        // The first is not answered yet.
        try ask("/quick2")
        #expect(try wentOn() == ["/quick2"])
        try answerPatiently("1")
        try answerPatiently("2")
        try ask("/quick3")
        #expect(try told() == ["1", "2", "/quick3"])
        #expect(try wentOn() == [])
    }

    @Test func `what is answered at once goes no further`() throws {
        open()
        for number in 0..<3 { try ask("/quick\(number)") }
        #expect(try told() == ["/quick0", "/quick1", "/quick2"])
        #expect(try wentOn() == [])
    }

    @Test func `answers have the order of their requests`() throws {
        open()
        try ask("/quick1")
        try ask("/slow")
        try ask("/quick2")
        #expect(try told() == ["/quick1"])
        #expect(try wentOn() == ["/slow", "/quick2"])
        try answerPatiently("slow")
        try ask("/quick3")
        #expect(try wentOn() == ["/quick3"])
        try answerPatiently("2")
        try answerPatiently("3")
        try ask("/quick4")
        #expect(try told() == ["slow", "2", "3", "/quick4"])
    }

    @Test(arguments: [
        ("Connection", "close"), ("Content-Length", "0"), ("Transfer-Encoding", "chunked"),
        ("Upgrade", "websocket"), ("Expect", "100-continue"),
    ]) func `a request that wants more goes on`(name: String, value: String) throws {
        open()
        try ask("/quick", .get, [try #require(HTTPField.Name(name)): value])
        #expect(try wentOn() == ["/quick"])
        #expect(try told() == [])
    }

    @Test func `a request with another method, a body or trailers goes on as it is`() throws {
        open()
        try ask("/quick", .post)
        try answerPatiently("1")
        try ask("/quick", .get, body: "x")
        try answerPatiently("2")
        try channel.writeInbound(
            HTTPRequestPart.head(
                HTTPRequest(method: .get, scheme: nil, authority: "x", path: "/quick")))
        try channel.writeInbound(HTTPRequestPart.end([.cookie: "x"]))
        #expect(try wentOn() == ["/quick", "/quick", "/quick"])
        #expect(try told() == ["1", "2"])
    }

    @Test func `who does not take answers is answered no further`() throws {
        open()
        channel.isWritable = false
        try ask("/quick")
        #expect(try told() == [])
        #expect(try wentOn() == ["/quick"])
    }
}
