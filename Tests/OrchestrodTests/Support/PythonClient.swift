import Foundation
import Testing

/// A Python with the packages of a requirements.txt beside this file, in a virtual environment that
/// is made when it is first needed.
struct PythonClient {
    private static let support = URL(filePath: #filePath).deletingLastPathComponent()

    let python: URL
    let script: String

    /// The client for WebSockets; nil when the package `websockets` cannot be had.
    static let sockets = PythonClient(folder: "WebSockets", script: "sockets.py")

    /// The client for GraphQL; nil when the package `gql` cannot be had.
    static let graphQL = PythonClient(folder: "GraphQL", script: "client.py")

    /// Said when a test is skipped.
    static let absence: Comment =
        "a package of requirements.txt is not installed and could not be fetched"

    private init?(folder: String, script: String) {
        let place = Self.support.appending(path: folder)
        let home = Self.support.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/python-\(folder)")
        python = home.appending(path: "bin/python3")
        self.script = place.appending(path: script).path()
        let requirements = place.appending(path: "requirements.txt").path()
        let install = ["-m", "pip", "install", "--quiet", "--requirement", requirements]
        let system = URL(filePath: "/usr/bin/python3")
        let isThere =
            Self.succeeds(python, install + ["--no-index"])
            || Self.succeeds(system, ["-m", "venv", home.path()])
                && Self.succeeds(python, install)
        guard isThere else { return nil }
    }

    private static func succeeds(_ python: URL, _ arguments: [String]) -> Bool {
        guard let process = start(python, arguments) else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static func start(
        _ python: URL, _ arguments: [String], input: Pipe? = nil, output: Pipe? = nil
    ) -> Process? {
        let process = Process()
        process.executableURL = python
        process.arguments = arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = output == nil ? FileHandle.nullDevice : FileHandle.standardError
        do { try process.run() } catch { return nil }
        return process
    }

    /// What the script writes, as JSON. `meanwhile` is called after its first line, when there is
    /// something to do then; the script goes on afterwards.
    func run(_ arguments: String..., meanwhile: (() throws -> Void)? = nil) throws
        -> [String: Any]
    {
        try run(arguments, meanwhile: meanwhile)
    }

    func run(_ arguments: [String], meanwhile: (() throws -> Void)? = nil) throws
        -> [String: Any]
    {
        let (input, output) = (Pipe(), Pipe())
        let process = try #require(
            Self.start(python, [script] + arguments, input: input, output: output))
        if let meanwhile {
            var line = Data()
            while line.last != UInt8(ascii: "\n") {
                let byte = output.fileHandleForReading.readData(ofLength: 1)
                if byte.isEmpty { break }
                line += byte
            }
            try meanwhile()
            try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
