import Scenarios
import TestSupport
import Testing
import Wire

@Suite struct FrameReaderTests {
    @Test func `a stream may be divided at any byte`() throws {
        let frames = try WorkerSample.everyFrame().filter { $0.count < 500 }
        let stream = frames.flatMap { $0 }
        for size in 1...70 {
            var reader = FrameReader()
            var texts: [[UInt8]] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                reader.append(stream[start..<min(start + size, stream.count)])
                while let text = try reader.next() { texts.append(text) }
            }
            #expect(texts == frames.map { Array($0.dropFirst(4)) })
            #expect(!reader.isInFrame)
        }
    }

    @Test func `a stream that ends within a frame is noticed`() throws {
        var reader = FrameReader()
        reader.append([0, 0, 0, 2, 0x7B])
        #expect(try reader.next() == nil)
        #expect(reader.isInFrame)
    }

    @Test(arguments: [0, WorkerLimits.frameBytesMax + 1, 0xFFFF_FFFE])
    func `a length out of bounds is refused for good`(count: Int) throws {
        var reader = FrameReader()
        reader.append([24, 16, 8, 0].map { UInt8(count >> $0 & 0xFF) })
        #expect(throws: FrameError.length(count)) { try reader.next() }
        reader.append([0, 0, 0, 1, 0x7B])
        #expect(throws: FrameError.length(count)) { try reader.next() }
    }

    @Test func `the longest frame is read`() throws {
        let count = WorkerLimits.frameBytesMax
        var reader = FrameReader()
        reader.append([24, 16, 8, 0].map { UInt8(count >> $0 & 0xFF) })
        reader.append([UInt8](repeating: 0x20, count: count))
        #expect(try reader.next()?.count == count)
        #expect(try reader.next() == nil)
    }
}

@Suite struct FrameMarkTests {
    private let text = Array("{}".utf8)
    private var frame: [UInt8] { [0, 0, 0, 2] + text }

    @Test func `a mark ends what is unfinished, wherever the stream is divided`() throws {
        let unfinished = try DaemonFrame.start(WorkerSample.order).bytes()
        for cut in [0, 1, 3, 4, 5, 300] {
            let stream = unfinished[..<cut] + FrameReader.mark + frame + frame
            for size in [1, 2, 5, 7, 8, 9, 1000] {
                #expect(try read(Array(stream), pieces: size) == [text, text])
            }
        }
    }

    @Test func `a reader that seeks a mark leaves out what is before it`() throws {
        let stream = [0xFF, 1, 2, 0xFF, 0xFF] + frame + FrameReader.mark + frame
        for size in [1, 3, 8, 100] {
            #expect(try read(stream, pieces: size, seeking: true) == [text])
        }
        #expect(try read(frame + frame, pieces: 3, seeking: true) == [])
    }

    @Test func `what is complete before a mark counts, also in one piece`() throws {
        for size in [1, 6, 7, 100] {
            let stream = frame + frame + [0, 0] + FrameReader.mark + frame
            #expect(try read(stream, pieces: size) == [text, text, text])
        }
    }

    @Test func `a text may end with bytes of the mark, though none is valid then`() throws {
        let odd: [UInt8] = [0x7B, 0xFF]
        let stream = [0, 0, 0, 2] + odd + [0, 0, 0, 2] + odd + frame
        for size in 1...20 {
            #expect(try read(stream, pieces: size) == [odd, odd, text])
        }
    }

    @Test func `two marks are as good as one`() throws {
        for size in 1...30 {
            let stream = frame + FrameReader.mark + FrameReader.mark + frame
            #expect(try read(stream, pieces: size) == [text, text])
            #expect(try read(stream, pieces: size, seeking: true) == [text])
        }
    }

    @Test func `fewer such bytes are no mark`() {
        #expect(throws: FrameError.length(0xFFFF_FFFF)) {
            try read([UInt8](repeating: 0xFF, count: 7) + frame, pieces: 100)
        }
    }

    @Test func `no frame contains a byte of the mark but in its length`() throws {
        for frame in try WorkerSample.everyFrame() {
            #expect(frame[0] == 0 && !frame.dropFirst(4).contains(0xFF))
        }
    }

    private func read(_ stream: [UInt8], pieces: Int, seeking: Bool = false) throws -> [[UInt8]] {
        var reader = FrameReader(seekingMark: seeking)
        var texts: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: pieces) {
            reader.append(stream[start..<min(start + pieces, stream.count)])
            while let text = try reader.next() { texts.append(text) }
        }
        return texts
    }
}

/// Frames changed at random places: reading them gives a frame or an error, and what is read can
/// be written and read again.
@Suite struct FrameMutationTests {
    @Test(arguments: 1...20) func `changed frames never trap`(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let frames = try WorkerSample.everyFrame()
        for _ in 0..<500 {
            var bytes = frames[random.below(frames.count)]
            for _ in 0..<1 + random.below(4) { change(&bytes, &random) }
            try read(bytes)
        }
    }

    private func change(_ bytes: inout [UInt8], _ random: inout Dice) {
        guard !bytes.isEmpty else { return }
        // Heads are changed less often than texts, or nothing would get past them.
        let from = bytes.count > 4 && random.below(10) > 0 ? 4 : 0
        let place = from + random.below(bytes.count - from)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("\"{}[]:,-0.9eE\\nt\u{0}".utf8)[random.below(17)], at: place)
        default:
            let end = min(bytes.count, place + random.below(30))
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }

    private func read(_ bytes: [UInt8]) throws {
        var reader = FrameReader()
        reader.append(bytes)
        // The text is looked at whatever the head says of it.
        for text in [try? reader.next(), Array(bytes.dropFirst(4))].compactMap({ $0 }) {
            if let frame = try? DaemonFrame(text: text) {
                #expect(try DaemonFrame(text: Array(frame.bytes().dropFirst(4))) == frame)
            }
            if let message = try? WorkerMessage(text: text) {
                #expect(try WorkerMessage(text: Array(message.bytes().dropFirst(4))) == message)
                if case .ended(let end) = message.frame, let record = end.record {
                    let object = try ObjectReader(record, path: "$")
                    _ = try? AttemptRecord.result(object)
                    _ = try? AttemptRecord.chunks(object)
                }
            }
        }
    }
}

extension Dice {
    fileprivate mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<max(1, bound), using: &self)
    }
}
