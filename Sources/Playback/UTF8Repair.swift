/// Makes a stream of bytes valid UTF-8 across any division into chunks: each invalid sequence
/// becomes U+FFFD, as a decoder with replacement does (Unicode 15, section 3.9).
public struct UTF8Repair: Sendable {
    private var pending: [UInt8] = []

    /// A repairer at the beginning of a stream.
    public init() {}

    /// Appends the repaired form of `bytes` to `output`.
    public mutating func repair(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        if pending.isEmpty, Self.isASCII(bytes) {
            output.append(contentsOf: bytes)
            return
        }
        var input = pending
        input.append(contentsOf: bytes)
        pending.removeAll(keepingCapacity: true)
        let tail = Self.incompleteTail(input)
        if tail > 0 {
            pending.append(contentsOf: input.suffix(tail))
            input.removeLast(tail)
        }
        output.append(contentsOf: String(decoding: input, as: UTF8.self).utf8)
    }

    /// Appends what an incomplete sequence at the end of the stream becomes.
    public mutating func finish(into output: inout [UInt8]) {
        output.append(contentsOf: String(decoding: pending, as: UTF8.self).utf8)
        pending.removeAll()
    }

    private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        var bits: UInt64 = 0
        while place + 8 <= bytes.count {
            bits |= bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            place += 8
        }
        var rest: UInt8 = 0
        while place < bytes.count {
            rest |= bytes[place]
            place += 1
        }
        return bits & 0x8080_8080_8080_8080 == 0 && rest & 0x80 == 0
    }

    /// How many bytes at the end begin a sequence that further bytes may complete: 0...3.
    private static func incompleteTail(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length =
                switch byte {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 1
                }
            return length > back ? back : 0
        }
        return 0
    }
}
