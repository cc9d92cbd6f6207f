import Foundation
import Testing

/// The built program, run in a directory of its own.
final class Invocation {
    let directory: String
    /// The daemon's socket that it talks to.
    var socket: String?
    /// Variables besides the usual ones.
    var environment: [String: String] = [:]
    private let program: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("orchestroctl-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        program = try Self.built("orchestroctl")
    }

    /// The path of a program of this package.
    static func built(_ name: String) throws -> String {
        let path =
            Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(name)
            .path ?? name
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path)")
        return path
    }

    deinit {
        // A directory that cannot be removed is left to the system's tidying.
        try? FileManager.default.removeItem(atPath: directory)
    }

    struct Result {
        var status: Int32
        var output: String
        var error: String
    }

    func write(_ name: String, _ text: String) throws {
        let path = directory + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
    }

    /// Starts it; `arguments` are split at spaces.
    func start(_ arguments: String, output: Pipe = Pipe(), error: Pipe = Pipe()) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": directory + "/home", "TMPDIR": directory,
            "LANG": "C.UTF-8",
        ]
        process.environment?["ORCHESTRO_SOCKET"] = socket
        process.environment?.merge(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = error
        try process.run()
        return process
    }

    /// Runs it to its end.
    func run(_ arguments: String) throws -> Result {
        let output = Pipe()
        let error = Pipe()
        let process = try start(arguments, output: output, error: error)
        // What it says on standard error always fits the pipe.
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
            error: String(decoding: complained, as: UTF8.self))
    }
}
