import Foundation
import TestSupport
import Testing

/// graphql-core, which answers are compared with.
enum GraphQLCore {
    static let support = URL(filePath: #filePath).deletingLastPathComponent()

    /// A Python that has it; nil when it cannot be had.
    static let python = PythonPackages(
        "graphql-core", requirements: support.appending(path: "requirements.txt"))?.python

    /// Said when the test is skipped.
    static let absence: Comment = "\(PythonPackages.absence)"

    /// What a Python program prints; nil when it fails.
    static func run(_ python: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
