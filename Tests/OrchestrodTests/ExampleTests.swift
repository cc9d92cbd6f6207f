import Foundation
import Testing
import Webhooks

/// The examples of the pages about the API do what they say, on a daemon that serves TLS.
@Suite(.serialized) struct ExampleTests {
    private static func page(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/" + name)
    }

    /// A fenced block: its language, its code, and the text block that follows it.
    private struct Example {
        var language: String
        var code: String
        var prints: String
    }

    private static func examples(
        in language: String, of names: String...
    ) throws -> [Example] {
        let text = try names.map { try String(contentsOf: page($0), encoding: .utf8) }.joined()
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
            [tool, "doctest", "--working-dir", daemon.directory]
                + ["api.md", "graphql.md", "webhooks.md"].map { Self.page($0).path },
            for: daemon)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(arguments: [("python", ["python3", "-"]), ("javascript", ["node", "-"])])
    func `the examples for programs print what stands below them`(
        language: String, command: [String]
    ) throws {
        let examples = try Self.examples(in: language, of: "api.md", "graphql.md")
        #expect(!examples.isEmpty)
        for example in examples {
            let daemon = try RunningDaemon.withTLS()
            let result = try run(command, for: daemon, input: example.code)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output == example.prints, "\(example.code)")
        }
    }

    @Test(arguments: [("python", "python3"), ("javascript", "node")])
    func `the receivers take what the daemon signs, once, and nothing else`(
        language: String, interpreter: String
    ) throws {
        let examples = try Self.examples(in: language, of: "webhooks.md")
        let code = try #require(examples.first).code
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook("https://ci.invalid/")
        let receiver = try ExampleReceiver(interpreter, code, secret: webhook.secret)
        #expect(try daemon.patch(webhook, ["url": receiver.address]).status == 200)
        let number = try daemon.ping(webhook)
        #expect(receiver.line() == "webhook.ping")
        daemon.waitUntil(message: number, of: webhook, is: "delivered")
        let again = try daemon.http.post("\(webhook.path)/deliveries/\(number)/retry")
        #expect(again.status == 200)
        _ = try daemon.submit("command: echo a")
        #expect(receiver.line() == "job.completed", "what it has already is not told again")
        let rotated = try daemon.http.post(webhook.path + "/rotate").object["secret"] as? String
        let other = try ExampleReceiver(interpreter, code, secret: try #require(rotated))
        #expect(try daemon.patch(webhook, ["url": other.address]).status == 200)
        try daemon.ping(webhook)
        #expect(other.line() == "webhook.ping", "there are two signatures now")

        let seconds = Int(Date().timeIntervalSince1970)
        let secret = try #require(WebhookSecret(text: webhook.secret))
        for (sent, body, status) in [
            (seconds, "{}", "401"), (seconds - 400, #"{"type":"a"}"#, "401"),
            (seconds, #"{"type":"a"}"#, "204"),
        ] {
            let signature = secret.signature(
                id: "msg_1", seconds: Int64(sent), payload: #"{"type":"a"}"#)
            let answer = try Outside([
                "curl", "-sS", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}",
                "-H", "webhook-id: msg_1", "-H", "webhook-timestamp: \(sent)",
                "-H", "webhook-signature: v1,AAAA \(signature)",
                "-d", body, receiver.address,
            ])
            #expect(answer.output == status, "\(sent) \(body)")
        }
        let unsigned = try Outside([
            "curl", "-sS", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}", "-d", "{}",
            receiver.address,
        ])
        #expect(unsigned.output == "401")
        #expect(receiver.line() == "a", "of these, it told only what is genuine")
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

/// A receiver of webhooks that the documentation shows, as it runs.
private final class ExampleReceiver {
    private let process = Process()
    private let output = Pipe()
    /// Where it listens.
    private(set) var address = ""

    init(_ interpreter: String, _ code: String, secret: String) throws {
        let input = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [interpreter, "-"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["HOOK_SECRET": secret, "PORT": "0"]) { $1 }
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(code.utf8))
        try input.fileHandleForWriting.close()
        address = line()
        try #require(address.hasPrefix("http://127.0.0.1:"), "\(address)")
    }

    deinit {
        // Other signals are blocked in what a test's thread starts.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// What it says next.
    func line() -> String { output.fileHandleForReading.line() }
}
