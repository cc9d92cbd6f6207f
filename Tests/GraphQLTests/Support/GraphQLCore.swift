import Foundation
import Testing

/// A Python that has graphql-core: one of the machine, else one of a virtual environment that is
/// made here from requirements.txt. Nil when there is none and none can be fetched.
enum GraphQLCore {
    static let python: URL? = {
        for place in ["/usr/bin/python3", "/usr/bin/env"] where works(URL(filePath: place)) {
            return URL(filePath: place)
        }
        let folder = support.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/graphql-core")
        let python = folder.appending(path: "bin/python3")
        if works(python) { return python }
        let requirements = support.appending(path: "requirements.txt").path()
        let isMade =
            run(URL(filePath: "/usr/bin/python3"), ["-m", "venv", folder.path()]) != nil
            && run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements])
                != nil
        return isMade && works(python) ? python : nil
    }()

    /// Said when the test is skipped.
    static let absence: Comment =
        "graphql-core is not installed and could not be fetched; see Support/requirements.txt"

    static let support = URL(filePath: #filePath).deletingLastPathComponent()

    private static func works(_ python: URL) -> Bool {
        run(
            python, ["-c", "import graphql; assert graphql.version_info >= (3, 2, 5)"],
            isQuiet: true) != nil
    }

    /// What a Python program prints; nil when it fails.
    static func run(
        _ python: URL, _ arguments: [String], isQuiet: Bool = false
    ) -> String? {
        let process = Process()
        process.executableURL = python
        // `env` finds the first Python of the search path.
        process.arguments = (python.lastPathComponent == "env" ? ["python3"] : []) + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = isQuiet ? FileHandle.nullDevice : FileHandle.standardError
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
