import Foundation
import Testing

/// A daemon on another machine, as far as the client can tell.
@Suite struct RemoteTests {
    @Test func `it is asked with key and certificate, or by a context`() throws {
        let remote = try RemoteDaemon()
        let status = try remote.run("status")
        #expect(status.status == 0, "\(status)")
        #expect(status.output.hasPrefix("daemon:       \(try remote.server)\n"), "\(status)")
        let added = try remote.there.run(
            "context add lab --server \(try remote.server) --key-file k --ca-file ca.pem")
        #expect(added.status == 0)
        #expect(try remote.there.run("list --context lab").output == "no jobs\n")
        _ = try remote.there.run("context use lab")
        #expect(try remote.there.run("status").output.contains("(context lab)"))
        let local = try remote.daemon.client.run("status").output
        #expect(local.hasPrefix("daemon:       \(remote.daemon.client.directory)"), "\(local)")
    }

    @Test func `what keeps it from answering is told with what to do`() throws {
        let remote = try RemoteDaemon()
        let server = try remote.server
        let unknown = try remote.there.run("status --server \(server) --key-file k")
        #expect(unknown.status == 3)
        #expect(unknown.error.contains("is not trusted: nobody whom this system knows"))
        #expect(unknown.error.contains("--ca-file"), "\(unknown)")
        let none = try remote.there.run("status --server \(server) --ca-file ca.pem")
        #expect(none.status == 4)
        #expect(none.error.contains("key create"), "\(none)")
        try remote.writeKey("r", scopes: "read")
        #expect(try remote.daemon.client.run("key revoke 2").status == 0)
        let revoked = try remote.there.run(
            "status --server \(server) --ca-file ca.pem --key-file r")
        #expect(revoked.status == 4)
        #expect(revoked.error.contains("the key in r is refused"), "\(revoked)")
        #expect(revoked.error.contains("orchestroctl key list"), "\(revoked)")
        let missing = try remote.there.run("status --server \(server) --ca-file nothing")
        #expect(missing.status == 2)
        #expect(missing.error.contains("nothing: No such file"), "\(missing)")
        let other = try remote.there.run("status --server \(server) --ca-file k")
        #expect(other.status == 2)
        #expect(other.error.contains("BEGIN CERTIFICATE"), "\(other)")
        let plain = server.replacing("https", with: "http")
        let greeted = try remote.there.run("status --server \(plain) --key-file k")
        #expect(greeted.status == 3)
        #expect(greeted.error.contains("Then it is \(server)"), "\(greeted)")
        let info = try remote.run("api info")
        #expect(info.output.contains("Bearer $(cat k)\""), "\(info)")
        let drain = try remote.run("drain")
        #expect(drain.status == 4)
        #expect(drain.error.contains("needs the scope `admin`"), "\(drain)")
    }

    @Test func `a key does no more than its scopes`() throws {
        let remote = try RemoteDaemon()
        try remote.writeKey("r", scopes: "read")
        try remote.there.write("s/a.yaml", JobCommandTests.good)
        let server = try remote.server
        let options = "--server \(server) --ca-file ca.pem --key-file r"
        let refused = try remote.there.run("submit --upload s \(options)")
        #expect(refused.status == 4)
        #expect(refused.error.contains("scope `submit`"), "\(refused)")
        #expect(try remote.uploads() == [])
    }

    @Test func `nobody, somebody else and no TLS are told apart`() throws {
        let there = try Invocation()
        let port = try SilentPort()
        let none = try there.run("status --server https://127.0.0.1:1")
        #expect(none.status == 3)
        #expect(none.error.contains("Connection refused"), "\(none)")
        #expect(none.error.contains("orchestrod-tls.socket"))
        let unknown = try there.run("status --server https://no-such-host.invalid")
        #expect(unknown.status == 3)
        #expect(unknown.error.contains("cannot be reached"), "\(unknown)")
        let plain = try port.run(
            there, "status --server https://127.0.0.1:\(port.number)",
            answer: "SSH-2.0-OpenSSH_9.2\r\n")
        #expect(plain.status == 3)
        #expect(plain.error.contains("does not speak TLS"), "\(plain)")
    }

    @Test func `without TLS no proxy is used, which would read the key`() throws {
        let there = try Invocation()
        let nobody = "http://127.0.0.1:1"
        there.environment = ["http_proxy": nobody, "ALL_PROXY": nobody]
        let port = try SilentPort()
        let result = try port.run(
            there, "status --server http://127.0.0.1:\(port.number)",
            answer: "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n")
        #expect(result.error.contains("HTTP status 500"), "\(result)")
    }

    @Test func `an answer that ends half-way is told`() throws {
        let there = try Invocation()
        let port = try SilentPort()
        let broken = try port.run(
            there, "status --server http://127.0.0.1:\(port.number)",
            answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n"
                + "\r\n{\"version\"")
        #expect(broken.status == 3)
        #expect(broken.error.contains("broke"), "\(broken)")
    }

    @Test func `a certificate for other names is refused`() throws {
        let daemon = try PrivateDaemon()
        try daemon.stop(SIGTERM)
        let directory = daemon.client.directory
        try daemon.client.write("d/tls/x", "")
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", directory + "/d/tls/key.pem", "-out", directory + "/d/tls/certificate.pem",
            "-subj", "/CN=other", "-addext", "subjectAltName=DNS:other.example", "-days", "30",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: directory + "/d/tls/key.pem")
        try daemon.start(listening: true)
        let port = try #require(try daemon.port())
        let result = try daemon.client.run(
            "status --server https://127.0.0.1:\(port) --ca-file d/tls/certificate.pem")
        #expect(result.status == 3)
        #expect(result.error.contains("is for other names"), "\(result)")
    }
}

/// A port of this machine that gives one answer to whoever comes.
struct SilentPort {
    let number: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard bind(descriptor, address, size) == 0, listen(descriptor, 1) == 0 else {
                    return -1
                }
                return getsockname(descriptor, address, &size)
            }
        }
        try #require(port == 0)
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Runs a command and gives its connection that answer when it has asked.
    func run(
        _ invocation: Invocation, _ arguments: String, answer: String
    ) throws -> Invocation.Result {
        let descriptor = descriptor
        let thread = Thread {
            let connection = accept(descriptor, nil, nil)
            var bytes = [UInt8](repeating: 0, count: 4096)
            _ = recv(connection, &bytes, bytes.count, 0)
            _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
            close(connection)
            close(descriptor)
        }
        thread.start()
        return try invocation.run(arguments)
    }
}
