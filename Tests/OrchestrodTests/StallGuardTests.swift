import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import orchestrod

/// What counts as a stall, on a clock that the test turns. A stall is 10 s here, so a body has to
/// bring 10 KiB in that time.
@Suite struct StallGuardTests {
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(handler: StallGuard(after: .seconds(10)))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    private func begin() throws {
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        channel.read()
    }

    private func come(_ bytes: Int) throws {
        try channel.writeInbound(
            HTTPServerRequestPart.body(ByteBuffer(repeating: 0, count: bytes)))
        channel.read()
    }

    private func pass(seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    private func status() throws -> HTTPResponseStatus? {
        guard case .head(let head)? = try channel.readOutbound(as: HTTPServerResponsePart.self)
        else { return nil }
        return head.status
    }

    @Test func `a body that comes on is taken, however long it is`() throws {
        try begin()
        for _ in 0..<100 {
            try come(12_000)
            pass(seconds: 10)
        }
        #expect(channel.isActive)
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        pass(seconds: 100)
        #expect(channel.isActive)
        #expect(try status() == nil)
    }

    @Test func `a body that comes byte for byte is refused`() throws {
        try begin()
        try come(20_000)
        for second in 0..<20 {
            #expect(channel.isActive, "after \(second) s")
            pass(seconds: 1)
            if channel.isActive { try come(1) }
        }
        #expect(try status() == .requestTimeout)
        #expect(!channel.isActive)
    }

    @Test func `nobody is blamed for what is not read`() throws {
        try begin()
        try channel.writeInbound(
            HTTPServerRequestPart.body(ByteBuffer(repeating: 0, count: 100)))
        pass(seconds: 100)
        #expect(channel.isActive)
        channel.read()
        pass(seconds: 9)
        #expect(channel.isActive)
        pass(seconds: 20)
        #expect(!channel.isActive)
    }

    @Test func `an answer that is not taken ends the connection, unless it is taken slowly`() throws
    {
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        for _ in 0..<5 {
            pass(seconds: 9)
            channel.isWritable = true
            channel.pipeline.fireChannelWritabilityChanged()
            channel.isWritable = false
            channel.pipeline.fireChannelWritabilityChanged()
            #expect(channel.isActive)
        }
        pass(seconds: 9)
        #expect(channel.isActive)
        pass(seconds: 11)
        #expect(!channel.isActive)
        #expect(try status() == nil)
    }
}
