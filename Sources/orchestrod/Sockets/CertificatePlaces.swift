import Glibc
import Settings
import TLS

/// Where certificate and key are looked for.
struct CertificatePlaces: Sendable {
    /// The usual directory of the service.
    static let standard = "/etc/orchestro/tls"
    /// How long a certificate that is made here is valid, in days: no longer than clients take one.
    static let days = 825

    /// A directory of this account, where they are made when they are not there.
    let own: String?

    /// Certificate and key of these settings, or at their usual places.
    func configuration(_ settings: DaemonSettings) -> TLSConfiguration {
        let directory = own ?? Self.standard
        return TLSConfiguration(
            certificates: .file(directory + "/" + CertificateMaker.Made.certificateFile),
            key: .file(directory + "/" + CertificateMaker.Made.keyFile))
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
