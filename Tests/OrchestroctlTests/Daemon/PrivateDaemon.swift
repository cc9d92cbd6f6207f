import Foundation
import Testing

/// A daemon of its own for a test, in a directory of its own, with real workers.
final class PrivateDaemon {
    /// Runs `orchestroctl` against it.
    let client: Invocation
    private var process: Process?
    private var starts = 0
    private let listens: Bool

    /// `listens`: also in TLS, on this machine's loopback.
    init(configuration: String = "workers: 2\n", listens: Bool = false) throws {
        self.listens = listens
        client = try Invocation()
        let directory = client.directory + "/d"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        client.socket = directory + "/api.sock"
        try client.write("orchestrod.yaml", configuration)
        try client.write("log", "")
        try start()
    }

    deinit {
        process?.terminate()
        process?.waitUntilExit()
    }

    /// What it said so far.
    var log: String {
        do { return try client.text("log") } catch { return "\(error)" }
    }

    /// Starts it and waits until it serves.
    func start(listening: Bool = false) throws {
        // It is closed when the daemon is ready: connections that it wants kept for its next start
        // are closed with it.
        let ready = try ReadySocket(path: client.directory + "/n")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Invocation.built("orchestrod"))
        process.arguments = [
            "--user-mode", client.directory + "/d", "--config",
            client.directory + "/orchestrod.yaml",
        ]
        if listens || listening {
            process.arguments? += ["--listen", "127.0.0.1:\(try port() ?? 0)"]
        }
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": client.directory, "TMPDIR": client.directory,
            "NOTIFY_SOCKET": ready.path, "LANG": "C.UTF-8",
        ]
        process.standardInput = FileHandle.nullDevice
        let output = try #require(FileHandle(forWritingAtPath: client.directory + "/log"))
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        let path = ready.path
        // The end of an earlier one may be told late.
        starts += 1
        let ended = "ENDED=\(starts)"
        process.terminationHandler = { _ in ReadySocket.send(ended, to: path) }
        try process.run()
        self.process = process
        let said = try ready.wait(for: ["READY=1", ended])
        try #require(said == "READY=1", "\(log)")
    }

    /// Where it listened in TLS; nil: it has not been started.
    func port() throws -> Int? {
        guard FileManager.default.fileExists(atPath: client.directory + "/d/tls-address") else {
            return nil
        }
        let text = try client.text("d/tls-address")
        return Int(text.split(separator: ":").last?.dropLast() ?? "")
    }

    /// Ends it with that signal and waits for its end.
    func stop(_ signal: Int32) throws {
        let process = try #require(process)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        self.process = nil
    }

    /// A scenario that tells by a pipe that it runs, and then runs until it is stopped.
    func writeEndless(_ name: String) throws -> Started {
        let fifo = client.directory + "/\(name).started"
        try #require(mkfifo(fifo, 0o600) == 0)
        try client.write(
            "\(name).yaml",
            "command: sh -c 'echo $$ > \(fifo); exec sleep 1000'\nsteps: [{expect: never}]\n"
                + "timeout: 1000\ndeadline: 1000\n")
        return Started(fifo: fifo)
    }

    /// The start of an endless scenario.
    struct Started {
        let fifo: String

        /// Waits for it; gives the program's process.
        func wait() throws -> Int32 {
            let reader = try #require(FileHandle(forReadingAtPath: fifo))
            let text = String(decoding: reader.readDataToEndOfFile(), as: UTF8.self)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}

/// The socket that services tell their manager by.
private final class ReadySocket {
    let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let bound = Self.withAddress(path) { [descriptor] in bind(descriptor, $0, $1) }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    /// Waits for one of the messages.
    func wait(for wanted: [String]) throws -> String {
        while true {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            try #require(count > 0)
            let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
            for line in lines where wanted.contains(String(line)) { return String(line) }
        }
    }

    static func send(_ text: String, to path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        _ = withAddress(path) { address, size in
            sendto(descriptor, text, text.utf8.count, 0, address, size)
        }
    }

    private static func withAddress(
        _ path: String, _ use: (UnsafePointer<sockaddr>, socklen_t) -> some BinaryInteger
    ) -> Int {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Int(use($0, socklen_t(MemoryLayout<sockaddr_un>.size)))
            }
        }
    }
}
