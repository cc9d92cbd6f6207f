import Foundation
import Testing

@testable import Scenarios

@Suite struct CorpusTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Corpus")

    @Test(arguments: [
        ("basic_echo", 2), ("ci_cd_example", 2), ("demo_simple", 5), ("environment_vars", 35),
        ("file_validation", 2), ("inline_assertions_demo", 21), ("python_repl", 14),
        ("screenshot_example", 4),
    ])
    func readsWithoutDiagnostics(_ name: String, steps: Int) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: name + ".yaml"))
        let result = ScenarioFile.read([UInt8](data), path: name + ".yaml", lenient: false)
        #expect(result.diagnostics == [])
        #expect(result.scenarios.first?.steps.count == steps)
    }

    @Test func invalidScenarioHasSevenErrorsAndOneWarning() throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "invalid_scenario.yaml"))
        let result = ScenarioFile.read([UInt8](data), path: "x.yaml", lenient: false)
        #expect(result.diagnostics.count { $0.severity == .error } == 7)
        #expect(result.diagnostics.count { $0.severity == .warning } == 1)
        #expect(result.scenarios.isEmpty)
    }
}
