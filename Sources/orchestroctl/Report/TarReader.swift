/// Takes the bytes of a tar archive (ustar, with pax headers for long names) as they come and gives
/// what is in it. Only regular files below the archive's own directory are let through.
struct TarReader {
    /// What the archive holds, in its order.
    enum Part: Equatable {
        /// A file begins; its path is relative and never leads upward.
        case file(path: String)
        /// Bytes of that file.
        case bytes([UInt8])
        /// The file is whole.
        case end
    }

    /// Why the bytes are no archive.
    enum Mistake: Error, Equatable {
        case badChecksum
        case badNumber
        case cut
    }

    private static let blockBytes = 512

    private var header: [UInt8] = []
    /// Bytes of the present entry that are still to come, and the filling after them.
    private var contentLeft = 0
    private var fillingLeft = 0
    private var isWanted = false
    /// The pax header that is being read; nil: none is.
    private var pax: [UInt8]?
    /// The name that a pax header gave to the entry after it.
    private var longName: String?

    /// Largest pax header, in bytes.
    private static let paxBytesMax = 64 << 10

    /// Whether it is between two entries.
    var isComplete: Bool { header.isEmpty && contentLeft == 0 && fillingLeft == 0 }

    /// What these bytes add.
    mutating func take(_ bytes: [UInt8]) throws(Mistake) -> [Part] {
        var parts: [Part] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if contentLeft > 0 {
                let chunk = rest.prefix(contentLeft)
                contentLeft -= chunk.count
                rest = rest.dropFirst(chunk.count)
                pax?.append(contentsOf: chunk)
                if contentLeft == 0, let whole = pax {
                    pax = nil
                    longName = try Self.path(ofPax: whole)
                }
                guard isWanted else { continue }
                parts.append(.bytes(Array(chunk)))
                if contentLeft == 0 { parts.append(.end) }
            } else if fillingLeft > 0 {
                let count = min(fillingLeft, rest.count)
                fillingLeft -= count
                rest = rest.dropFirst(count)
            } else {
                let chunk = rest.prefix(Self.blockBytes - header.count)
                header += chunk
                rest = rest.dropFirst(chunk.count)
                guard header.count == Self.blockBytes else { break }
                parts += try begin()
            }
        }
        return parts
    }

    /// Reads the header that is complete now.
    private mutating func begin() throws(Mistake) -> [Part] {
        defer { header = [] }
        // Two blocks of zeros end the archive.
        if header.allSatisfy({ $0 == 0 }) { return [] }
        let sum = header.indices.reduce(0) { sum, place in
            sum + ((148..<156).contains(place) ? 32 : Int(header[place]))
        }
        guard try number(148..<156) == sum else { throw .badChecksum }
        contentLeft = try number(124..<136)
        fillingLeft = (Self.blockBytes - contentLeft % Self.blockBytes) % Self.blockBytes
        if header[156] == UInt8(ascii: "x") {
            guard contentLeft <= Self.paxBytesMax else { throw .badNumber }
            isWanted = false
            pax = contentLeft > 0 ? [] : nil
            return []
        }
        let isFile = header[156] == UInt8(ascii: "0") || header[156] == 0
        let path =
            if let longName { Self.safe("", longName) } else {
                Self.safe(text(345..<500), text(0..<100))
            }
        longName = nil
        isWanted = isFile && path != nil
        guard isWanted, let path else { return [] }
        return contentLeft == 0 ? [.file(path: path), .end] : [.file(path: path)]
    }

    /// The last `path` of a pax header, whose records are `LENGTH key=value` and a line feed;
    /// nil: it has none.
    private static func path(ofPax bytes: [UInt8]) throws(Mistake) -> String? {
        var path: String?
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != 32 }
            guard digits.count <= 6, let count = Int(String(decoding: digits, as: UTF8.self)),
                count > digits.count + 2, count <= rest.count
            else { throw .badNumber }
            let record = rest.prefix(count).dropFirst(digits.count + 1).dropLast()
            let key = Array("path=".utf8)
            if record.starts(with: key) {
                path = String(decoding: record.dropFirst(key.count), as: UTF8.self)
            }
            rest = rest.dropFirst(count)
        }
        return path
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Octal digits, as ustar has them; at most 8 GiB.
    private func number(_ range: Range<Int>) throws(Mistake) -> Int {
        let digits = header[range].drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        guard !digits.isEmpty, digits.count <= 11,
            let value = Int(String(decoding: digits, as: UTF8.self), radix: 8), value >= 0
        else { throw .badNumber }
        return value
    }

    /// The path below the archive's directory; nil when it leads elsewhere.
    private static func safe(_ prefix: String, _ name: String) -> String? {
        let whole = prefix.isEmpty ? name : prefix + "/" + name
        guard !whole.hasPrefix("/") else { return nil }
        let parts = whole.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty, !parts.contains("..") else { return nil }
        return parts.joined(separator: "/")
    }
}
