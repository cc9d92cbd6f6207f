import Glibc

/// Makes a directory and those above it; returns what went wrong.
public func makeDirectories(_ path: String) -> FileFailure? {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return nil }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        return FileFailure("failed to make directory \(path)", errno)
    }
    if let failure = makeDirectories(String(path[..<slash])) { return failure }
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return nil }
    return FileFailure("failed to make directory \(path)", errno)
}

/// A file that did not exist before, in a directory of our own.
final class NewFile {
    private let path: String
    private let descriptor: Int32

    /// Creates it.
    init(_ path: String) throws(FileFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFailure("failed to create \(path)", errno) }
    }

    deinit { close(descriptor) }

    /// Appends text.
    func write(_ text: String) throws(FileFailure) {
        var text = text
        let failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        if let failure { throw FileFailure("failed to write \(path)", failure) }
    }
}

/// Writes text to an open file; with `durably`, waits until the disk has it.
public func write(
    _ text: String, to descriptor: Int32, name: String, durably: Bool
) throws(FileFailure) {
    var text = text
    let failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
    if let failure { throw FileFailure("failed to write \(name)", failure) }
    guard !durably || fsync(descriptor) == 0 else {
        throw FileFailure("failed to write \(name)", errno)
    }
}

/// Writes a whole file: it appears under its name only when all of it is written.
public func writeFile(_ path: String, _ text: String) -> FileFailure? {
    let draft = path + ".part"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return FileFailure("failed to create \(path)", errno) }
    var text = text
    var failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
    if close(descriptor) != 0, failure == nil { failure = errno }
    if failure == nil, rename(draft, path) != 0 { failure = errno }
    guard let failure else { return nil }
    unlink(draft)
    return FileFailure("failed to write \(path)", failure)
}
