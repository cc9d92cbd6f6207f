import Glibc

/// A file operation that failed: what, where, and the system's reason.
public struct FileFailure: Error, Hashable, Sendable {
    /// For people: `failed to create /x/y: No space left on device`.
    public let message: String
    /// Whether the disk, or what the account may have of it, is full.
    public let isNoRoom: Bool

    init(_ what: String, _ number: Int32) {
        message = "\(what): \(String(cString: strerror(number)))"
        isNoRoom = number == ENOSPC || number == EDQUOT
    }

    init(_ message: String) { self.init(what: message) }

    /// A failure in these words.
    public init(what: String) {
        message = what
        isNoRoom = false
    }
}

/// All bytes of a regular file, when there are not more than `bytesMax`.
public func readWhole(_ path: String, bytesMax: Int) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
        guard errno == EACCES else { throw FileFailure("failed to open \(path)", errno) }
        throw FileFailure(
            "failed to open \(path): Permission denied (this account must be able to read it and"
                + " to enter its directory)")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
        throw FileFailure("failed to read \(path)", errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileFailure("failed to read \(path): not a regular file")
    }
    var bytes: [UInt8] = []
    // One byte more than a small file has shows its end.
    let step = min(max(512, Int(status.st_size) + 1), 64 << 10)
    var buffer = [UInt8](repeating: 0, count: step)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 {
            if errno == EINTR { continue }
            throw FileFailure("failed to read \(path)", errno)
        }
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= bytesMax else {
            throw FileFailure("failed to read \(path): larger than \(bytesMax) bytes")
        }
    }
}
