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
    /// Marks behind `start`, in order.
    private var marks: [Range<Int>] = []
    /// Bytes before this place have been searched for marks.
    private var searched = 0
    /// Where the latest mark ended; more of its bytes may follow, when there were two of them.
    private var markEnd: Int?
    private var isSeeking: Bool
    private var failure: FrameError?

    /// A reader at the beginning of a stream; with `seekingMark`, of one whose past somebody else
    /// has read: everything before the next mark is left out.
    public init(seekingMark: Bool = false) { isSeeking = seekingMark }

    /// Takes what came next.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard failure == nil else { return }
        buffer.removeFirst(start)
        marks = marks.map { $0.lowerBound - start..<$0.upperBound - start }
        searched = max(0, searched - start)
        markEnd = markEnd.map { $0 - start }
        start = 0
        buffer.append(contentsOf: bytes)
        searchMarks()
        if isSeeking, marks.isEmpty { start = max(0, buffer.count - Self.mark.count) }
    }

    /// Whether the stream ended within a frame.
    public var isInFrame: Bool { start < buffer.count }

    /// The text of the next frame, as bytes; nil when more has to come first.
    public mutating func next() throws(FrameError) -> [UInt8]? {
        if let failure { throw failure }
        while let mark = marks.first {
            if !isSeeking, let count = frameLength(),
                start + WorkerLimits.headBytes + count <= mark.lowerBound
            {
                return take(count)
            }
            isSeeking = false
            start = mark.upperBound
            marks.removeFirst()
        }
        guard !isSeeking, buffer.count - start >= WorkerLimits.headBytes else { return nil }
        guard let count = frameLength() else {
            if mayBeMark(before: start + WorkerLimits.headBytes) { return nil }
            let count = announcedLength
            failure = .length(count)
            buffer = []
            start = 0
            throw .length(count)
        }
        guard buffer.count - start - WorkerLimits.headBytes >= count else { return nil }
        return take(count)
    }

    private var announcedLength: Int {
        buffer[start..<start + WorkerLimits.headBytes].reduce(0) { $0 << 8 | Int($1) }
    }

    /// What the head says, when it is there and within the bounds.
    private func frameLength() -> Int? {
        guard buffer.count - start >= WorkerLimits.headBytes else { return nil }
        let count = announcedLength
        return 1...WorkerLimits.frameBytesMax ~= count ? count : nil
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        let first = start + WorkerLimits.headBytes
        start = first + count
        return Array(buffer[first..<start])
    }

    /// Whether what came last may be the beginning of a mark that begins before this place.
    private func mayBeMark(before place: Int) -> Bool {
        let run = buffer.reversed().prefix { $0 == 0xFF }.count
        return 1..<Self.mark.count ~= run && buffer.count - run < place
    }

    private mutating func searchMarks() {
        var place = searched
        while let first = buffer[place...].firstIndex(of: 0xFF) {
            let end = buffer[first...].firstIndex { $0 != 0xFF } ?? buffer.count
            if end - first >= Self.mark.count || first == markEnd {
                marks.append(first..<end)
                markEnd = end
            } else if end == buffer.count {
                // A run that may go on is looked at again.
                searched = first
                return
            }
            place = end
        }
        searched = buffer.count
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
