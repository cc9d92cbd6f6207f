import Foundation
import Testing

/// The examples of the pages about the API do what they say, on a daemon that serves TLS.
@Suite(.serialized) struct ExampleTests {
    private static let pages = ["api.md", "graphql.md", "webhooks.md"].map {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/" + $0)
    }

    /// A fenced block: its language, its code, and the text block that follows it.
    private struct Example {
        var language: String
        var code: String
        var prints: String
    }

    private static func examples(in language: String) throws -> [Example] {
        let text = try pages.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let form = /(?m)^```([a-z]+)\n((?:(?!```).*\n)+)```\n(?:\n```text\n((?:(?!```).*\n)+))?/
        return text.matches(of: form).map {
            Example(
                language: String($0.1), code: String($0.2), prints: $0.3.map(String.init) ?? "")
        }.filter { $0.language == language }
    }

    @Test func `the examples for the shell hold`() throws {
        let daemon = try RunningDaemon.withTLS()
        let tool = RunningDaemon.programs + "/orchestroctl"
        let result = try run(
            [tool, "doctest", "--working-dir", daemon.directory] + Self.pages.map(\.path),
            for: daemon)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(arguments: [("python", ["python3", "-"]), ("javascript", ["node", "-"])])
    func `the examples for programs print what stands below them`(
        language: String, command: [String]
    ) throws {
        let examples = try Self.examples(in: language)
        #expect(!examples.isEmpty)
        for example in examples {
            let daemon = try RunningDaemon.withTLS()
            let result = try run(command, for: daemon, input: example.code)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output == example.prints, "\(example.code)")
        }
    }

    /// Runs a command with what the examples find in their environment.
    private func run(
        _ command: [String], for daemon: RunningDaemon, input: String = ""
    ) throws -> Outside {
        let key = try daemon.makeKey(["read", "submit", "cancel"])
        let variables = [
            "SERVER=https://\(daemon.tlsAddress)", "CA=\(daemon.certificate)",
            "KEY=\(key.secret)", "NODE_EXTRA_CA_CERTS=\(daemon.certificate)", "no_proxy=*",
            // Where Debian has packages such as `ws`; only Debian's own Node.js knows it.
            "NODE_PATH=/usr/share/nodejs",
        ]
        return try Outside(["env"] + variables + command, input: input)
    }
}
