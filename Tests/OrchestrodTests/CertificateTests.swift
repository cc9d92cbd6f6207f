import Foundation
import Testing

@testable import orchestrod

/// The certificate that the daemon shows, and those that clients show it.
@Suite(.serialized) struct CertificateTests {
    private func fingerprint(_ certificate: String) throws -> String {
        let printed = try Outside([
            "openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate,
        ])
        return printed.output.trimmingCharacters(in: .whitespacesAndNewlines)
            .replacingOccurrences(of: "sha256 Fingerprint=", with: "sha256:")
    }

    private func configuration(_ identities: ClientIdentities, _ clients: String) -> String {
        """
        workers: 1
        tls:
          client_ca: \(identities.directory)/ca.pem
          clients:
            \(clients)

        """
    }

    @Test func `a certificate stands for an account, with its scopes and its limit`() throws {
        let identities = try ClientIdentities()
        let daemon = try RunningDaemon.withTLS(
            configuration: configuration(
                identities,
                "\"CN=ci,O=Lab\": {account: \(RunningDaemon.account), scopes: [read],"
                    + " requests_per_minute: 4}"))
        let job = try daemon.submit("command: echo a")
        let ci = identities.options("ci")
        let seen = try daemon.curl("/api/v1/jobs/\(job)", ci + ["-D", "-"])
        #expect(seen.output.hasSuffix("200"), "\(seen.output)")
        #expect(seen.output.lowercased().contains("ratelimit-policy: \"certificate\";q=4;w=60"))
        let cancelled = try daemon.curl("/api/v1/jobs/\(job)", ci + ["-X", "DELETE"])
        #expect(cancelled.output.hasSuffix("403"))
        #expect(cancelled.output.contains("the certificate does not have the scope `cancel`"))
        // Who holds a certificate makes no keys, as with a key.
        let key = try daemon.curl("/api/v1/keys", ci + ["-d", "{\"name\": \"a\"}"])
        #expect(key.output.hasSuffix("403"))
        // Browsers send certificates along with what any page has them send.
        let foreign = try daemon.curl(
            "/api/v1/jobs", ci + ["-H", "Origin: https://evil.example", "-F", "job={}"])
        #expect(foreign.output.hasSuffix("403"))
        #expect(foreign.output.contains("pages of https://evil.example may not"))
        #expect(try daemon.curl("/api/v1/jobs", ci).output.hasSuffix("429"))
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let entries = try again.http.get("/api/v1/audit?limit=100").text
        #expect(entries.contains("\"origin\":\"127.0.0.1 CN=ci,O=Lab\""), "\(entries)")
        #expect(entries.contains("\"action\":\"rate_limited\""))
    }

    @Test func `a URI of a certificate is taken for no fingerprint and no subject`() {
        for uri in ["spiffe://lab/ci", "urn:ci", "https://ci.example/?a=b"] {
            #expect(ClientCertificate.isOwnKind(uri), "\(uri)")
        }
        for uri in ["CN=ci,O=Lab", "O=Lab,CN=a:b", "sha256:00ff", "SHA256:00ff", "ci", "", ":x"] {
            #expect(!ClientCertificate.isOwnKind(uri), "\(uri)")
        }
    }

    @Test func `a certificate that stands for nobody is as good as none, and a key wins`() throws {
        let identities = try ClientIdentities()
        let name = try fingerprint(identities.directory + "/ci.pem")
        let daemon = try RunningDaemon.withTLS(
            configuration: configuration(
                identities, "\"\(name)\": {account: \(RunningDaemon.account), scopes: [admin]}"))
        let other = identities.options("other")
        #expect(try daemon.curl("/api/v1/jobs", other).output.hasSuffix("401"))
        #expect(try daemon.curl("/health", other).output.hasSuffix("200"))
        let key = try daemon.makeTenant("daemon", ["read"])
        let bearer = ["-H", "Authorization: Bearer \(key.secret)"]
        #expect(try daemon.curl("/api/v1/jobs", other + bearer).output.hasSuffix("200"))
        let job = try daemon.submit("command: echo a")
        let ci = identities.options("ci")
        #expect(try daemon.curl("/api/v1/jobs/\(job)", ci).output.hasSuffix("200"))
        #expect(try daemon.curl("/api/v1/jobs/\(job)", ci + bearer).output.hasSuffix("404"))
        let wrong = ["-H", "Authorization: Bearer orchestro_wrong"]
        #expect(try daemon.curl("/api/v1/jobs/\(job)", ci + wrong).output.hasSuffix("401"))
    }

