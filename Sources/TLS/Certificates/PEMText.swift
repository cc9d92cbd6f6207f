import COpenSSL
import Glibc

/// Text that should be PEM, read from where the configuration says.
struct PEMText {
    let name: String
    let bytes: [UInt8]
    /// Permission bits of the file; nil for text that was given.
    let mode: UInt32?

    init(_ source: TLSConfiguration.Source) throws(TLSConfigurationError) {
        name = source.name
        switch source {
        case .text(let text, _):
            guard text.utf8.count <= TLSLimits.fileBytesMax else { throw .tooLarge(path: name) }
            bytes = Array(text.utf8)
            mode = nil
        case .file(let path): (bytes, mode) = try Self.read(path)
        }
    }

    private static func read(
        _ path: String
    ) throws(TLSConfigurationError) -> (bytes: [UInt8], mode: UInt32) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failure(path) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "it is not a regular file")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure(path)
            }
            guard count > 0 else { return (bytes, facts.st_mode & 0o7777) }
            bytes += chunk[..<count]
            guard bytes.count <= TLSLimits.fileBytesMax else { throw .tooLarge(path: path) }
        }
    }

    private static func failure(_ path: String) -> TLSConfigurationError {
        errno == ENOENT
            ? .missing(path: path)
            : .unreadable(path: path, reason: String(cString: strerror(errno)))
    }

    /// Whether a text of ASCII occurs.
    func contains(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

    /// All certificates in it, in their order; at least one.
    func certificates() throws(TLSConfigurationError) -> [Owned] {
        let text = MemoryText(bytes)
        var found: [Owned] = []
        ERR_clear_error()
        while let certificate = Owned(
            PEM_read_bio_X509(text.memory.pointer, nil, nil, nil), free: { X509_free($0) })
        {
            found.append(certificate)
            guard found.count <= TLSLimits.certificatesMax else {
                throw .tooManyCertificates(name: name)
            }
        }
        // Without a further certificate the library notes that no line begins one.
        guard ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE else {
            throw .notPEM(name: name, detail: firstOpenSSLError())
        }
        ERR_clear_error()
        guard found.isEmpty else { return found }
        throw contains("-----BEGIN ")
            ? .noCertificate(name: name)
            : .notPEM(name: name, detail: "no line begins with -----BEGIN")
    }

    /// The first private key in it.
    func key() throws(TLSConfigurationError) -> PrivateKey {
        guard !contains("ENCRYPTED") else { throw .keyEncrypted(name: name) }
        let text = MemoryText(bytes)
        ERR_clear_error()
        if let key = Owned(copenssl_read_key(text.memory.pointer), free: { EVP_PKEY_free($0) }) {
            ERR_clear_error()
            return PrivateKey(key)
        }
        let detail = firstOpenSSLError()
        guard contains("-----BEGIN ") else {
            throw .notPEM(name: name, detail: "no line begins with -----BEGIN")
        }
        throw contains("PRIVATE KEY-----")
            ? .notPEM(name: name, detail: detail) : .noKey(name: name)
    }
}
