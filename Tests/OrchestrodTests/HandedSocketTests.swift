import Foundation
import Testing

/// As a service: on sockets that a service manager has made, without making any itself.
@Suite(.serialized) struct HandedSocketTests {
    @Test func `without a usable certificate the Unix socket is served, and TLS after a reload`()
        throws
    {
        let directory = try RunningDaemon.scratch()
        let files = directory + "/given"
        let service = try Service(
            directory, ["api": directory + "/api.sock", "api-tls": "127.0.0.1"],
            "tls: {certificate: \(files)/certificate.pem, key: \(files)/key.pem}\n")
        service.waitUntilItSays("serves with")
        #expect(service.said.contains("\(files)/certificate.pem: there is no such file"))
        let http = HTTPClient(socket: directory + "/api.sock")
        #expect(try http.get("/health").status == 200)
        #expect(try curl(service, "").status == 35, "curl's word for a handshake that fails")
        let program = RunningDaemon.programs + "/orchestrod"
        let made = try Outside([program, "--make-certificate", files, "--name", "127.0.0.1"])
        try #require(made.status == 0, "\(made.output)")
        service.signal(SIGHUP)
        service.waitUntilItSays("the configuration was read again")
        let certificate = files + "/certificate.pem"
        #expect(try curl(service, certificate).output == "200")
        try "no key".write(toFile: files + "/key.pem", atomically: true, encoding: .utf8)
        service.signal(SIGHUP)
        service.waitUntilItSays("\(files)/key.pem: ")
        #expect(try curl(service, certificate).output == "200", "the one before stays")
        #expect(try http.get("/health").status == 200)
    }

    @Test func `a socket of a network that is named as that of the machine is not served`() throws {
        let directory = try RunningDaemon.scratch()
        let why = "is a socket of a network, which is never served without TLS; name it `api-tls`"
        let alone = try Service(directory, ["api": "127.0.0.1"], "")
        #expect(alone.waitForExit() == 3)
        #expect(alone.said.contains("with the name `api` \(why)"), "\(alone.said)")
        #expect(alone.said.contains("no socket named `api` was handed over"))
        let both = try Service(
            directory, ["api": "127.0.0.1", "orchestrod.socket": directory + "/api.sock"], "")
        both.waitUntilItSays("serves with")
        #expect(both.said.contains(why))
        #expect(try HTTPClient(socket: directory + "/api.sock").get("/health").status == 200)
        let plain = try Outside([
            "curl", "-sS", "--noproxy", "*", "http://127.0.0.1:\(both.port)/health",
        ])
        #expect(plain.status == 7, "nobody listens: \(plain.output)")
    }

    @Test func `with one socket that fails the daemon ends, and does not go on with the other`()
        throws
    {
        let directory = try RunningDaemon.scratch()
        let files = directory + "/given"
        let program = RunningDaemon.programs + "/orchestrod"
        let made = try Outside([program, "--make-certificate", files, "--name", "127.0.0.1"])
        try #require(made.status == 0, "\(made.output)")
        let end = directory + "/end"
        try #require(mkfifo(end, 0o600) == 0)
        let service = try Service(
            directory, ["api": directory + "/api.sock", "api-tls": "127.0.0.1"],
            "tls: {certificate: \(files)/certificate.pem, key: \(files)/key.pem}\n")
        service.waitUntilItSays("serves with")
        #expect(try curl(service, files + "/certificate.pem").output == "200")
        try "now".write(toFile: end, atomically: false, encoding: .utf8)
        #expect(service.waitForExit() == 3)
        #expect(service.said.contains("a listening socket was closed"), "\(service.said)")
    }

    /// Asks for the health in TLS; gives curl's exit status and the status of the answer.
    private func curl(_ service: Service, _ certificate: String) throws -> Outside {
        let trusted = certificate.isEmpty ? ["--insecure"] : ["--cacert", certificate]
        return try Outside(
            ["curl", "-s", "--max-time", "30", "--noproxy", "*", "-o", "/dev/null"] + trusted
                + ["-w", certificate.isEmpty ? "" : "%{http_code}"]
                + ["https://127.0.0.1:\(service.port)/health"])
    }
}

/// The daemon with sockets that were made before it.
private final class Service {
    private let process = Process()
    private let errors = SaidErrors()
    /// The port of the socket of a network.
    let port: Int

    /// Each socket by its name: a path, or an address of this machine.
    init(_ directory: String, _ sockets: [String: String], _ configuration: String) throws {
        let file = directory + "/c.yaml"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        let given = sockets.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", "-c", Self.manager] + given + [
                "--", RunningDaemon.programs + "/orchestrod", "--config", file, "--state",
                directory + "/state", "--worker-socket", directory + "/worker.sock",
            ]
        process.standardInput = FileHandle.nullDevice
        (process.standardOutput, process.standardError) = (output, errors.pipe)
        try process.run()
        port = try #require(Int(output.fileHandleForReading.line()))
    }

    /// Makes the sockets, tells the port of the last one of a network, and becomes the daemon:
    /// the protocol of sd_listen_fds(3). Where there is a pipe `end` beside the configuration, the
    /// last socket is shut down when something is written there.
    private static let manager = """
        import fcntl, os, socket, sys
        split = sys.argv.index("--")
        names, made = sys.argv[1:split:2], []
        for place in sys.argv[2:split:2]:
            one = socket.socket(socket.AF_UNIX if "/" in place else socket.AF_INET)
            one.bind(place if "/" in place else (place, 0))
            one.listen()
            if one.family == socket.AF_INET:
                print(one.getsockname()[1], flush=True)
            # Beyond the places that they go to.
            made.append(fcntl.fcntl(one, fcntl.F_DUPFD, 100))
        end = os.path.dirname(sys.argv[split + 3]) + "/end"
        if os.path.exists(end) and os.fork() == 0:
            open(end).read()
            one.shutdown(socket.SHUT_RDWR)
            os._exit(0)
        for number, descriptor in enumerate(made):
            os.dup2(descriptor, 3 + number)
        variables = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(made))}
        variables["LISTEN_FDNAMES"] = ":".join(names)
        os.closerange(100, 200)
        os.execve(sys.argv[split + 1], sys.argv[split + 1:], {**os.environ, **variables})
        """

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGTERM) }
        process.waitUntilExit()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until it ends by itself; gives its status.
    func waitForExit() -> Int32 {
        errors.waitForEnd()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits until it has said that.
    func waitUntilItSays(_ text: String) { errors.wait(for: text) }

    var said: String { errors.text }
}