    @Test func `a certificate is known by its URI; an account that is not there is told`() throws {
        let identities = try ClientIdentities()
        let daemon = try RunningDaemon.withTLS(
            configuration: configuration(
                identities, "\"spiffe://lab/ci\": {account: no-such-account}"))
        let answer = try daemon.curl("/api/v1/jobs", identities.options("ci"))
        #expect(answer.output.hasSuffix("403"))
        #expect(answer.output.contains("`no-such-account`, which this machine does not have"))
    }

    @Test(arguments: [("expired", "certificate expired"), ("stranger", "unknown ca")])
    func `a certificate that does not verify ends the handshake and is told`(
        _ name: String, _ alert: String
    ) throws {
        let identities = try ClientIdentities()
        let daemon = try RunningDaemon.withTLS(
            configuration: configuration(
                identities, "\"CN=\(name),O=Lab\": {account: \(RunningDaemon.account)}"))
        #expect(try daemon.curl("/health", identities.options(name)).status != 0)
        let shown = try Outside(
            [
                "openssl", "s_client", "-connect", daemon.tlsAddress, "-tls1_2",
                "-cert", "\(identities.directory)/\(name).pem",
                "-key", "\(identities.directory)/\(name).key",
            ], input: "")
        #expect(shown.output.contains("alert \(alert)"), "\(shown.output)")
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let entries = try again.http.get("/api/v1/audit?limit=100").text
        #expect(entries.contains("\"action\":\"certificate_refused\""), "\(entries)")
        #expect(entries.contains("\"origin\":\"127.0.0.1\""))
    }

    @Test func `clients agree on HTTP/1.1, and others are refused`() throws {
        let daemon = try RunningDaemon.withTLS()
        func ask(_ protocols: String, _ input: String) throws -> Outside {
            try Outside(
                [
                    "openssl", "s_client", "-connect", daemon.tlsAddress, "-CAfile",
                    daemon.certificate, "-verify_return_error", "-alpn", protocols, "-ign_eof",
                ], input: input)
        }
        let request = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let served = try ask("h2,http/1.1", request)
        #expect(served.output.contains("ALPN protocol: http/1.1"))
        #expect(served.output.contains("HTTP/1.1 200 OK"))
        #expect(try ask("h2", request).output.contains("alert no application protocol"))
    }

    @Test func `a reload changes the certificate and drops no connection`() throws {
        let daemon = try RunningDaemon.withTLS()
        let client = try LiveClient(daemon)
        #expect(client.ask() == "200")
        let first = try fingerprint(daemon.certificate)
        let old = daemon.directory + "/old.pem"
        try FileManager.default.copyItem(atPath: daemon.certificate, toPath: old)
        try FileManager.default.removeItem(atPath: daemon.directory + "/tls")
        daemon.signal(SIGHUP)
        daemon.waitUntilItSays("the configuration was read again")
        daemon.waitUntilItSays(try fingerprint(daemon.certificate).plain)
        #expect(try fingerprint(daemon.certificate) != first)
        #expect(try daemon.curl("/health").output.hasSuffix("200"))
        #expect(try daemon.curl("/health", trusting: old).status == 60)
        #expect(client.ask() == "200")

        let good = daemon.content("tls/certificate.pem")
        try "no certificate".write(
            toFile: daemon.certificate, atomically: true, encoding: .utf8)
        daemon.signal(SIGHUP)
        daemon.waitUntilItSays("this is not PEM")
        #expect(client.ask() == "200")
        let trusted = daemon.directory + "/good.pem"
        try good.write(toFile: trusted, atomically: true, encoding: .utf8)
        #expect(try daemon.curl("/health", trusting: trusted).output.hasSuffix("200"))
    }

