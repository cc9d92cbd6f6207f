import CLaunch
import Glibc

/// The listening socket that the daemon makes itself when nobody handed it one.
enum OwnListener {
    /// Longest path a socket may have, in bytes, without the final NUL.
    static let pathBytesMax = 107
    /// Connections that wait to be accepted.
    static let backlog: Int32 = 512

    /// Listens at that path, for this account only. A socket that nobody answers is removed first;
    /// anything else in the way stays and is told.
    static func open(_ path: String) throws(StartFailure) -> Int32 {
        guard path.utf8.count <= pathBytesMax else {
            throw StartFailure(
                "\(path): the path of a socket has at most \(pathBytesMax) bytes; use a shorter"
                    + " directory")
        }
        try clear(path)
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(path, "cannot be made") }
        // Nobody else may connect, not even for a moment.
        let mask = umask(0o177)
        defer { umask(mask) }
        guard address(path, { bind(descriptor, $0, $1) }) == 0 else {
            defer { close(descriptor) }
            throw failure(path, "cannot be made")
        }
        guard listen(descriptor, backlog) == 0 else {
            defer { close(descriptor) }
            throw failure(path, "cannot be listened at")
        }
        return descriptor
    }

    private static func clear(_ path: String) throws(StartFailure) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw failure(path, "cannot be looked at") }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw StartFailure("\(path): this is in the way and no socket; move it away")
        }
        let connection = csocket_connect(path)
        let error = errno
        if connection >= 0 {
            close(connection)
            throw StartFailure(
                "\(path): another daemon answers there; stop it, or use another directory")
        }
        guard error == ECONNREFUSED else {
            throw StartFailure(
                "\(path): a socket is in the way and does not answer: \(errorText(error))")
        }
        guard unlink(path) == 0 else { throw failure(path, "cannot be removed") }
    }

    private static func address(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            place.copyBytes(from: path.utf8.prefix(pathBytesMax))
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func failure(_ path: String, _ what: String) -> StartFailure {
        StartFailure("\(path): the socket \(what): \(errorText(errno))")
    }
}
