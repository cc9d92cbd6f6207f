import CLaunch
import Glibc

/// The listening socket of a network that the daemon makes itself.
enum NetworkListener {
    /// Listens there.
    static func open(_ address: ListenAddress) throws(StartFailure) -> Int32 {
        var name = address.name
        let descriptor = csocket_listen(&name, OwnListener.backlog)
        guard descriptor >= 0 else { throw failure(address) }
        return descriptor
    }

    /// Writes an address into a file, which is there whole or not at all.
    static func tell(_ address: ListenAddress, in path: String) throws(StartFailure) {
        let made = path + ".new"
        let file = Glibc.open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(path) }
        let text = Array("\(address)\n".utf8)
        let isWritten = write(file, text, text.count) == text.count
        guard close(file) == 0, isWritten, rename(made, path) == 0 else {
            defer { unlink(made) }
            throw failure(path)
        }
    }

    private static func failure(_ address: ListenAddress) -> StartFailure {
        StartFailure(
            "\(address): cannot be listened at: \(errorText(errno)); name an address of this"
                + " machine and a port that is free, or port 0 for any")
    }

    private static func failure(_ path: String) -> StartFailure {
        StartFailure("\(path): cannot be written: \(errorText(errno))")
    }
}
