import Foundation

@testable import TLS

/// Certificates and keys of the tests, good and bad ones.
enum Identities {
    /// Now, in seconds since 1970.
    static let now = Int64(Date().timeIntervalSince1970)

    static let server = made(["localhost", "127.0.0.1"], days: 30)

    static let context = context(server)

    static func made(_ names: [String], days: Int, now: Int64 = now) -> CertificateMaker.Made {
        do {
            return try CertificateMaker.make(
                names: names.compactMap { CertificateName($0) }, days: days, now: now)
        } catch {
            fatalError("no certificate: \(error)")
        }
    }

    static func configuration(
        _ made: CertificateMaker.Made,
        _ clients: TLSConfiguration.ClientCertificates = .none
    ) -> TLSConfiguration {
        TLSConfiguration(
            certificates: .text(made.certificate, name: "certificate"),
            key: .text(made.key, name: "key"), clientCertificates: clients)
    }

    static func context(
        _ made: CertificateMaker.Made, _ clients: TLSConfiguration.ClientCertificates = .none
    ) -> TLSContext {
        do {
            return try TLSContext(configuration(made, clients), now: now)
        } catch {
            fatalError("no context: \(error)")
        }
    }

    /// A directory with files that the program `openssl` made: `ca.pem`; `client`, `expired`,
    /// `stranger` (of another authority); `rsa`, `weak` (RSA, 1024 bits), `curve` (P-224), `dsa`;
    /// `secret.key` (with a passphrase).
    static let files: String = {
        let directory = NSTemporaryDirectory() + "orchestro-tls-\(UUID().uuidString)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "bash", directory]
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            fatalError("bash does not run: \(error)")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { fatalError("openssl made no certificates") }
        atexit { try? FileManager.default.removeItem(atPath: Identities.files) }
        return directory
    }()

    static func file(_ name: String) -> String { files + "/" + name }

    static func source(_ name: String) -> TLSConfiguration.Source { .file(file(name)) }

    static func identity(_ name: String) -> (certificate: String, key: String) {
        (file(name + ".pem"), file(name + ".key"))
    }

    private static let script = """
        set -euo pipefail
        umask 077
        mkdir -p "$1" && cd "$1"
        self() { openssl req -x509 -nodes -keyout $1.key -out $1.pem -days 30 "${@:2}"; }
        curve="-newkey ec -pkeyopt ec_paramgen_curve"
        self ca $curve:P-256 -subj "/O=Lab/CN=Lab CA"
        self other-ca $curve:P-256 -subj "/O=Elsewhere/CN=Other CA"
        issue() {
            openssl req -nodes $curve:P-256 -keyout $1.key -out $1.csr -subj "/O=Lab/CN=$1"
            openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -out $1.pem -days $3
        }
        issue client ca 30
        issue expired ca 0
        issue stranger other-ca 30
        self rsa -newkey rsa:2048 -subj "/CN=localhost"
        self weak -newkey rsa:1024 -subj "/CN=localhost"
        self curve $curve:P-224 -subj "/CN=localhost"
        openssl dsaparam -genkey -out dsa.key 1024
        openssl ec -in ca.key -aes128 -passout pass:secret -out secret.key
        """
}
