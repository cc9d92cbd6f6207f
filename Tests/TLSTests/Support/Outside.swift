import Foundation

/// Programs of the system, run as clients.
enum Outside {
    struct Result {
        var status: Int32
        /// Standard output and standard error.
        var output: String
    }

    /// Runs a program with that input to its end.
    static func run(_ command: [String], input: String = "") async throws -> Result {
        let base = NSTemporaryDirectory() + "orchestro-client-\(UUID().uuidString)"
        let (inputPath, outputPath) = (base + ".in", base + ".out")
        defer {
            for path in [inputPath, outputPath] {
                // What is left in the temporary directory is no failure of what is tested.
                try? FileManager.default.removeItem(atPath: path)
            }
        }
        try input.write(toFile: inputPath, atomically: false, encoding: .utf8)
        try "".write(toFile: outputPath, atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // A client that hangs is a failure, not a test without end.
        process.arguments = ["timeout", "60"] + command
        process.standardInput = FileHandle(forReadingAtPath: inputPath)
        let output = FileHandle(forWritingAtPath: outputPath)
        process.standardOutput = output
        process.standardError = output
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: outputPath))
        return Result(status: status, output: String(decoding: bytes, as: UTF8.self))
    }
}
