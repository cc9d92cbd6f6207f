/// Why a configuration cannot serve: which file, what is wrong with it, what to do.
public enum TLSConfigurationError: Error, Hashable, Sendable {
    /// There is no such file.
    case missing(path: String)
    /// The file cannot be read.
    case unreadable(path: String, reason: String)
    /// The file is larger than `TLSLimits.fileBytesMax`.
    case tooLarge(path: String)
    /// The text is not PEM, or its PEM is broken.
    case notPEM(name: String, detail: String)
    /// There is PEM, but no certificate in it.
    case noCertificate(name: String)
    /// More certificates than `TLSLimits.certificatesMax`.
    case tooManyCertificates(name: String)
    /// There is PEM, but no private key in it.
    case noKey(name: String)
    /// The key needs a passphrase, which nobody is there to give.
    case keyEncrypted(name: String)
    /// The key is not that of the first certificate.
    case keyMismatch(key: String, certificates: String)
    /// The key is too short.
    case keyTooWeak(name: String, kind: String, bits: Int, bitsMin: Int)
    /// A kind of key that TLS servers do not use.
    case keyUnsupported(name: String, kind: String)
    /// The library refuses a certificate, for a weak signature for example.
    case certificateRefused(name: String, detail: String)
}

extension TLSConfigurationError: CustomStringConvertible {
    /// The message, with what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no such file; name another, or make a first certificate with"
                + " `orchestrod --make-certificate`"
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason); let the account of orchestrod read it"
        case .tooLarge(let path):
            "\(path): larger than \(TLSLimits.fileBytesMax >> 20) MiB; name the file with the"
                + " certificates or the key"
        case .notPEM(let name, let detail):
            "\(name): this is not PEM (\(detail)); expected is text with lines like"
                + " -----BEGIN CERTIFICATE-----"
        case .noCertificate(let name):
            "\(name): there is no certificate in it; certificate and key may have been mixed up"
        case .tooManyCertificates(let name):
            "\(name): more than \(TLSLimits.certificatesMax) certificates; keep those that are"
                + " needed"
        case .noKey(let name):
            "\(name): there is no private key in it; certificate and key may have been mixed up"
        case .keyEncrypted(let name):
            "\(name): the key needs a passphrase; store it without one, readable only by the"
                + " account of orchestrod (`openssl pkey -in FILE -out FILE`)"
        case .keyMismatch(let key, let certificates):
            "\(key): the key is not that of the first certificate in \(certificates); the server's"
                + " own certificate comes first"
        case .keyTooWeak(let name, let kind, let bits, let bitsMin):
            "\(name): a key of \(kind) with \(bits) bits is too weak; at least \(bitsMin) are"
                + " needed, or a key on the curve P-256"
        case .keyUnsupported(let name, let kind):
            "\(name): a key of the kind \(kind) cannot serve; use RSA, or the curve P-256"
        case .certificateRefused(let name, let detail):
            "\(name): the certificate cannot serve: \(detail); have a new one made"
        }
    }
}
