import Glibc
import Scenarios

/// What the terminal showed, byte for byte, in a file; bounded, and honest about what is left
/// out: the beginning and the end are kept and a line between them tells how much is missing.
struct Recording: ~Copyable {
    /// Bytes kept of each read, with their time: microseconds since the start, length.
    private(set) var chunks: [(microseconds: Int64, bytes: Int)] = []
    /// Bytes that are not in the file.
    private(set) var droppedBytes = 0

    private let descriptor: Int32
    private let path: String
    private let began: Instant
    private var pending: [UInt8] = []
    private var written = 0
    private var tail: [UInt8] = []

    init(path: String, began: Instant) throws(FileFailure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure("failed to create \(path)", errno) }
        self.path = path
        self.began = began
    }

    deinit { Glibc.close(descriptor) }

    mutating func append(_ bytes: UnsafeRawBufferPointer, at now: Instant) throws(FileFailure) {
        note(bytes.count, at: now)
        let room = EngineLimits.recordingHeadBytesMax - written - pending.count
        let head = min(max(0, room), bytes.count)
        pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<head]))
        if pending.count >= EngineLimits.readBytesMax { try flush() }
        guard head < bytes.count else { return }
        tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[head...]))
        if tail.count > 2 * EngineLimits.recordingTailBytesMax { shortenTail() }
    }

    /// Writes what is left. The file is whole after that.
    mutating func finish() throws(FileFailure) {
        try flush()
        if tail.count > EngineLimits.recordingTailBytesMax { shortenTail() }
        if droppedBytes > 0 {
            pending += Array("\n[... \(droppedBytes) bytes dropped ...]\n".utf8)
        }
        pending += tail
        tail = []
        try flush()
    }

    private mutating func note(_ count: Int, at now: Instant) {
        guard count > 0 else { return }
        let microseconds = (now - began).nanoseconds / 1000
        if let last = chunks.last,
            chunks.count >= EngineLimits.chunksMax || microseconds - last.microseconds < 1000
        {
            chunks[chunks.count - 1].bytes += count
        } else {
            chunks.append((microseconds, count))
        }
    }

    private mutating func shortenTail() {
        let excess = tail.count - EngineLimits.recordingTailBytesMax
        tail.removeFirst(excess)
        droppedBytes += excess
    }

    private mutating func flush() throws(FileFailure) {
        guard !pending.isEmpty else { return }
        let failure = pending.withUnsafeBytes { writeAll($0, to: descriptor) }
        if let failure { throw FileFailure("failed to write \(path)", failure) }
        written += pending.count
        pending.removeAll(keepingCapacity: true)
    }
}

/// Writes everything to a blocking descriptor; returns the errno that stopped it, if any.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
            if errno == EINTR { continue }
            return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return nil
}
