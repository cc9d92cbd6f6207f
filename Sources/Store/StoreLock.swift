import Glibc

/// Keeps a second process from writing to the same database, by a lock on a file beside it that
/// the kernel gives back when the process ends in whatever way.
final class StoreLock: Sendable {
    private let descriptor: CInt

    init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            if reason == EWOULDBLOCK { throw .inUse(path: path) }
            throw .cannotOpen(path: path, reason: String(cString: strerror(reason)))
        }
    }

    /// Makes an empty file that only this account may read, unless there is one; SQLite gives the
    /// files beside it the same mode.
    static func makePrivateFile(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        Glibc.close(descriptor)
    }

    deinit { Glibc.close(descriptor) }

    /// Size of a file; nil when there is none.
    static func fileBytes(_ path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }
}
