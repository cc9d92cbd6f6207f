import ArgumentParser
import Glibc
import TLS

/// Makes a first certificate and tells what to do with it.
struct MakeCertificate {
    let directory: String
    /// Host names and addresses; empty: those of this machine.
    let names: [String]

    /// Makes it; what cannot be done is told on standard error.
    func run() -> ExitStatus {
        var known: [CertificateName] = []
        for text in names {
            guard let name = CertificateName(text) else {
                Output.error("orchestrod: `\(text)` is neither a host name nor an address\n")
                return .wrongRequest
            }
            known.append(name)
        }
        if known.isEmpty { known = CertificateName.ofThisMachine() }
        do {
            let made = try CertificateMaker.make(
                names: known, days: CertificatePlaces.days, now: Int64(time(nil)))
            // Where it cannot be made, writing tells why.
            mkdir(directory, 0o755)
            try made.write(to: directory)
            Output.line(text(made, known))
            return .ended
        } catch {
            Output.error("orchestrod: \(error)\n")
            return .notPossible
        }
    }

    private func text(_ made: CertificateMaker.Made, _ names: [CertificateName]) -> String {
        let place = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        let certificate = place + "/" + CertificateMaker.Made.certificateFile
        let next =
            place == CertificatePlaces.standard
            ? "  systemctl enable --now orchestrod-tls.socket"
            : """
              in orchestrod.yaml:  tls: {certificate: \(certificate),
                                         key: \(place)/\(CertificateMaker.Made.keyFile)}
              or move both to \(CertificatePlaces.standard)
            """
        return """
            made \(certificate) and \(CertificateMaker.Made.keyFile) beside it,
            valid for \(names.map(\.text).joined(separator: ", ")) during \
            \(CertificatePlaces.days) days
            SHA-256 \(made.facts.fingerprint)

            Next, have it shown:
            \(next)
            and give clients the certificate (never the key) to trust:
              orchestroctl status --server https://\(host(names)):7443 \
            --ca-file certificate.pem --key-file FILE
            """
    }

    private func host(_ names: [CertificateName]) -> String {
        guard let name = names.first else { return "HOST" }
        return name.text.contains(":") ? "[\(name.text)]" : name.text
    }
}
