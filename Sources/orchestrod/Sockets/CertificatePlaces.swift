import Glibc
import Settings
import TLS

/// Where certificate and key are looked for.
struct CertificatePlaces: Sendable {
    /// The usual directory of the service.
    static let standard = "/etc/orchestro/tls"
    /// How long a certificate that is made here is valid, in days: no longer than clients take one.
    static let days = 825
    /// Names under which the service manager hands certificate and key over, which it can read
    /// when only root can.
    static let credentials = (certificate: "tls.crt", key: "tls.key")

    /// A directory of this account, where they are made when they are not there.
    let own: String?

    /// What these settings name, or what there is at the usual places.
    func configuration(_ settings: TLSSettings) -> TLSConfiguration {
        var configuration = found(settings)
        if let authorities = settings.clientAuthorities {
            configuration.clientCertificates = .optional(authorities: .file(authorities))
        }
        return configuration
    }

    private func found(_ settings: TLSSettings) -> TLSConfiguration {
        if let certificate = settings.certificate, let key = settings.key {
            return TLSConfiguration(certificates: .file(certificate), key: .file(key))
        }
        let usual = Self.pair(
            own ?? Self.standard, CertificateMaker.Made.certificateFile,
            CertificateMaker.Made.keyFile)
        guard own == nil, !Self.isReadable(usual.key.name),
            let directory = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) })
        else { return usual }
        let handed = Self.pair(directory, Self.credentials.certificate, Self.credentials.key)
        return Self.isReadable(handed.key.name) ? handed : usual
    }

    private static func pair(
        _ directory: String, _ certificate: String, _ key: String
    ) -> TLSConfiguration {
        TLSConfiguration(
            certificates: .file(directory + "/" + certificate), key: .file(directory + "/" + key))
    }

    /// The unit has the service manager hand over `none` in place of a file that is not there; no
    /// certificate and no key has so few bytes.
    private static let noneBytesMax = 64

    /// Whether there is something to read.
    private static func isReadable(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_size > noneBytesMax && access(path, R_OK) == 0
    }

    /// Makes certificate and key of this machine's names where this account has none.
    func make(now: Int64) throws {
        guard let own, access(own + "/" + CertificateMaker.Made.keyFile, F_OK) != 0 else { return }
        // Where it cannot be made, writing tells why.
        mkdir(own, 0o700)
        try CertificateMaker.make(
            names: CertificateName.ofThisMachine(), days: Self.days, now: now
        ).write(to: own)
    }
}
