/// What a server shows and whom it asks for a certificate.
public struct TLSConfiguration: Hashable, Sendable {
    /// Certificates and keys as text in PEM, in a file or given.
    public enum Source: Hashable, Sendable {
        /// A file with that path.
        case file(String)
        /// The text itself, with a name for messages.
        case text(String, name: String)

        /// What messages call it.
        public var name: String {
            switch self {
            case .file(let path): path
            case .text(_, let name): name
            }
        }
    }

    /// Whether clients show certificates, and who vouches for them.
    public enum ClientCertificates: Hashable, Sendable {
        /// They are not asked.
        case none
        /// They are asked and may have none. One that does not verify ends the handshake.
        case optional(authorities: Source)
        /// Without a certificate of one of the authorities there is no connection.
        case required(authorities: Source)

        /// Who vouches.
        public var authorities: Source? {
            switch self {
            case .none: nil
            case .optional(let authorities), .required(let authorities): authorities
            }
        }
    }

    /// The server's certificate, then those between it and an authority.
    public var certificates: Source
    /// The key of the first certificate.
    public var key: Source
    /// Whether clients show certificates.
    public var clientCertificates: ClientCertificates

    /// A configuration.
    public init(
        certificates: Source, key: Source, clientCertificates: ClientCertificates = .none
    ) {
        self.certificates = certificates
        self.key = key
        self.clientCertificates = clientCertificates
    }
}
