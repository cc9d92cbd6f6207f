import COpenSSL
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import TLS

/// Bytes through an open connection, and who has to wait.
@Suite struct DataTests {
    private func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// The lengths of the records in what was sent.
    private func records(_ bytes: [UInt8]) -> [Int] {
        var lengths: [Int] = []
        var place = 0
        while place + 5 <= bytes.count {
            lengths.append(Int(bytes[place + 3]) << 8 | Int(bytes[place + 4]))
            place += 5 + (lengths.last ?? 0)
        }
        return lengths
    }

    @Test(arguments: [1, 16_383, 16_384, 16_385, 65_536, 65_537, 1_000_000])
    func `any number of bytes goes both ways`(_ count: Int) throws {
        let pair = try Pair.open()
        let all = bytes(count)
        let written = pair.write(all)
        try pair.carry(pair.client.send(all))
        try written.wait()
        #expect(pair.client.received == all)
        #expect(pair.seen.bytes == all)
        #expect(pair.handler.heldBytes == 0)
    }

    @Test func `a stream in pieces of any size arrives whole`() throws {
        var dice = Dice(seed: 7)
        let pair = try Pair.open()
        let all = bytes(200_000)
        for chunk in dice.chunks(of: all, largest: 20_000) {
            for piece in dice.chunks(of: pair.client.send(chunk), largest: 5000) {
                try pair.feed(piece)
            }
        }
        #expect(pair.seen.bytes == all)
    }

    @Test func `small writes become one record`() throws {
        let pair = try Pair.open()
        let futures = ["HTTP/1.1 200 OK\r\n\r\n", "", "body"].map { text in
            pair.channel.write(ByteBuffer(string: text))
        }
        #expect(try pair.sent() == [])
        pair.channel.flush()
        let sent = try pair.sent()
        #expect(records(sent).count == 1)
        for future in futures { try future.wait() }
        _ = pair.client.take(sent)
        #expect(String(decoding: pair.client.received, as: UTF8.self).hasSuffix("\r\n\r\nbody"))
    }

    @Test func `an empty write is kept, too`() throws {
        let pair = try Pair.open()
        try pair.write([]).wait()
        #expect(records(try pair.sent()) == [])
    }

    @Test func `many writes without a flush do not wait here for ever`() throws {
        let pair = try Pair.open()
        for _ in 0..<100 { pair.channel.write(ByteBuffer(bytes: bytes(4096)), promise: nil) }
        #expect(pair.handler.queue.bytesCount < TLSLimits.outputBytesMax)
        pair.channel.flush()
        try pair.carry()
        #expect(pair.client.received.count == 409_600)
    }

    @Test func `nothing is encrypted while the channel is not writable`() throws {
        let pair = try Pair.open()
        pair.channel.isWritable = false
        let written = pair.write(bytes(100_000))
        #expect(try pair.sent() == [])
        #expect(pair.handler.queue.bytesCount == 100_000)
        pair.channel.isWritable = true
        pair.channel.pipeline.fireChannelWritabilityChanged()
        try pair.carry()
        try written.wait()
        #expect(pair.client.received == bytes(100_000))
    }

    @Test func `new keys are used by both`() throws {
        let pair = try Pair.open()
        for _ in 0..<20 {
            try pair.carry(pair.client.updateKeys() + pair.client.send([1, 2]))
            let written = pair.write([3])
            try pair.carry()
            try written.wait()
        }
        #expect(pair.seen.bytes.count == 40)
        #expect(pair.client.received.count == 20)
        #expect(pair.client.failure == nil)
    }

    @Test func `a client that wants answers and takes none is ended`() throws {
        let context = Identities.context
        let handler = TLSServerHandler(context: context)
        let (seen, dam) = (Pair.Seen(), Dam())
        let channel = EmbeddedChannel(handlers: [dam, handler, seen])
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
        let client = try MemoryClient()
        var toServer = client.take([])
        while !toServer.isEmpty {
            try channel.writeInbound(ByteBuffer(bytes: toServer))
            var toClient: [UInt8] = []
            while let next = try channel.readOutbound(as: ByteBuffer.self) {
                toClient += next.readableBytesView
            }
            toServer = client.take(toClient)
        }
        #expect(seen.session != nil)
        dam.isClosed = true
        var count = 0
        while seen.errors.isEmpty, count < 10_000 {
            try channel.writeInbound(ByteBuffer(bytes: client.updateKeys()))
            #expect(handler.heldBytes <= TLSLimits.controlBytesMax + 1024)
            count += 1
        }
        #expect(seen.errors == [.answersNotTaken] || seen.errors == [.violated(detail: "")])
        #expect(!channel.isActive)
    }

    /// Keeps what is written, as a network does whose other end takes nothing.
    private final class Dam: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        var isClosed = false
        private var kept: [EventLoopPromise<Void>] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            guard isClosed else {
                context.write(data, promise: promise)
                return
            }
            if let promise { kept.append(promise) }
        }

        func close(
            context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
        ) {
            for promise in kept { promise.fail(ChannelError.ioOnClosedChannel) }
            kept = []
            context.close(mode: mode, promise: promise)
        }
    }

    @Test func `a changed record ends the connection`() throws {
        let pair = try Pair.open()
        var record = pair.client.send([1, 2, 3])
        record[record.count - 1] ^= 1
        try pair.carry(record)
        #expect(pair.seen.errors == [.recordDamaged])
        #expect(pair.client.failure == "sslv3 alert bad record mac")
        #expect(pair.seen.bytes == [])
        #expect(!pair.isOpen)
    }
}
