import Foundation
import Testing

/// Compares a text with the file of that name in `Golden`; `ORCHESTRO_RECORD=1` renews the file.
func expectGolden(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = testsDirectory.appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] == "1" {
        try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from Golden/\(name)", sourceLocation: sourceLocation)
}

/// The directory of these tests.
let testsDirectory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()

/// Runs a program on a text given as a file; gives its status and what it said.
func run(_ arguments: [String], on text: String) throws -> (status: Int32, said: String) {
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("orchestro-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer {
        do { try FileManager.default.removeItem(at: file) } catch { Issue.record(error) }
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments + [file.path]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
}

/// Whether a text holds nothing that acts on a terminal: line feeds are the only control
/// characters, once the escape sequences of colours are gone.
func isHarmless(_ text: String, colours: Bool = false) -> Bool {
    let text = colours ? text.replacing(/\u{1B}\[[0-9;]*m/, with: "") : text
    return text.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0x0A: true
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
