import Foundation
import Testing

/// Runs Debian's Python and returns what it prints; a failure is the test's failure.
func python(
    _ arguments: [String], input: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
    let folder = try temporaryFolder()
    defer { removeFolder(folder) }
    let inputFile = folder.appending(path: "in")
    let outputFile = folder.appending(path: "out")
    let errorFile = folder.appending(path: "err")
    for (file, text) in [(inputFile, input), (outputFile, ""), (errorFile, "")] {
        try Data(text.utf8).write(to: file)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-I", "-B"] + arguments
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    let complaint = try String(contentsOf: errorFile, encoding: .utf8)
    try #require(
        process.terminationStatus == 0, "python3: \(complaint)", sourceLocation: sourceLocation)
    return try String(contentsOf: outputFile, encoding: .utf8)
}

/// A fresh folder; whoever asks for it removes it.
func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "scenarios-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// Removes a folder of `temporaryFolder`.
func removeFolder(_ folder: URL) {
    // A folder that stays behind in the temporary directory does no harm, ignoring.
    try? FileManager.default.removeItem(at: folder)
}
