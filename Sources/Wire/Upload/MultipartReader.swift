/// Cuts a form (multipart/form-data: RFC 7578, in the form of RFC 2046, 5.1) into its parts as its
/// bytes come. It holds at most one header and the beginning of what may be a boundary.
public struct MultipartReader: Sendable {
    /// What came, in its order.
    public enum Piece: Hashable, Sendable {
        /// A part begins.
        case part(Head)
        /// Bytes of that part.
        case bytes(ArraySlice<UInt8>)
        /// The part is whole.
        case end
    }

    /// What is said of a part before its content.
    public struct Head: Hashable, Sendable {
        /// The name of the form's field.
        public var name: String
        /// The name of the file, when it is one.
        public var fileName: String?
    }

    /// Why the bytes are no such form: a sentence.
    public struct Mistake: Error, Hashable, Sendable {
        /// For people.
        public var message: String

        init(_ message: String) { self.message = message }
    }

    private enum State {
        /// Before the first boundary, where RFC 2046 allows what counts for nothing.
        case preamble
        /// Behind a boundary: a line's end, or `--`.
        case boundary
        case head
        case content
        /// Behind the last boundary.
        case epilogue
    }

    /// The empty line behind a part's header.
    private static let headEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What is not understood yet, from `start` on. The form's beginning counts as that of a line.
    private var buffer: [UInt8] = [0x0D, 0x0A]
    private var start = 0
    private var partsCount = 0

    /// A reader of a form with that boundary.
    public init(boundary: String) throws(Mistake) {
        guard 1...UploadLimits.boundaryBytesMax ~= boundary.utf8.count,
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.last != " "
        else {
            throw Mistake(
                "the boundary has 1 to \(UploadLimits.boundaryBytesMax) printable characters")
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// The boundary that a `Content-Type` names; nil when it is not multipart/form-data, empty when
    /// it has none.
    public static func boundary(ofMediaType text: String) -> String? {
        let type = text.prefix { $0 != ";" }
        let word = type.filter { $0 != " " && $0 != "\t" }.lowercased()
        guard word == "multipart/form-data" else { return nil }
        let parameters = HeaderParameters(text.dropFirst(type.count))
        return parameters?["boundary"] ?? ""
    }

    /// Whether the last boundary has come.
    public var isComplete: Bool { if case .epilogue = state { true } else { false } }

    /// What these bytes add.
    public mutating func take(_ bytes: [UInt8]) throws(Mistake) -> [Piece] {
        if case .epilogue = state { return [] }
        buffer += bytes
        var pieces: [Piece] = []
        while try step(&pieces) {}
        buffer.removeFirst(start)
        start = 0
        return pieces
    }

    /// Goes on by one step; false: more has to come first.
    private mutating func step(_ pieces: inout [Piece]) throws(Mistake) -> Bool {
        switch state {
        case .preamble: return skipPreamble()
        case .boundary: return try readBoundary()
        case .head: return try readHead(&pieces)
        case .content: return readContent(&pieces)
        case .epilogue:
            start = buffer.count
            return false
        }
    }

    private mutating func skipPreamble() -> Bool {
        if let place = place(of: delimiter) {
            start = place + delimiter.count
            state = .boundary
            return true
        }
        start = max(start, buffer.count - delimiter.count + 1)
        return false
    }

    private mutating func readContent(_ pieces: inout [Piece]) -> Bool {
        if let place = place(of: delimiter) {
            if place > start { pieces.append(.bytes(buffer[start..<place])) }
            pieces.append(.end)
            start = place + delimiter.count
            state = .boundary
            return true
        }
        let sure = buffer.count - delimiter.count + 1
        if sure > start {
            pieces.append(.bytes(buffer[start..<sure]))
            start = sure
        }
        return false
    }

    private mutating func readBoundary() throws(Mistake) -> Bool {
        // RFC 2046 allows blanks behind it.
        var place = start
        while place < buffer.count, buffer[place] == 0x20 || buffer[place] == 0x09 { place += 1 }
        guard place - start <= UploadLimits.boundaryBytesMax else {
            throw Mistake("there are too many blanks behind a boundary")
        }
        guard buffer.count - place >= 2 else { return false }
        switch (buffer[place], buffer[place + 1]) {
        case (0x2D, 0x2D):
            state = .epilogue
            start = buffer.count
        case (0x0D, 0x0A):
            partsCount += 1
            guard partsCount <= UploadLimits.partsMax else {
                throw Mistake("the form has more than \(UploadLimits.partsMax) parts")
            }
            state = .head
            // The line's end stays: a header without fields is an empty line.
            start = place
        default: throw Mistake("something stands behind a boundary on its line")
        }
        return true
    }

    private mutating func readHead(_ pieces: inout [Piece]) throws(Mistake) -> Bool {
        let end = place(of: Self.headEnd)
        // The beginning of an end that is still to come does not count.
        let count = (end ?? buffer.count - Self.headEnd.count + 1) - start
        guard count <= UploadLimits.partHeaderBytesMax else {
            throw Mistake(
                "the header of part \(partsCount) has more than"
                    + " \(UploadLimits.partHeaderBytesMax) bytes")
        }
        guard let end else { return false }
        guard let text = String(validating: buffer[start..<end], as: UTF8.self) else {
            throw Mistake("the header of part \(partsCount) is not UTF-8")
        }
        pieces.append(.part(try PartHeader.head(text, part: partsCount)))
        start = end + Self.headEnd.count
        state = .content
        return true
    }

    /// Where these bytes stand next.
    private func place(of needle: [UInt8]) -> Int? {
        buffer.withUnsafeBufferPointer { buffer in
            var place = start
            while buffer.count - place >= needle.count {
                guard let first = buffer[place...].firstIndex(of: needle[0]),
                    buffer.count - first >= needle.count
                else { return nil }
                if buffer[first..<first + needle.count].elementsEqual(needle) { return first }
                place = first + 1
            }
            return nil
        }
    }
}
