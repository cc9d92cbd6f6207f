import Settings
import TLS

/// A certificate that a client has shown and an authority of the settings vouches for.
struct ClientCertificate: Sendable {
    /// What the settings may call it by: its fingerprint, its URIs, its subject.
    let names: [String]

    init(_ facts: CertificateFacts) {
        names =
            [TLSSettings.name(fingerprint: facts.fingerprint)] + facts.uris.filter(Self.isOwnKind)
            + [facts.subject]
    }

    /// Whether a URI cannot be taken for a fingerprint or a subject, which the settings name in the
    /// same place: an authority may copy URIs from whoever asks for a certificate.
    static func isOwnKind(_ uri: String) -> Bool {
        let scheme = uri.prefix { $0 != ":" }
        return scheme.count < uri.count && !scheme.isEmpty && !scheme.contains("=")
            && scheme.lowercased() != "sha256"
    }

    /// For whom it stands, and what the settings call it; nil: it stands for nobody.
    func client(in settings: DaemonSettings) -> (name: String, client: CertificateClient)? {
        let clients = settings.tls.clients
        for name in names {
            if let client = clients[name] { return (name, client) }
        }
        return nil
    }
}
