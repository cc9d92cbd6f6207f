/// The names of an upload: what may be called how, and that nothing is there twice. Names are
/// compared as bytes, as file systems do, never as texts.
struct UploadTree: Sendable {
    private var files: Set<[UInt8]> = []
    /// All directories, with those that only follow from what is in them.
    private var directories: Set<[UInt8]> = []
    /// Directories that had an entry of their own.
    private var named: Set<[UInt8]> = []

    private typealias Mistake = UploadReader.Mistake

    var count: Int { files.count + directories.count }

    func hasDirectory(_ path: [UInt8]) -> Bool { directories.contains(path) }

    /// Adds an entry; gives its path without `.`, empty for the root.
    mutating func add(
        _ path: [UInt8], isDirectory: Bool
    ) throws(UploadReader.Mistake) -> String {
        let name = Self.shown(path)
        guard let text = String(validating: path, as: UTF8.self) else {
            throw Mistake("the name \(name) is not UTF-8")
        }
        let parts = try Self.parts(of: path, name)
        guard let last = parts.last else {
            guard isDirectory, !text.isEmpty else { throw Mistake("an entry has no name") }
            return ""
        }
        var whole: [UInt8] = []
        for part in parts.dropLast() {
            whole += whole.isEmpty ? part : [Self.slash] + part
            guard !files.contains(whole) else {
                throw Mistake("\(name) lies in \(Self.shown(whole)), which is a file")
            }
            directories.insert(whole)
        }
        whole += whole.isEmpty ? last : [Self.slash] + last
        let isNew =
            isDirectory
            ? !files.contains(whole) && named.insert(whole).inserted
            : !directories.contains(whole) && files.insert(whole).inserted
        guard isNew else { throw Mistake("\(name) is there twice") }
        if isDirectory { directories.insert(whole) }
        guard count <= UploadLimits.entriesMax else {
            throw Mistake(
                "there are more than \(UploadLimits.entriesMax) files and directories")
        }
        return String(decoding: whole, as: UTF8.self)
    }

    private static let slash = UInt8(ascii: "/")

    private static func parts(
        of path: [UInt8], _ name: String
    ) throws(UploadReader.Mistake) -> [ArraySlice<UInt8>] {
        guard path.first != slash else { throw Mistake("\(name) is an absolute path") }
        guard !path.contains(0) else { throw Mistake("the name \(name) has a NUL in it") }
        guard path.count <= UploadLimits.pathBytesMax else {
            throw Mistake("\(name) is longer than \(UploadLimits.pathBytesMax) bytes")
        }
        let parts = path.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
        guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else {
            throw Mistake("\(name) leads upward by `..`")
        }
        guard parts.allSatisfy({ $0.count <= UploadLimits.nameBytesMax }) else {
            throw Mistake(
                "\(name) has a name of more than \(UploadLimits.nameBytesMax) bytes in it")
        }
        guard parts.count <= UploadLimits.depthMax else {
            throw Mistake("\(name) lies more than \(UploadLimits.depthMax) directories deep")
        }
        return parts
    }

    /// A name for a message: bounded and without control characters.
    static func shown(_ path: [UInt8]) -> String {
        let text = String(decoding: path.prefix(200), as: UTF8.self)
        let clean = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
        }
        var shown = ""
        shown.unicodeScalars.append(contentsOf: clean)
        return "`\(shown)\(path.count > 200 ? "…" : "")`"
    }
}

/// The header that a pax archive puts before an entry.
enum PaxHeader {
    /// Keywords that tell nothing about where and how much: who owned it, when it was changed.
    private static let harmless: Set<String> = [
        "atime", "comment", "ctime", "gid", "gname", "mtime", "uid", "uname",
    ]

    /// The `path` in it, whose records are `LENGTH key=value` and a line feed; nil: it has none.
    static func path(in bytes: [UInt8]) throws(UploadReader.Mistake) -> [UInt8]? {
        var path: [UInt8]?
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != 32 }
            guard digits.count <= 6, digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(String(decoding: digits, as: UTF8.self)),
                count > digits.count + 2, count <= rest.count,
                rest[rest.startIndex + count - 1] == UInt8(ascii: "\n")
            else { throw UploadReader.Mistake("a header before an entry is damaged") }
            let record = rest.prefix(count).dropFirst(digits.count + 1).dropLast()
            rest = rest.dropFirst(count)
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw UploadReader.Mistake("a header before an entry is damaged")
            }
            let key = String(decoding: record[..<equals], as: UTF8.self)
            if key == "path" {
                path = Array(record[(equals + 1)...])
            } else if !harmless.contains(key), !key.hasPrefix("SCHILY."),
                !key.hasPrefix("LIBARCHIVE.")
            {
                throw UploadReader.Mistake(
                    "a header before an entry has \(UploadTree.shown(Array(key.utf8))), which an"
                        + " upload may not have")
            }
        }
        return path
    }
}
