import COpenSSL
import NIOCore
import NIOEmbedded
import Testing

@testable import TLS

/// How connections end: by us, by the peer, in halves, too late, without a word.
@Suite struct ClosingTests {
    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `we end and the peer answers`(_ version: Int32) throws {
        let pair = try Pair.open(Identities.context, .init(versions: version...version))
        pair.write(Array("last".utf8)).whenFailure { Issue.record($0) }
        let closed = pair.channel.close()
        #expect(pair.isOpen)
        try pair.carry()
        #expect(pair.client.received == Array("last".utf8))
        #expect(pair.client.isEnded)
        try pair.carry(pair.client.end())
        try closed.wait()
        #expect(!pair.isOpen)
        #expect(pair.seen.errors == [])
        #expect(pair.seen.isOver)
    }

    @Test func `what the peer sends after our end is thrown away`() throws {
        let pair = try Pair.open()
        let closed = pair.channel.close()
        try pair.carry(pair.client.send([1]) + pair.client.end())
        try closed.wait()
        #expect(pair.seen.bytes == [])
        #expect(pair.seen.errors == [])
    }

    @Test func `a peer that does not answer our end is not waited for long`() throws {
        let pair = try Pair.open()
        let closed = pair.channel.close()
        let again = pair.channel.close()
        let loop = pair.channel.embeddedEventLoop
        loop.advanceTime(by: TimeAmount(TLSLimits.closeTimeout) - .milliseconds(1))
        #expect(pair.isOpen)
        loop.advanceTime(by: .milliseconds(1))
        #expect(!pair.isOpen)
        try closed.wait()
        try again.wait()
    }

    @Test func `a peer that leaves instead of answering has answered`() throws {
        let pair = try Pair.open()
        let closed = pair.channel.close()
        try pair.carry()
        pair.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try closed.wait()
        #expect(pair.seen.errors == [])
        #expect(pair.seen.events == [])
    }

    @Test func `the peer's end closes a channel without halves`() throws {
        let pair = try Pair.open()
        try pair.carry(pair.client.send([1, 2]) + pair.client.end())
        #expect(pair.seen.bytes == [1, 2])
        #expect(pair.seen.events == [])
        #expect(pair.client.isEnded)
        #expect(!pair.isOpen)
        #expect(pair.seen.errors == [])
    }

    @Test func `the peer's end leaves us the other half`() throws {
        let pair = try Pair.open(isHalfClosable: true)
        try pair.carry(pair.client.send([1, 2]) + pair.client.end())
        #expect(pair.seen.events == [.inputClosed])
        #expect(pair.isOpen)
        let written = pair.write([3, 4])
        try pair.carry()
        try written.wait()
        #expect(pair.client.received == [3, 4])
        // The end of the stream below is no news.
        pair.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.seen.events == [.inputClosed])
        let closed = pair.channel.close()
        try pair.carry()
        try closed.wait()
        #expect(pair.client.isEnded)
        #expect(pair.seen.errors == [])
    }

    @Test func `nothing is kept of what comes after the peer's end`() throws {
        let pair = try Pair.open(isHalfClosable: true)
        try pair.carry(pair.client.end())
        for _ in 0..<100 { try pair.feed([UInt8](repeating: 23, count: 10_000)) }
        #expect(pair.handler.heldBytes == 0)
        #expect(pair.isOpen)
    }

    @Test func `we end our half and go on reading`() throws {
        let pair = try Pair.open()
        let written = pair.write([9])
        let ended = pair.channel.close(mode: .output)
        try pair.carry()
        try written.wait()
        try ended.wait()
        #expect(pair.client.received == [9])
        #expect(pair.client.isEnded)
        #expect(pair.seen.events == [.outputClosed])
        #expect(throws: ChannelError.outputClosed) { try pair.write([1]).wait() }
        try pair.carry(pair.client.send([5, 6]))
        #expect(pair.seen.bytes == [5, 6])
        try pair.carry(pair.client.end())
        #expect(!pair.isOpen)
        #expect(pair.seen.errors == [])
    }

    @Test func `a stream that is cut off is told of`() throws {
        let pair = try Pair.open(isHalfClosable: true)
        try pair.carry(pair.client.send([1]))
        pair.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.seen.bytes == [1])
        #expect(pair.seen.errors == [.truncated])
        #expect(!pair.isOpen)
    }

    @Test func `a channel that dies is told of as cut off`() throws {
        let pair = try Pair.open()
        pair.channel.isWritable = false
        let written = pair.write([1])
        pair.channel.pipeline.fireChannelInactive()
        #expect(pair.seen.errors == [.truncated])
        #expect(throws: ChannelError.eof) { try written.wait() }
    }

    @Test func `closing sends first what was flushed, and fails what was not`() throws {
        let pair = try Pair.open()
        pair.channel.isWritable = false
        let flushed = pair.write([UInt8](repeating: 7, count: 300_000))
        let unflushed = pair.channel.write(ByteBuffer(bytes: [8]))
        let closed = pair.channel.close()
        try pair.carry(pair.client.end())
        try flushed.wait()
        #expect(throws: ChannelError.ioOnClosedChannel) { try unflushed.wait() }
        try closed.wait()
        #expect(pair.client.received.count == 300_000)
    }

    @Test func `closing before the handshake just closes`() throws {
        let pair = try Pair()
        let written = pair.write([1])
        try pair.channel.close().wait()
        #expect(throws: ChannelError.ioOnClosedChannel) { try written.wait() }
        #expect(!pair.isOpen)
        #expect(pair.seen.errors == [])
    }

    @Test func `nothing of a connection stays behind`() throws {
        weak var handler: TLSServerHandler?
        try {
            let pair = try Pair.open()
            handler = pair.handler
            let closed = pair.channel.close()
            try pair.carry(pair.client.end())
            try closed.wait()
        }()
        #expect(handler == nil)
    }
}
