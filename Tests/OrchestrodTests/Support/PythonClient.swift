import Foundation
import TestSupport
import Testing

/// A script beside this file, with the packages of its requirements.txt.
struct PythonClient {
    private static let support = URL(filePath: #filePath).deletingLastPathComponent()

    let packages: PythonPackages
    let script: String

    /// The client for WebSockets; nil when the package `websockets` cannot be had.
    static let sockets = PythonClient(folder: "WebSockets", script: "sockets.py")

    /// The client for GraphQL; nil when the package `gql` cannot be had.
    static let graphQL = PythonClient(folder: "GraphQL", script: "client.py")

    /// The scanner of TLS; nil when the package `sslyze` cannot be had.
    static let scanner = PythonClient(folder: "TLS", script: "scan.py")

    /// Said when a test is skipped.
    static let absence: Comment = "\(PythonPackages.absence)"

    private init?(folder: String, script: String) {
        let place = Self.support.appending(path: folder)
        self.script = place.appending(path: script).path()
        let requirements = place.appending(path: "requirements.txt")
        guard let packages = PythonPackages(folder, requirements: requirements) else { return nil }
        self.packages = packages
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
        let process = Process()
        process.executableURL = URL(filePath: packages.python)
        process.arguments = [script] + arguments
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
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
