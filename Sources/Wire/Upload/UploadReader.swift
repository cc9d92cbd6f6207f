/// Reads an uploaded directory, a tar archive (POSIX.1-2017, pax: "ustar Interchange Format"), as
/// its bytes come, and refuses everything that is not a regular file or directory below its root.
///
/// Daemon and worker read with the same one: the daemon before it accepts a job, the worker, as
/// the account, when it unpacks. It holds the names of what came, never contents.
public struct UploadReader: Sendable {
    /// What the archive holds, in its order. Paths are relative, without `.` and `..`.
    public enum Part: Hashable, Sendable {
        /// A directory that has an entry of its own.
        case directory(path: String)
        /// A file begins.
        case file(path: String, isExecutable: Bool)
        /// Bytes of that file.
        case bytes(ArraySlice<UInt8>)
        /// The file is whole.
        case end
    }

    /// Why the archive is refused: a sentence that names the entry.
    public struct Mistake: Error, Hashable, Sendable {
        /// For people.
        public var message: String

        init(_ message: String) { self.message = message }
    }

    private enum Content {
        case file
        case pax
        /// A header that is for the whole archive; nothing of it counts here.
        case globalPax
    }

    private static let blockBytes = 512

    private var header: [UInt8] = []
    private var content = Content.file
    private var contentLeft = 0
    private var fillingLeft = 0
    private var pax: [UInt8] = []
    /// The path that a pax header gave to the entry after it.
    private var longPath: [UInt8]?
    private var hasPax = false
    private var zeroBlocks = 0
    private var tree = UploadTree()

    /// A reader of an archive that has not begun.
    public init() {}

    /// Files and directories so far.
    public var entriesCount: Int { tree.count }

    /// Whether the upload has that directory; the path counts from its root, `/`.
    public func hasDirectory(_ path: String) -> Bool {
        path == "/" || path.hasPrefix("/") && tree.hasDirectory(Array(path.utf8.dropFirst()))
    }

    /// What these bytes add.
    public mutating func take(_ bytes: ArraySlice<UInt8>) throws(Mistake) -> [Part] {
        var parts: [Part] = []
        var rest = bytes
        while !rest.isEmpty {
            if zeroBlocks >= 2 {
                guard rest.allSatisfy({ $0 == 0 }) else {
                    throw Mistake("there is something behind the archive's end")
                }
                return parts
            }
            if contentLeft > 0 {
                let chunk = rest.prefix(contentLeft)
                rest = rest.dropFirst(chunk.count)
                contentLeft -= chunk.count
                if let part = try take(content: chunk) { parts.append(part) }
                if contentLeft == 0, case .file = content { parts.append(.end) }
            } else if fillingLeft > 0 {
                let count = min(fillingLeft, rest.count)
                fillingLeft -= count
                rest = rest.dropFirst(count)
            } else {
                let chunk = rest.prefix(Self.blockBytes - header.count)
                header += chunk
                rest = rest.dropFirst(chunk.count)
                if header.count == Self.blockBytes { parts += try begin() }
            }
        }
        return parts
    }

    /// Everything has come: the archive must have its end, two blocks of zeros.
    public func finish() throws(Mistake) {
        guard zeroBlocks >= 2 else {
            throw Mistake("the archive ends in the middle: its last two blocks are missing")
        }
    }

    private mutating func take(content chunk: ArraySlice<UInt8>) throws(Mistake) -> Part? {
        switch content {
        case .file: return .bytes(chunk)
        case .globalPax: return nil
        case .pax:
            pax += chunk
            if contentLeft == 0 {
                longPath = try PaxHeader.path(in: pax)
                pax = []
            }
            return nil
        }
    }

