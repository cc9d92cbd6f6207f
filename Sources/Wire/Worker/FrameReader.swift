import Scenarios

/// Cuts a stream of bytes into the texts of frames, wherever the stream was divided.
///
/// Holds at most one incomplete frame and what was appended behind it. After an error it gives
/// nothing but that error: the place of the next frame is lost.
///
/// A process that is replaced may have sent, or have read, half a frame. The mark says that a new
/// beginning follows and that what is unfinished before it counts for nothing. No frame contains
/// it: a head begins with 0 and no UTF-8 text has the byte 255.
public struct FrameReader: Sendable {
    /// The mark.
    public static let mark = [UInt8](repeating: 0xFF, count: 8)

    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes before this place have been searched for a mark.
    private var searched = 0
    private var isSeeking: Bool
    private var failure: FrameError?

    /// A reader at the beginning of a stream; with `seekingMark`, of one whose past somebody else
    /// has read: everything before the next mark is left out.
    public init(seekingMark: Bool = false) { isSeeking = seekingMark }

    /// Takes what came next.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard failure == nil else { return }
        if start > 0 {
            buffer.removeFirst(start)
            searched = max(0, searched - start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
        while let end = endOfMark() { start = end }
        if isSeeking { start = max(start, buffer.count - Self.mark.count) }
    }

    /// Whether the stream ended within a frame.
    public var isInFrame: Bool { start < buffer.count }

    /// The text of the next frame, as bytes; nil when more has to come first.
    public mutating func next() throws(FrameError) -> [UInt8]? {
        if let failure { throw failure }
        let head = WorkerLimits.headBytes
        guard !isSeeking, buffer.count - start >= head else { return nil }
        let count = buffer[start..<start + head].reduce(0) { $0 << 8 | Int($1) }
        guard 1...WorkerLimits.frameBytesMax ~= count else {
            if mayBeMark(before: start + head) { return nil }
            failure = .length(count)
            buffer = []
            start = 0
            throw .length(count)
        }
        guard buffer.count - start - head >= count else { return nil }
        defer { start += head + count }
        return Array(buffer[start + head..<start + head + count])
    }

    /// Whether what came last may be the beginning of a mark that begins before this place.
    private func mayBeMark(before place: Int) -> Bool {
        let run = buffer.reversed().prefix { $0 == 0xFF }.count
        return 1..<Self.mark.count ~= run && buffer.count - run < place
    }

    /// The place behind the next mark that has not been looked at.
    private mutating func endOfMark() -> Int? {
        var place = max(searched, start)
        while let first = buffer[place...].firstIndex(of: 0xFF) {
            let end = buffer[first...].firstIndex { $0 != 0xFF } ?? buffer.count
            if end - first >= Self.mark.count {
                searched = end
                isSeeking = false
                return end
            }
            // A run that may go on is looked at again.
            if end == buffer.count {
                searched = first
                return nil
            }
            place = end
        }
        searched = buffer.count
        return nil
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
