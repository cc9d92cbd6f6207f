import Scenarios

/// Cuts a stream of bytes into the texts of frames, wherever the stream was divided.
///
/// Holds at most one incomplete frame and what was appended behind it. After an error it gives
/// nothing but that error: the place of the next frame is lost.
public struct FrameReader: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0
    private var failure: FrameError?

    /// A reader at the beginning of a stream.
    public init() {}

    /// Takes what came next.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard failure == nil else { return }
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Whether the stream ended within a frame.
    public var isInFrame: Bool { start < buffer.count }

    /// The text of the next frame, as bytes; nil when more has to come first.
    public mutating func next() throws(FrameError) -> [UInt8]? {
        if let failure { throw failure }
        let head = WorkerLimits.headBytes
        guard buffer.count - start >= head else { return nil }
        let count = buffer[start..<start + head].reduce(0) { $0 << 8 | Int($1) }
        guard 1...WorkerLimits.frameBytesMax ~= count else {
            failure = .length(count)
            buffer = []
            start = 0
            throw .length(count)
        }
        guard buffer.count - start - head >= count else { return nil }
        defer { start += head + count }
        return Array(buffer[start + head..<start + head + count])
    }
}

/// From an object to the bytes of a frame, and from its text back.
enum FrameText {
    /// Head and text.
    static func bytes(_ object: JSONObject) throws(FrameError) -> [UInt8] {
        let text = JSONValue.object(object).text().utf8
        guard text.count <= WorkerLimits.frameBytesMax else { throw .length(text.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(WorkerLimits.headBytes + text.count)
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(text.count >> shift & 0xFF)) }
        bytes.append(contentsOf: text)
        return bytes
    }

    /// Reads a text as an object and gives that to `body`.
    static func read<Frame>(
        _ text: [UInt8], _ body: (ObjectReader, _ kind: String) throws(ShapeError) -> Frame?
    ) throws(FrameError) -> Frame {
        guard let string = String(validating: text, as: UTF8.self) else { throw .notText }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(string)
        } catch {
            throw .notJSON(error)
        }
        do throws(ShapeError) {
            let object = try ObjectReader(value, path: "$")
            let kind = try object.text("frame")
            if let frame = try body(object, kind) { return frame }
            throw ShapeError(path: "$.frame", expected: "a known frame", found: "`\(kind)`")
        } catch {
            throw .shape(error)
        }
    }
}

extension ObjectReader {
    /// A text that names something: not empty, bounded, without control characters.
    func name(_ key: String) throws(ShapeError) -> String {
        let text = try text(key)
        guard 1...WorkerLimits.nameBytesMax ~= text.utf8.count,
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw error(key, expected: "a name") }
        return text
    }

    /// An absolute path, or nil when missing.
    func pathIfAny(_ key: String) throws(ShapeError) -> String? {
        guard let text = try textIfAny(key) else { return nil }
        guard text.utf8.first == UInt8(ascii: "/"), !text.utf8.contains(0) else {
            throw error(key, expected: "an absolute path")
        }
        return text
    }

    /// An absolute path.
    func absolutePath(_ key: String) throws(ShapeError) -> String {
        guard let path = try pathIfAny(key) else { throw error(key, expected: "a path") }
        return path
    }
}
