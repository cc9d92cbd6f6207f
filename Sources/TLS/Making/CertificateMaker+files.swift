import Glibc

extension CertificateMaker.Made {
    /// Name of the certificate's file in its directory.
    public static let certificateFile = "certificate.pem"
    /// Name of the key's file in its directory.
    public static let keyFile = "key.pem"

    /// Writes both into a directory: the key for its owner only. Files that are there stay as they
    /// are; on a failure nothing is left behind.
    public func write(to directory: String) throws(CertificateMakingError) {
        let directory = directory.hasSuffix("/") ? directory : directory + "/"
        let keyPath = directory + Self.keyFile
        try Self.write(key, to: keyPath, mode: 0o600)
        do {
            try Self.write(certificate, to: directory + Self.certificateFile, mode: 0o644)
        } catch {
            unlink(keyPath)
            throw error
        }
    }

    private static func write(
        _ text: String, to path: String, mode: mode_t
    ) throws(CertificateMakingError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { throw .exists(path: path) }
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        guard writeAll(Array(text.utf8), to: file), fchmod(file, mode) == 0, fsync(file) == 0 else {
            let reason = String(cString: strerror(errno))
            close(file)
            unlink(path)
            throw .unwritable(path: path, reason: reason)
        }
        close(file)
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
