import Foundation
import Testing

/// Clients that take their time, or come in numbers.
@Suite(.serialized) struct SlowClientTests {
    /// Runs a Python program with `connect()`, which gives a connection in TLS.
    private func python(_ daemon: RunningDaemon, _ program: String) throws -> String {
        let start = """
            import json, socket, ssl, sys
            host, port = sys.argv[1].rsplit(":", 1)
            context = ssl.create_default_context(cafile=sys.argv[2])
            def connect():
                plain = socket.create_connection((host, int(port)), timeout=30)
                return context.wrap_socket(plain, server_hostname=host)
            def rest(client):
                heard = b""
                while part := client.recv(65536):
                    heard += part
                return heard.decode()

            """
        let run = try Outside([
            "python3", "-c", start + program, daemon.tlsAddress, daemon.certificate,
        ])
        #expect(run.status == 0, "\(run.output)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `a header that is never complete ends the connection`() throws {
        let daemon = try RunningDaemon.withTLS(configuration: "connections: {idle: 0.3}\n")
        let heard = try python(
            daemon,
            """
            client = connect()
            client.sendall(b"GET /health HTTP/1.1\\r\\nHost: x\\r\\nX-Slow: ")
            print(repr(rest(client)))
            client = connect()
            print(repr(rest(client)))
            """)
        #expect(heard == "''\n''")
        let connection = try Connection(daemon.directory + "/api.sock")
        connection.write(Array("GET /health HTTP/1.1\r\nHost: x\r\n".utf8))
        #expect(!connection.fill())
    }

    @Test func `a body that does not come on is refused`() throws {
        let daemon = try RunningDaemon.withTLS(configuration: "connections: {stall: 0.3}\n")
        let key = try daemon.makeKey(["submit"])
        let heard = try python(
            daemon,
            """
            client = connect()
            client.sendall(b"POST /api/v1/jobs HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 5000\\r\\n"
                b"Authorization: Bearer \(key.secret)\\r\\n\\r\\n{")
            print(rest(client))
            """)
        #expect(heard.hasPrefix("HTTP/1.1 408 Request Timeout"), "\(heard)")
        #expect(heard.contains("urn:orchestro:problem:request-timeout"))
        let connection = try Connection(daemon.directory + "/api.sock")
        connection.write(
            Array("POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".utf8))
        #expect(try connection.head().status == 408)
        #expect(try daemon.http.get("/health").status == 200)
    }

    @Test func `who does not take answers is cut off`() throws {
        let daemon = try RunningDaemon(configuration: "connections: {stall: 0.3}\n")
        let connection = try Connection(daemon.directory + "/api.sock")
        let request = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.write(Array(String(repeating: request, count: 200).utf8))
        #expect(connection.waitUntilHungUp(seconds: 30))
        #expect(try daemon.http.get("/health").status == 200)
    }

    @Test func `what is refused is not read to its end`() throws {
        let daemon = try RunningDaemon.withTLS()
        let heard = try python(
            daemon,
            """
            client = connect()
            client.sendall(b"POST /api/v1/jobs HTTP/1.1\\r\\nHost: x\\r\\n"
                b"Content-Length: 100000000\\r\\n\\r\\n")
            print(rest(client).split("\\r\\n")[0])
            """)
        #expect(heard == "HTTP/1.1 401 Unauthorized")
    }

    @Test func `an address has so many connections, and accounts keep theirs`() throws {
        let daemon = try RunningDaemon.withTLS(
            configuration: "connections: {total: 4, address: 2}\n")
        let program = """
            request = b"GET /health HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"
            clients, seen = [], []
            for _ in range(4):
                client = connect()
                client.sendall(request)
                clients.append(client)
                seen.append(client.recv(65536).decode().split(" ")[1])
            print(*seen, flush=True)
            """
        let heard = try python(daemon, program)
        #expect(heard == "200 200 429 429")
        let wider = try RunningDaemon.withTLS(configuration: "connections: {total: 4}\n")
        let holder = Process()
        let (into, from) = (Pipe(), Pipe())
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        let hold = """
            import socket, sys
            host, port = sys.argv[1].rsplit(":", 1)
            held = [socket.create_connection((host, int(port))) for _ in range(8)]
            closed = [client.recv(1) for client in held[4:]]
            print("held", flush=True)
            sys.stdin.read()
            """
        holder.arguments = ["-c", hold, wider.tlsAddress]
        (holder.standardInput, holder.standardOutput) = (into, from)
        try holder.run()
        #expect(from.fileHandleForReading.line() == "held")
        #expect(try wider.http.get("/health").status == 200)
        try into.fileHandleForWriting.close()
        holder.waitUntilExit()
    }
}
