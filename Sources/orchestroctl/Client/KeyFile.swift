import Glibc

/// The file that holds the API key to send.
enum KeyFile {
    /// Bytes of such a file.
    private static let bytesMax = 4_096

    /// How to get a key, for whom one is needed.
    static let hint = [
        "hint: a key is made at the daemon's own machine, by orchestroctl key create NAME --scope"
            + " read --scope submit > FILE; bring the file here, chmod 600, and name it by"
            + " --key-file"
    ]

    /// What can be looked at, for whom a key is refused: the daemon tells nobody why.
    static let refusedHint = [
        "hint: orchestroctl key list, at the daemon's own machine, tells whether it has expired,"
            + " was revoked, or is for other networks; orchestroctl key create makes another"
    ]

    /// The key in it. A file that others can read, or that belongs to somebody else but root, is
    /// refused: its key is not a secret any more, or not the user's.
    static func key(_ path: String) throws(ClientFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .badKeyFile(path, "it cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .badKeyFile(path, "it is no regular file")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .badKeyFile(path, "it belongs to another account")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .badKeyFile(
                path, "others may read or change it; chmod 600 it, and rotate the key if they did")
        }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let key = words.first, count < bytesMax,
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .badKeyFile(path, "it does not hold one key and nothing else") }
        return String(key)
    }
}
