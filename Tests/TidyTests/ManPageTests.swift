import Foundation
import Testing

/// The man pages say what the program says of itself, and troff has nothing to complain about.
@Suite struct ManPageTests {
    @Test func `they are up to date`() throws {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        let program = tests.deletingLastPathComponent().appendingPathComponent("orchestroctl")
        let script = Repository.root.appendingPathComponent("docs/man/generate")
        let result = try run(["python3", script.path, "--check", program.path])
        #expect(result.status == 0, "\(result.said)")
    }

    @Test(arguments: [
        "orchestroctl.1", "orchestro-scenario.5", "orchestrod.8", "orchestro-worker.8",
        "run-as.conf.5", "orchestrod.yaml.5",
    ])
    func `troff has no warning`(about page: String) throws {
        let path = Repository.root.appendingPathComponent("docs/man/\(page)").path
        let result = try run(["groff", "-man", "-ww", "-Tutf8", "-z", path])
        #expect(result.status == 0)
        #expect(result.said == "")
    }

    @Test func `every exit status is told`() throws {
        let page = try Repository.text("docs/man/orchestroctl.1")
        let statuses = try Repository.text("Sources/orchestroctl/ExitStatus.swift")
            .matches(of: /case \w+ = (\d+)/).map { String($0.1) }
        #expect(statuses.count > 4)
        for status in statuses { #expect(page.contains("\n\\fB\(status)\\fR\n"), "\(status)") }
    }

    /// Runs a program; gives its status and what it said on both streams.
    private func run(_ words: [String]) throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
