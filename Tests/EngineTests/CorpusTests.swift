import Glibc
import Jobs
import Scenarios
import Testing

@testable import Engine

/// The scenario files of the original tool, run as it ran them: a copy of the folder is
/// `examples/` in the caller's directory.
struct CorpusTests {
    static let folder: String = {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/ScenariosTests/Corpus"
    }()

    @Test(arguments: [
        "demo_simple", "ci_cd_example", "file_validation", "environment_vars",
        "inline_assertions_demo",
    ])
    func passes(_ name: String) throws {
        let result = try Self.run(name, in: RunFixture())
        #expect(result.outcome == .passed)
    }

    @Test func theSecondMatchOfOneTextIsExplained() throws {
        let failure = try #require(Self.run("basic_echo", in: RunFixture()).outcome.failure)
        #expect(failure.step == 2)
        #expect(failure.message.contains("the program exited with status 0"))
        #expect(failure.hints.contains { $0.contains("has already consumed it") })
    }

    @Test func theContinuationPromptIsShown() throws {
        let failure = try #require(Self.run("python_repl", in: RunFixture()).outcome.failure)
        #expect(failure.message.contains("`>>>` was not seen"))
        #expect(failure.screen.hasSuffix("... "))
    }

    @Test func theMissingProgramIsNamed() throws {
        let cause = try #require(Self.run("screenshot_example", in: RunFixture()).outcome.cause)
        #expect(cause.kind == .notStarted)
        #expect(cause.message.contains("./vyb_cn: not found"))
    }

    /// Each assertion is really made: with any other expected value the scenario fails.
    @Test(arguments: [
        ("Hello, World!\"\n\n", "Hello, Moon!\"\n\n"), ("expect_code: 0", "expect_code: 1"),
        ("expect_contains: \"quick\"", "expect_contains: \"slow\""),
        ("\"^\\\\d+$\"", "\"^\\\\D+$\""), ("expect_lines: 3", "expect_lines: 4"),
        ("not_contains: \"error\"", "not_contains: \"Success\""),
        ("expect_lines: 1", "expect_lines: 2"), ("value: 42", "value: 43"),
        ("\"failed as expected\"", "\"succeeded\""), ("\\\\d{2}$", "\\\\d{3}$"),
    ])
    func everyAssertionCounts(_ change: (from: String, to: String)) throws {
        let fixture = try RunFixture()
        let path = Self.folder + "/inline_assertions_demo.yaml"
        let text = try fixture.text(path)
        let parts = text.split(
            separator: change.from, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(change.from)")
        let changed = (parts[0] + change.to + parts[1])
            .split(separator: "timeout: 10", omittingEmptySubsequences: false)
            .joined(separator: "timeout: 0.7")
        let result = try fixture.run(String(changed))
        #expect(result.outcome.word == "failed")
    }

    private static func run(_ name: String, in fixture: RunFixture) throws -> TaskResult {
        let examples = fixture.directory + "/examples"
        mkdir(examples, 0o700)
        let bytes = try readWhole(folder + "/\(name).yaml", bytesMax: 1 << 20)
        let path = examples + "/\(name).yaml"
        #expect(writeFile(path, String(decoding: bytes, as: UTF8.self)) == nil)
        let reading = ScenarioFile.read(bytes, path: path, lenient: false)
        let items = reading.scenarios.map {
            RunPlan.Item(scenario: $0, path: path, directory: examples, needs: [])
        }
        return try #require(try fixture.run(items, workers: 1).first)
    }
}
