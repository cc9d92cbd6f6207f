import Foundation
import Testing

/// A small share of what `make fuzz` sends: hostile requests by HTTP, WebSocket, GraphQL and TLS
/// records, always the same ones.
@Suite(.serialized) struct FuzzTests {
    @Test func `hostile requests break, hold up and fill nothing`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appendingPathComponent("Fuzz/requests/fuzz.py")
        process.arguments = ["--count", "1500", RunningDaemon.programs + "/orchestrod"]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
