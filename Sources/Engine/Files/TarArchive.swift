import Glibc

/// Writes a tar archive (ustar, with pax headers for names that are too long for it) to a
/// descriptor, one regular file after the other.
///
/// Contents are never held in memory. A file that changes while it is read keeps the length it
/// had at first: what is missing is filled with zero bytes, and told.
public final class TarArchive {
    /// Files that are in it.
    private(set) var filesCount = 0

    private let descriptor: Int32
    private let name: String
    private let fileBytesMax: Int
    private let bytesMax: Int
    private var bytesCount = 0

    private static let blockBytes = 512

    /// An archive that is written to this descriptor, which stays the caller's; `name` is for
    /// messages. One file and all together may have so many bytes.
    public init(
        descriptor: Int32, name: String, fileBytesMax: Int = EngineLimits.artifactBytesMax,
        bytesMax: Int = EngineLimits.archiveBytesMax
    ) {
        self.descriptor = descriptor
        self.name = name
        self.fileBytesMax = fileBytesMax
        self.bytesMax = bytesMax
    }

    /// Adds a regular file under a relative name.
    public func add(_ source: String, as member: String) throws(FileFailure) {
        let file = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FileFailure("failed to open \(source)", errno) }
        defer { close(file) }
        try add(open: file, from: source, as: member)
    }

    /// Adds an open regular file, which stays the caller's, under a relative name; `source` is for
    /// messages.
    public func add(
        open file: Int32, from source: String, as member: String
    ) throws(FileFailure) {
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw FileFailure("failed to read \(source)", errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure("failed to read \(source): not a regular file")
        }
        let size = Int(status.st_size)
        guard size <= fileBytesMax else {
            throw FileFailure(
                "failed to keep \(source): larger than \(fileBytesMax) bytes")
        }
        guard bytesCount + size <= bytesMax else {
            throw FileFailure(
                "failed to keep \(source): \(name) are larger than \(bytesMax) bytes together")
        }
        try writeHeads(member, size: size, status, kind: "0")
        filesCount += 1
        try copy(file, size: size, from: source)
    }

    /// Adds an open directory, which stays the caller's, under a relative name; `source` is for
    /// messages.
    public func addDirectory(
        open directory: Int32, from source: String, as member: String
    ) throws(FileFailure) {
        var status = stat()
        guard fstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FileFailure("failed to read \(source): not a directory")
        }
        try writeHeads(member + "/", size: 0, status, kind: "5")
        filesCount += 1
    }

    /// Writes the end. An archive without files stays empty.
    public func finish() throws(FileFailure) {
        guard filesCount > 0 else { return }
        try write([UInt8](repeating: 0, count: 2 * Self.blockBytes))
    }

    private func writeHeads(
        _ member: String, size: Int, _ status: stat, kind: Unicode.Scalar
    ) throws(FileFailure) {
        let fits = member.utf8.count <= 100
        if !fits {
            let record = Self.record("path", member)
            try write(
                Self.head("pax", size: record.count, mode: 0o644, seconds: 0, kind: "x"))
            try write(Self.padded(record))
        }
        try write(
            Self.head(
                fits ? member : "long-name-\(filesCount + 1)", size: size,
                mode: Int(status.st_mode & 0o777), seconds: status.st_mtim.tv_sec, kind: kind))
    }

    private func copy(_ file: Int32, size: Int, from source: String) throws(FileFailure) {
        var buffer = [UInt8](repeating: 0, count: min(max(size, 1), 64 << 10))
        var rest = size
        var failure: FileFailure?
        while rest > 0 {
            let count = read(file, &buffer, min(rest, buffer.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failure = FileFailure("\(source) became shorter while it was read")
                break
            }
            try write(buffer[..<count])
            rest -= count
        }
        // The head has promised this many.
        while rest > 0 {
            let count = min(rest, 64 << 10)
            try write([UInt8](repeating: 0, count: count))
            rest -= count
        }
        try write([UInt8](repeating: 0, count: Self.filling(size)))
        if let failure { throw failure }
    }

    private func write(_ bytes: some Collection<UInt8>) throws(FileFailure) {
        guard !bytes.isEmpty else { return }
        let failure = Array(bytes).withUnsafeBytes { writeAll($0, to: descriptor) }
        if let failure { throw FileFailure("failed to write \(name)", failure) }
        bytesCount += bytes.count
    }

    // MARK: the format

    /// A record of a pax header: its own length, which counts itself, then `key=value`.
    static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var count = rest.utf8.count + 1
        while String(count).utf8.count + rest.utf8.count != count { count += 1 }
        return Array((String(count) + rest).utf8)
    }

    private static func head(
        _ name: String, size: Int, mode: Int, seconds: Int, kind: Unicode.Scalar
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: String, at place: Int) {
            for (index, byte) in text.utf8.enumerated() { block[place + index] = byte }
        }
        put(name, at: 0)
        put(octal(mode, digits: 7), at: 100)
        // Whoever unpacks it owns it.
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(max(0, seconds), digits: 11), at: 136)
        put("        ", at: 148)
        block[156] = UInt8(ascii: kind)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        block[154] = 0
        return block
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8).suffix(digits)
        return String(repeating: "0", count: digits - text.count) + text
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: filling(bytes.count))
    }

    private static func filling(_ count: Int) -> Int {
        (blockBytes - count % blockBytes) % blockBytes
    }
}