    /// Reads the header that is complete now.
    private mutating func begin() throws(Mistake) -> [Part] {
        defer { header = [] }
        if header.allSatisfy({ $0 == 0 }) {
            guard !hasPax else { throw Mistake("a header has no entry behind it") }
            zeroBlocks += 1
            return []
        }
        guard zeroBlocks == 0 else {
            throw Mistake("there is something behind the archive's end")
        }
        let sum = header.indices.reduce(0) { sum, place in
            sum + ((148..<156).contains(place) ? 32 : Int(header[place]))
        }
        guard try number(148..<156, "checksum") == sum else {
            throw Mistake("this is no tar archive: the checksum of a header is wrong")
        }
        contentLeft = try number(124..<136, "size")
        fillingLeft = (Self.blockBytes - contentLeft % Self.blockBytes) % Self.blockBytes
        switch header[156] {
        case UInt8(ascii: "x"): return try beginPax()
        case UInt8(ascii: "g"):
            guard contentLeft <= UploadLimits.paxBytesMax else { throw Self.largeHeader }
            content = .globalPax
            return []
        default: return try beginEntry()
        }
    }

    private mutating func beginPax() throws(Mistake) -> [Part] {
        guard !hasPax else { throw Mistake("a header has no entry behind it") }
        guard 1...UploadLimits.paxBytesMax ~= contentLeft else { throw Self.largeHeader }
        content = .pax
        hasPax = true
        return []
    }

    private mutating func beginEntry() throws(Mistake) -> [Part] {
        let path = longPath ?? ownPath
        (longPath, hasPax) = (nil, false)
        let name = UploadTree.shown(path)
        let isExecutable = try number(100..<108, "mode of \(name)") & 0o100 != 0
        switch header[156] {
        case 0, UInt8(ascii: "0"):
            guard path.last != UInt8(ascii: "/") else {
                throw Mistake("\(name) is a file with the name of a directory")
            }
            let path = try tree.add(path, isDirectory: false)
            content = .file
            let file = Part.file(path: path, isExecutable: isExecutable)
            return contentLeft == 0 ? [file, .end] : [file]
        case UInt8(ascii: "5"):
            guard contentLeft == 0 else { throw Mistake("\(name) is a directory with a content") }
            let path = try tree.add(path, isDirectory: true)
            // The root itself is there anyway.
            return path.isEmpty ? [] : [.directory(path: path)]
        default:
            throw Mistake(
                "\(name) is \(Self.kind(header[156])); an upload has regular files and"
                    + " directories only")
        }
    }

    private static let largeHeader = Mistake(
        "a header before an entry has no content, or more than \(UploadLimits.paxBytesMax) bytes")

    private static func kind(_ flag: UInt8) -> String {
        switch flag {
        case UInt8(ascii: "1"): "a hard link"
        case UInt8(ascii: "2"): "a symbolic link"
        case UInt8(ascii: "3"), UInt8(ascii: "4"): "a device"
        case UInt8(ascii: "6"): "a named pipe"
        case UInt8(ascii: "S"): "a sparse file"
        case UInt8(ascii: "K"), UInt8(ascii: "L"):
            "in GNU's old form for long names (make the archive with tar --format=pax)"
        default: "of a kind that is not known (\(flag))"
        }
    }

    /// Name and, where the form has one, prefix of the header.
    private var ownPath: [UInt8] {
        let name = Array(header[0..<100].prefix { $0 != 0 })
        let prefix = Array(header[345..<500].prefix { $0 != 0 })
        let isUstar = header[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0])
        return isUstar && !prefix.isEmpty ? prefix + [UInt8(ascii: "/")] + name : name
    }

    /// Octal digits between blanks or NULs; at most 8 GiB.
    private func number(_ range: Range<Int>, _ what: String) throws(Mistake) -> Int {
        let field = header[range].drop { $0 == 32 }
        let digits = field.prefix { $0 != 0 && $0 != 32 }
        let rest = field.dropFirst(digits.count)
        guard !digits.isEmpty, digits.count <= 11, rest.allSatisfy({ $0 == 0 || $0 == 32 }),
            digits.allSatisfy({ (0x30...0x37).contains($0) })
        else { throw Mistake("the \(what) in a header is no octal number") }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }
}
