import Foundation
import Scenarios
import Testing

@testable import Settings

/// The configuration file of the package shows every key.
@Suite struct PackagedSettingsTests {
    /// The file with everything that stands behind `#` and is no comment.
    private static func shown() throws -> String {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../packaging/etc/orchestrod.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        // A comment has one space behind `#`.
        let shown = text.split(separator: "\n").filter {
            $0.hasPrefix("#  ") || !$0.hasPrefix("# ")
        }
        return shown.map { $0.hasPrefix("#") ? String($0.dropFirst()) : String($0) }
            .joined(separator: "\n")
    }

    @Test func `what stands there is the default, but for what is called an example`() throws {
        let reading = SettingsFile.read(Array(try Self.shown().utf8))
        #expect(reading.diagnostics == [])
        var settings = reading.settings
        let defaults = DaemonSettings()
        settings.workers = nil
        settings.owner.running = nil
        settings.shares = [:]
        settings.resources = [:]
        settings.attempt = defaults.attempt
        settings.tls = defaults.tls
        #expect(settings == defaults)
    }

    @Test(arguments: [
        ("", KeyTable.settings), ("owner:", .ownerLimits), ("job:", .jobLimits),
        ("retention:", .retention), ("connections:", .connections), ("keys:", .keys),
        ("cors:", .cors), ("webhooks:", .webhooks), ("tls:", .tls), ("attempt:", .limits),
    ])
    func `every key stands there`(section: String, table: KeyTable) throws {
        let lines = try Self.shown().split(separator: "\n")
        let indent = section.isEmpty ? "" : "  "
        let start = section.isEmpty ? 0 : try #require(lines.firstIndex { $0 == section }) + 1
        let inside = section.isEmpty ? lines[...] : lines[start...].prefix { $0.hasPrefix(" ") }
        for rule in table.keys {
            let isThere = inside.contains { $0.hasPrefix("\(indent)\(rule.name):") }
            #expect(isThere, "\(section) \(rule.name)")
        }
    }
}
