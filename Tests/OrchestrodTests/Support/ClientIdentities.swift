import Foundation
import Testing

/// Certificates and keys of clients, made by the program `openssl`: `ca.pem`; of that authority
/// `ci`, `other` and `expired`; `stranger` of another one. `ci` also has the URI `spiffe://lab/ci`.
struct ClientIdentities {
    let directory: String

    init() throws {
        directory = try RunningDaemon.scratch()
        let made = try Outside(["bash", "-c", Self.script, "bash", directory])
        try #require(made.status == 0, "\(made.output)")
    }

    /// What curl is told to show it.
    func options(_ name: String) -> [String] {
        ["--cert", "\(directory)/\(name).pem", "--key", "\(directory)/\(name).key"]
    }

    private static let script = """
        set -euo pipefail
        umask 077
        cd "$1"
        curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256"
        self() { openssl req -x509 -nodes -keyout $1.key -out $1.pem -days 30 $curve -subj "$2"; }
        self ca "/O=Lab/CN=Lab CA"
        self other-ca "/O=Elsewhere/CN=Other CA"
        echo "subjectAltName=URI:spiffe://lab/ci" > uri
        issue() {
            openssl req -nodes $curve -keyout $1.key -out $1.csr -subj "/O=Lab/CN=$1"
            openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -out $1.pem -days $3 "${@:4}"
        }
        issue ci ca 30 -extfile uri
        issue other ca 30
        issue expired ca 0
        issue stranger other-ca 30
        """
}
