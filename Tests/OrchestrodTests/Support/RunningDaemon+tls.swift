import Foundation
import Testing

extension RunningDaemon {
    /// One that also serves TLS on the loopback interface.
    static func withTLS(
        in directory: String? = nil, configuration: String = "workers: 2\n"
    ) throws -> RunningDaemon {
        try RunningDaemon(
            in: directory, configuration: configuration, ["--listen", "127.0.0.1:0"])
    }

    /// Where TLS is served: `127.0.0.1:PORT`.
    var tlsAddress: String {
        content("tls-address").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The file with the certificate that it made itself.
    var certificate: String { directory + "/tls/certificate.pem" }

    /// Asks by curl in TLS; gives curl's exit status and what it printed, the status of the answer
    /// behind the body.
    func curl(
        _ path: String, _ options: [String] = [], trusting certificate: String? = nil
    ) throws -> Outside {
        try Outside(
            [
                "curl", "-sS", "--max-time", "30", "--noproxy", "*", "-w", "%{http_code}",
                "--cacert", certificate ?? self.certificate,
            ] + options + ["https://\(tlsAddress)\(path)"])
    }
}

/// A program of the system that was run to its end.
struct Outside {
    var status: Int32
    /// Standard output and standard error.
    var output: String

    /// Runs it with that input, and these variables more than the test has; one that hangs is ended
    /// after so many seconds.
    init(
        _ command: [String], input: String = "", variables: [String: String] = [:],
        in directory: String? = nil, seconds: Int = 60
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", String(seconds)] + command
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let (into, from) = (Pipe(), Pipe())
        process.standardInput = into
        process.standardOutput = from
        process.standardError = from
        try process.run()
        // A program may end without reading what it was given.
        try? into.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try into.fileHandleForWriting.close()
        output = String(
            decoding: from.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }
}

extension FileHandle {
    /// The next line of a program; what there is when it has ended.
    func line() -> String {
        var bytes: [UInt8] = []
        while let byte = readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