    @Test func `a first certificate is made once, for the names that are asked for`() throws {
        let directory = try RunningDaemon.scratch() + "/tls"
        let program = RunningDaemon.programs + "/orchestrod"
        let make = [program, "--make-certificate", directory, "--name"]
        let made = try Outside(make + ["lab.example", "--name", "192.0.2.7"])
        #expect(made.status == 0, "\(made.output)")
        let certificate = directory + "/certificate.pem"
        #expect(made.output.contains("SHA-256 \(try fingerprint(certificate).plain)\n"))
        #expect(made.output.contains("--server https://lab.example:7443"))
        // The command that it names is one, but for the key's file.
        let command = made.output.split(separator: "\n").last?.drop { $0 == " " } ?? ""
        let tried = try Outside(["sh", "-c", "\(RunningDaemon.programs)/\(command)"])
        #expect(tried.status == 4)
        #expect(tried.output.contains("the key file FILE is refused"), "\(tried)")
        let text = try Outside(["openssl", "x509", "-noout", "-text", "-in", certificate]).output
        #expect(text.contains("DNS:lab.example, IP Address:192.0.2.7"))
        let key = try FileManager.default.attributesOfItem(atPath: directory + "/key.pem")
        #expect(key[.posixPermissions] as? Int == 0o600)
        let again = try Outside(make + ["lab.example"])
        #expect(again.status == 3)
        #expect(again.output.contains("there is such a file already"))
        let wrong = try Outside(make + ["no name"])
        #expect(wrong.status == 2)
        #expect(wrong.output.contains("`no name` is neither a host name nor an address"))
    }

    @Test func `a certificate of the settings is shown; one that is not there ends the start`()
        throws
    {
        let files = try RunningDaemon.scratch() + "/given"
        let program = RunningDaemon.programs + "/orchestrod"
        try #require(
            try Outside([program, "--make-certificate", files, "--name", "127.0.0.1"]).status == 0)
        let settings = "tls: {certificate: \(files)/certificate.pem, key: \(files)/key.pem}\n"
        let daemon = try RunningDaemon.withTLS(configuration: settings)
        let given = files + "/certificate.pem"
        #expect(try daemon.curl("/health", trusting: given).output.hasSuffix("200"))
        #expect(!FileManager.default.fileExists(atPath: daemon.certificate))
        daemon.stop()
        try FileManager.default.removeItem(atPath: files + "/key.pem")
        let refused = try Outside([
            program, "--user-mode", daemon.directory, "--config",
            daemon.directory + "/orchestrod.yaml", "--listen", "127.0.0.1:0",
        ])
        #expect(refused.status == 3)
        #expect(refused.output.contains("\(files)/key.pem: there is no such file"))
    }
}

extension String {
    /// A fingerprint as the daemon writes it.
    fileprivate var plain: String {
        replacingOccurrences(of: "sha256:", with: "").replacingOccurrences(of: ":", with: "")
            .lowercased()
    }
}

/// A client that keeps its connection between requests.
private final class LiveClient {
    private let process = Process()
    private let (into, from) = (Pipe(), Pipe())

    init(_ daemon: RunningDaemon) throws {
        let program = """
            import http.client, ssl, sys
            context = ssl.create_default_context(cafile=sys.argv[2])
            host, port = sys.argv[1].rsplit(":", 1)
            client = http.client.HTTPSConnection(host, int(port), context=context, timeout=30)
            client.connect()
            first = client.sock
            for line in sys.stdin:
                client.request("GET", "/health")
                answer = client.getresponse()
                answer.read()
                print(answer.status if client.sock is first else "dropped", flush=True)
            """
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program, daemon.tlsAddress, daemon.certificate]
        (process.standardInput, process.standardOutput) = (into, from)
        try process.run()
    }

    deinit {
        // It ends with its input, whether that can still be closed or not.
        try? into.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Makes a request; gives the status, or `dropped` when it needed another connection.
    func ask() -> String {
        into.fileHandleForWriting.write(Data("go\n".utf8))
        return from.fileHandleForReading.line()
    }
}
