import Foundation
import Testing

@testable import Scenarios

/// Every diagnostic as its author sees it. `ORCHESTRO_RECORD=1` writes the expected texts anew.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden")

    static var names: [String] {
        let files = FileManager.default.enumerator(atPath: folder.path())?.compactMap {
            $0 as? String
        }
        return (files ?? []).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
            .sorted()
    }

    @Test func thereAreFiles() {
        #expect(Self.names.count > 80)
    }

    @Test(arguments: names)
    func looksAsRecorded(_ name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: name + ".yaml"))
        let result = ScenarioFile.read([UInt8](data), path: name + ".yaml", lenient: false)
        let source = String(decoding: data, as: UTF8.self)
        let text = result.diagnostics.map {
            DiagnosticText.render($0, path: name + ".yaml", source: source)
        }.joined(separator: "\n")
        let expected = Self.folder.appending(path: name + ".txt")
        if ProcessInfo.processInfo.environment["ORCHESTRO_RECORD"] == "1" {
            try Data(text.utf8).write(to: expected)
        }
        #expect(try String(contentsOf: expected, encoding: .utf8) == text)
        #expect(!result.diagnostics.isEmpty)
        #expect(result.scenarios.isEmpty == result.hasErrors)
    }
}
