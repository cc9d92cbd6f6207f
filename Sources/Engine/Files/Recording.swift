import Glibc
import Scenarios

/// What the terminal showed, byte for byte, in a file; bounded, and honest about what is left
/// out: the beginning and the end are kept and a line between them tells how much is missing.
final class Recording {
    /// Bytes kept of each read, with their time: microseconds since the start, length.
    private(set) var chunks: [(microseconds: Int64, bytes: Int)] = []
    /// Bytes that are not in the file.
    private(set) var droppedBytes = 0

    private let descriptor: Int32
    private let path: String
    private let began: Instant
    /// Each piece is written at once, for those who read along.
    private let isLive: Bool
    private var pending: [UInt8] = []
    private var written = 0
    private var tail: [UInt8] = []

    init(path: String, began: Instant) throws(FileFailure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure("failed to create \(path)", errno) }
        self.path = path
        self.began = began
        isLive = false
    }

    /// A live recording to a descriptor, which stays the caller's; `name` is for messages.
    init(to descriptor: Int32, name: String, began: Instant) throws(FileFailure) {
        self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard self.descriptor >= 0 else { throw FileFailure("failed to open \(name)", errno) }
        path = name
        self.began = began
        isLive = true
    }

    deinit { Glibc.close(descriptor) }

    /// Takes bytes of the stream; returns why they could not be kept.
    func append(_ bytes: UnsafeRawBufferPointer, at now: Instant) -> FileFailure? {
        note(bytes.count, at: now)
        let room = EngineLimits.recordingHeadBytesMax - written - pending.count
        let head = min(max(0, room), bytes.count)
        pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<head]))
        if isLive || pending.count >= EngineLimits.readBytesMax, let failure = flush() {
            return failure
        }
        guard head < bytes.count else { return nil }
        tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[head...]))
        if tail.count > 2 * EngineLimits.recordingTailBytesMax { shortenTail() }
        return nil
    }

    /// Writes what is left. The file is whole after that.
    func finish() -> FileFailure? {
        if let failure = flush() { return failure }
        if tail.count > EngineLimits.recordingTailBytesMax { shortenTail() }
        if droppedBytes > 0 {
            pending += Array("\n[... \(droppedBytes) bytes dropped ...]\n".utf8)
        }
        pending += tail
        tail = []
        return flush()
    }

    private func note(_ count: Int, at now: Instant) {
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

    private func shortenTail() {
        let excess = tail.count - EngineLimits.recordingTailBytesMax
        tail.removeFirst(excess)
        droppedBytes += excess
    }

    private func flush() -> FileFailure? {
        guard !pending.isEmpty else { return nil }
        let failure = pending.withUnsafeBytes { writeAll($0, to: descriptor) }
        if let failure { return FileFailure("failed to write \(path)", failure) }
        written += pending.count
        pending.removeAll(keepingCapacity: true)
        return nil
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
