import Foundation
import Testing

/// A Python with the packages of requirements.txt, in a virtual environment that is made when it is
/// first needed. Nil when they cannot be fetched.
enum OpenAPITools {
    static let python: String? = {
        let home = support.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".build/python-openapi").path()
        let requirements = support.appending(path: "requirements.txt").path()
        let python = home + "/bin/python3"
        let install = [python, "-m", "pip", "install", "--quiet", "--requirement", requirements]
        let isThere =
            run(install + ["--no-index"])?.status == 0
            || run(["/usr/bin/python3", "-m", "venv", home])?.status == 0
                && run(install)?.status == 0
        return isThere ? python : nil
    }()

    /// Said when a test is skipped.
    static let absence: Comment =
        "the packages of Support/OpenAPI/requirements.txt are not installed and cannot be fetched"

    static let support = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "OpenAPI", directoryHint: .isDirectory)

    /// Runs a program to its end, a few minutes at most; nil: it does not start.
    static func run(
        _ command: [String], environment: [String: String] = [:], in directory: String? = nil
    ) -> (status: Int32, output: String)? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["300"] + command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(filePath: directory) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
