import Access
import Foundation
import Testing

@testable import orchestrod

/// The API by a network.
@Suite(.serialized) struct NetworkTests {
    @Test(
        arguments: [
            ("127.0.0.1:7443", "127.0.0.1:7443"), ("[::1]:0", "[::1]:0"), ("127.0.0.1", nil),
            ("localhost:7443", nil), ("127.0.0.1:65536", nil), ("127.0.0.1:+1", nil),
            ("::1:7443", nil), (":7443", nil), ("[::1]7443", nil), ("0.0.0.0:1", "0.0.0.0:1"),
        ] as [(String, String?)])
    func `an address to listen at is read`(_ text: String, _ read: String?) {
        #expect(ListenAddress(text: text)?.description == read)
    }

    @Test func `it serves TLS where it is told to, with a certificate of its own making`() throws {
        let daemon = try RunningDaemon.withTLS()
        #expect(daemon.said.contains("TLS is served at \(daemon.tlsAddress)\n"))
        let healthy = try daemon.curl("/health")
        #expect(healthy.status == 0)
        #expect(healthy.output.hasSuffix("\n200"))
        #expect(healthy.output.contains("\"status\":\"healthy\""))
        let files = FileManager.default
        let key = try files.attributesOfItem(atPath: daemon.directory + "/tls/key.pem")
        #expect(key[.posixPermissions] as? Int == 0o600)
        let made = daemon.content("tls/certificate.pem")
        daemon.stop()
        #expect(!files.fileExists(atPath: daemon.directory + "/tls-address"))
        let again = try RunningDaemon.withTLS(in: daemon.directory)
        #expect(again.content("tls/certificate.pem") == made)
        #expect(try again.curl("/health").status == 0)
    }

    @Test func `everything but its health needs a key`() throws {
        let daemon = try RunningDaemon.withTLS()
        for path in ["/api/v1/jobs", "/api/v1/jobs/1", "/metrics", "/nowhere", "/api/v1/status"] {
            let refused = try daemon.curl(path)
            #expect(refused.output.hasSuffix("401"), "\(path): \(refused.output)")
            #expect(refused.output.contains("urn:orchestro:problem:unauthenticated"))
        }
        let key = try daemon.makeKey(["read"])
        let bearer = ["-H", "Authorization: Bearer \(key.secret)"]
        #expect(try daemon.curl("/api/v1/jobs", bearer).output.hasSuffix("200"))
        let elsewhere = try daemon.makeKey(["read"], ["networks": ["192.0.2.0/24"]])
        let wrong = ["-H", "X-API-Key: \(elsewhere.secret)"]
        #expect(try daemon.curl("/api/v1/jobs", wrong).output.hasSuffix("401"))
    }

    @Test func `HTTP without TLS gets no answer`() throws {
        let daemon = try RunningDaemon.withTLS()
        let plain = try Outside([
            "curl", "-sS", "--noproxy", "*", "http://\(daemon.tlsAddress)/health",
        ])
        #expect(plain.status != 0)
        #expect(!plain.output.contains("healthy"))
    }

    @Test func `it listens at IPv6, too`() throws {
        let daemon = try RunningDaemon(["--listen", "[::1]:0"])
        #expect(daemon.tlsAddress.hasPrefix("[::1]:"))
        #expect(try daemon.curl("/health").output.hasSuffix("200"))
    }
}
