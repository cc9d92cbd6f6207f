import Access

/// What the TLS listener shows, and whom it knows by a certificate.
public struct TLSSettings: Hashable, Sendable {
    /// File with the server's certificate, then those between it and an authority; nil: where it
    /// usually is.
    public var certificate: String?
    /// File with the key of the first certificate; nil: where it usually is.
    public var key: String?
    /// File with the authorities that vouch for clients; nil: clients are not asked.
    public var clientAuthorities: String?
    /// Clients whose certificates stand for accounts, by what is known of the certificate: its
    /// subject as RFC 2253 writes it, a URI of its alternative names, or `sha256:` with its
    /// fingerprint in 64 lower-case hexadecimal digits.
    public var clients: [String: CertificateClient] = [:]

    /// The defaults.
    public init() {}
}

/// What the holder of a certificate may do.
public struct CertificateClient: Hashable, Sendable {
    /// The account whose jobs it sees and submits, and that their programs run as.
    public var account: String
    /// What it may do.
    public var scopes: Set<Scope> = [.read]
    /// Requests a minute; nil: as many as keys make.
    public var requestsPerMinute: Int?

    /// A client that may read what an account has.
    public init(account: String) { self.account = account }
}

extension TLSSettings {
    /// What settings call the certificate of that fingerprint.
    public static func name(fingerprint: String) -> String { "sha256:" + fingerprint }

    /// How a name of a certificate is kept; nil when it is none.
    static func name(_ text: String) -> String? {
        let mark = "sha256:"
        guard text.lowercased().hasPrefix(mark) else {
            let isSubject = text.contains("=") && !text.hasPrefix("/")
            return isSubject || text.contains(":") ? text : nil
        }
        let digits = text.dropFirst(mark.count).filter { $0 != ":" }.lowercased()
        guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
        return name(fingerprint: digits)
    }
}
