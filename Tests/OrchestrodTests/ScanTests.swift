import Foundation
import Testing

/// The TLS of a running daemon as the scanner sslyze sees it: nothing weak is offered, and nothing
/// that is not meant to be.
@Suite(.serialized, .enabled(if: PythonClient.scanner != nil, PythonClient.absence))
struct ScanTests {
    private let scanner: PythonClient

    init() throws { scanner = try #require(PythonClient.scanner) }

    /// What the scanner finds.
    private struct Findings: Equatable {
        var versions: [String: [String]]
        var groups: [String]
        var areKeysEphemeral: Bool
        var others: [String: String]

        /// What is right, by the name that suites of TLS 1.2 have for the kind of certificate.
        init(certificate kind: String) {
            versions = [
                "tls_1_2": [
                    "TLS_ECDHE_\(kind)_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_\(kind)_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_\(kind)_WITH_CHACHA20_POLY1305_SHA256",
                ],
                "tls_1_3": [
                    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                ],
            ]
            groups = ["X25519", "secp256r1"]
            areKeysEphemeral = true
            others = [
                "supports_compression": "0", "supports_early_data": "0",
                "supports_fallback_scsv": "1", "supports_ems_extension": "1",
                "supports_secure_renegotiation": "1",
                "is_vulnerable_to_client_renegotiation_dos": "0",
                "client_renegotiations_success_count": "0",
                "session_id_successful_resumptions_count": "0",
                "tls_ticket_successful_resumptions_count": "0",
                "is_vulnerable_to_heartbleed": "0", "is_vulnerable_to_ccs_injection": "0",
                "robot_result": "NOT_VULNERABLE_RSA_NOT_SUPPORTED",
            ]
        }

        init(_ facts: [String: Any]) {
            versions = facts["versions"] as? [String: [String]] ?? [:]
            groups = facts["groups"] as? [String] ?? []
            areKeysEphemeral = facts["ephemeral"] as? Bool ?? false
            others = (facts["others"] as? [String: Any] ?? [:]).mapValues { "\($0)" }
        }
    }

    @Test func `with the certificate that it makes itself nothing weak is offered`() throws {
        let daemon = try RunningDaemon.withTLS()
        let found = Findings(try scanner.run(daemon.tlsAddress))
        #expect(found == Findings(certificate: "ECDSA"))
        #expect(try daemon.curl("/health").output.hasSuffix("200"))
    }

    @Test func `with a certificate of RSA nothing weak is offered`() throws {
        let pair = try rsaPair()
        let daemon = try RunningDaemon.withTLS(
            configuration: "tls: {certificate: \(pair.certificate), key: \(pair.key)}\n")
        let found = Findings(try scanner.run(daemon.tlsAddress))
        #expect(found == Findings(certificate: "RSA"))
    }

    @Test func `what is weak elsewhere is found`() throws {
        let pair = try rsaPair()
        let server = try WeakServer(certificate: pair.certificate, key: pair.key)
        let found = Findings(try scanner.run(server.address))
        let right = Findings(certificate: "RSA")
        #expect(found.versions["tls_1_0"]?.contains("TLS_RSA_WITH_AES_128_CBC_SHA") == true)
        #expect(found.versions["tls_1_1"] != nil)
        #expect(found.groups.contains("secp521r1"))
        #expect(!found.areKeysEphemeral)
        for name in [
            "is_vulnerable_to_client_renegotiation_dos", "robot_result",
            "tls_ticket_successful_resumptions_count",
        ] {
            #expect(found.others[name] != right.others[name], "\(name)")
        }
    }

    private func rsaPair() throws -> (certificate: String, key: String) {
        let directory = try RunningDaemon.scratch()
        let (certificate, key) = (directory + "/rsa.pem", directory + "/rsa.key")
        let made = try Outside([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=lab",
            "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-keyout", key, "-out",
            certificate,
        ])
        try #require(made.status == 0, "\(made.output)")
        return (certificate, key)
    }
}

/// OpenSSL's own server, with everything allowed that it still has.
private final class WeakServer {
    private let process = Process()
    let address: String

    init(certificate: String, key: String) throws {
        let from = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key",
            key, "-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1", "-groups",
            "P-521:P-256:X25519", "-client_renegotiation",
        ]
        process.standardInput = FileHandle.nullDevice
        (process.standardOutput, process.standardError) = (from, FileHandle.nullDevice)
        try process.run()
        var line = from.fileHandleForReading.line()
        while !line.isEmpty, !line.hasPrefix("ACCEPT ") {
            line = from.fileHandleForReading.line()
        }
        address = String(line.dropFirst("ACCEPT ".count))
        try #require(!address.isEmpty, "openssl s_server does not listen")
    }

    deinit {
        // Other signals are blocked in what a test's thread starts.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
