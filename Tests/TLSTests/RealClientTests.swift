import Foundation
import Testing

@testable import TLS

/// curl, Python and `openssl s_client` against a server on the loopback interface.
@Suite struct RealClientTests {
    /// Runs with a server, and with a file that holds its certificate.
    private func with(
        _ service: LoopbackServer.Service, _ context: TLSContext = Identities.context,
        _ work: (LoopbackServer, _ trusted: String) async throws -> Void
    ) async throws {
        let trusted = NSTemporaryDirectory() + "orchestro-trusted-\(UUID().uuidString).pem"
        try Identities.server.certificate.write(
            toFile: trusted, atomically: true, encoding: .utf8)
        let server = try await LoopbackServer(service, context)
        do {
            try await work(server, trusted)
        } catch {
            Issue.record(error)
        }
        try FileManager.default.removeItem(atPath: trusted)
        try await server.stop()
    }

    private func curl(
        _ server: LoopbackServer, _ trusted: String, _ path: String, _ options: [String] = []
    ) async throws -> Outside.Result {
        try await Outside.run(
            ["curl", "-sS", "--max-time", "60", "--noproxy", "*", "--cacert", trusted] + options + [
                "https://127.0.0.1:\(server.port)\(path)"
            ])
    }

    @Test(arguments: [("--tlsv1.3", "TLSv1.3"), ("--tls-max=1.2", "TLSv1.2")])
    func `curl is served`(_ option: String, _ version: String) async throws {
        try await with(.http) { server, trusted in
            let options = option.split(separator: "=").map(String.init)
            let result = try await curl(server, trusted, "/", options)
            #expect(result.status == 0)
            #expect(result.output == version + " nobody")
        }
    }

    @Test func `curl gets and puts much over one connection`() async throws {
        try await with(.http) { server, trusted in
            let big = Identities.file("big-\(UUID().uuidString)")
            try Data(repeating: 7, count: 8 << 20).write(to: URL(fileURLWithPath: big))
            let got = try await curl(
                server, trusted, "/8388608",
                ["-o", "/dev/null", "-w", "%{size_download} %{num_connects}"])
            #expect(got.output == "8388608 1")
            let put = try await curl(server, trusted, "/", ["-T", big])
            #expect(put.output == "8388608")
        }
    }

    @Test func `curl refuses a certificate it does not trust, and takes the renewed one`()
        async throws
    {
        try await with(.http) { server, trusted in
            let other = Identities.made(["127.0.0.1"], days: 1)
            let path = trusted + ".other"
            try other.certificate.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try await curl(server, path, "/").status == 60)
            try server.holder.reload(Identities.configuration(other), now: Identities.now)
            #expect(try await curl(server, path, "/").output == "TLSv1.3 nobody")
            #expect(try await curl(server, trusted, "/").status == 60)
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func `a client's certificate reaches the application`() async throws {
        let context = Identities.context(
            Identities.server, .required(authorities: Identities.source("ca.pem")))
        try await with(.http, context) { server, trusted in
            func identity(_ name: String) -> [String] {
                let files = Identities.identity(name)
                return ["--cert", files.certificate, "--key", files.key]
            }
            let known = try await curl(server, trusted, "/", identity("client"))
            #expect(known.output == "TLSv1.3 CN=client,O=Lab")
            #expect(try await curl(server, trusted, "/", identity("stranger")).status != 0)
            #expect(try await curl(server, trusted, "/").status != 0)
        }
    }

    @Test func `Python keeps a connection and ends it in order`() async throws {
        let program = """
            import http.client, socket, ssl, sys
            port, trusted = int(sys.argv[1]), sys.argv[2]
            context = ssl.create_default_context(cafile=trusted)
            client = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=5)
            for count in [1, 16384, 300000] * 20:
                client.request("GET", f"/{count}")
                assert len(client.getresponse().read()) == count
            plain = client.sock.unwrap()
            assert plain.recv(1) == b""
            print("done")
            """
        try await with(.http) { server, trusted in
            let result = try await Outside.run(
                ["python3", "-c", program, "\(server.port)", trusted])
            #expect(result.output == "done\n")
        }
    }

    @Test func `Python hears back all it says, also when it takes nothing for long`()
        async throws
    {
        let program = """
            import socket, ssl, sys
            port, trusted = int(sys.argv[1]), sys.argv[2]
            context = ssl.create_default_context(cafile=trusted)
            plain = socket.create_connection(("127.0.0.1", port), timeout=60)
            client = context.wrap_socket(plain, server_hostname="localhost")
            data = bytes(range(256)) * 8192
            client.sendall(data)
            heard = b""
            while len(heard) < len(data):
                heard += client.recv(65536)
            assert heard == data
            print(client.version())
            """
        try await with(.echo) { server, trusted in
            let result = try await Outside.run(
                ["python3", "-c", program, "\(server.port)", trusted])
            #expect(result.output == "TLSv1.3\n")
        }
    }

    @Test func `s_client verifies the server and is served`() async throws {
        try await with(.echo) { server, trusted in
            let result = try await Outside.run(
                [
                    "openssl", "s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile",
                    trusted, "-verify_return_error", "-verify_hostname", "localhost", "-alpn",
                    "http/1.1", "-tls1_2",
                ], input: "hello\n")
            #expect(result.status == 0)
            #expect(result.output.contains("Verification: OK"))
            #expect(result.output.contains("Protocol  : TLSv1.2"))
            #expect(result.output.contains("ALPN protocol: http/1.1"))
        }
    }

    @Test(arguments: [["-tls1_1"], ["-tls1"], ["-tls1_2", "-cipher", "AES128-SHA"]])
    func `s_client is refused with what is weak`(_ options: [String]) async throws {
        try await with(.echo) { server, _ in
            let result = try await Outside.run(
                [
                    "openssl", "s_client", "-connect", "127.0.0.1:\(server.port)",
                ] + options)
            #expect(result.status != 0)
        }
    }

    @Test func `s_client finds no renegotiation, no compression and no tickets`() async throws {
        try await with(.echo) { server, trusted in
            let result = try await Outside.run(
                [
                    "openssl", "s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile",
                    trusted, "-tls1_2",
                ], input: "R\n")
            #expect(result.output.contains("RENEGOTIATING"))
            #expect(result.output.contains("no renegotiation"))
            #expect(result.output.contains("Compression: NONE"))
            #expect(result.output.contains("Server Temp Key: X25519"))
            #expect(!result.output.contains("TLS session ticket:"))
        }
    }
}
