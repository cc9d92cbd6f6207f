import Foundation

/// A Python with the packages that a requirements.txt names, in a virtual environment below
/// `.build` that is made when it is first needed.
public struct PythonPackages: Sendable {
    /// Why a test is skipped.
    public static let absence =
        "the packages of a requirements.txt are not installed and cannot be fetched"

    /// The interpreter.
    public let python: String

    /// Packages under a name that no other requirements.txt has; nil when they cannot be had.
    public init?(_ name: String, requirements: URL) {
        let home = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".build/python-\(name)").path()
        python = home + "/bin/python3"
        let install = ["-m", "pip", "install", "--quiet", "--requirement", requirements.path()]
        let isThere =
            Self.succeeds(python, install + ["--no-index"])
            || Self.succeeds("/usr/bin/python3", ["-m", "venv", home])
                && Self.succeeds(python, install)
        guard isThere else { return nil }
    }

    private static func succeeds(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
