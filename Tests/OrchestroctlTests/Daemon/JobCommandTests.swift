import Foundation
import Testing

/// Commands against a real daemon with real workers.
@Suite struct JobCommandTests {
    static let good = "command: echo hi\nsteps: [{expect: hi}]\n"
    static let bad = "command: echo hi\nsteps:\n  - expect: ho\n    note: greet\n"

    @Test func `the result of a job is told as run tells it`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        try client.write("a.yaml", Self.good)
        try client.write("b.yaml", Self.bad)
        let here = try client.run("run a.yaml b.yaml --artifacts kept")
        let there = try client.run("submit a.yaml b.yaml --wait")
        #expect(there.status == 1)
        var lines = there.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.removeFirst() == "1")
        func timeless(_ lines: some Sequence<Substring>) -> [String] {
            lines.filter { !$0.contains("artifacts:") && !$0.hasPrefix("records:") }
                .map { String($0).replacing(/[0-9.]+ m?s\b/, with: "T") }
        }
        let local = here.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(timeless(lines) == timeless(local), "\(daemon.log)")
        #expect(there.output.contains("step 1 (greet): "), "\(there.output)")
    }

    @Test func `a job can be looked at from all sides`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        try client.write("a.yaml", "name: greet\n" + Self.good)
        try client.write("b.yaml", Self.bad)
        #expect(try client.run("submit a.yaml b.yaml --name both") == .init(output: "1\n"))
        let waited = try client.run("wait 1")
        #expect(waited.status == 1)
        #expect(waited.output == "job 1: failed: 1 of 2 tasks did not pass\n")
        #expect(try client.run("list --quiet").output == "1\n")
        #expect(try client.run("list --state running").output == "no jobs\n")
        #expect(try client.run("list").output.contains("failed"))
        let shown = try client.run("show 1").output
        #expect(shown.hasPrefix("job 1  both\n"))
        #expect(shown.contains("1.1  passed"))
        #expect(shown.contains("1.2  failed"))
        #expect(try client.run("status").output.contains("0 running, 0 queued"))
        #expect(try client.run("workers").output.contains("SLOT"))
        #expect(try client.run("why 1").output.contains("`ho` was not seen"))
        #expect(try client.run("why 1.1").output.contains("PASS   a.yaml  greet"))
        #expect(try client.run("watch").output == "no job is running\n")
        #expect(try client.run("watch 1").status == 1)
        let object = try JSONSerialization.jsonObject(
            with: Data(try client.run("show 1 --json").output.utf8))
        let job = try #require(object as? [String: Any])
        #expect(job["version"] as? Int == 1)
        #expect(job["status"] as? String == "failed")
        #expect((job["task_list"] as? [Any])?.count == 2)
    }

    @Test func `recordings and reports`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        try client.write(
            "a.yaml",
            #"command: ["sh", "-c", "echo kept > out.txt; printf '\\033[1mhi\\033[0m\\n'"]"#
                + "\nsteps: [{expect: hi}]\nartifacts: [out.txt]\n")
        #expect(try client.run("submit a.yaml --wait").status == 0)
        #expect(try client.run("logs 1").output == "hi\n")
        #expect(try client.run("logs 1.1 -f").output == "hi\n")
        let raw = "\u{1B}[1mhi\u{1B}[0m\r\n"
        #expect(try client.run("logs 1/1 --raw").output == raw)
        let report = try client.run(
            "report 1 --junit-xml o/j.xml --tap o/t.tap --json o/r.jsonl --html o/r.html"
                + " --artifacts kept")
        #expect(report == .init(output: ""))
        #expect(try client.text("o/j.xml").contains("<testsuites"))
        #expect(try client.text("o/t.tap").contains("ok 1 - a"))
        #expect(try client.text("o/r.jsonl").contains(#""outcome":"passed""#))
        #expect(try client.text("o/r.html").hasPrefix("<!DOCTYPE html>"))
        #expect(try client.text("kept/0001-a.1/recording") == raw)
        #expect(try client.text("kept/0001-a.1/out.txt") == "kept\n")
        #expect(try client.text("kept/0001-a.1/record.json").contains(#""outcome": "passed""#))
    }

    @Test func `what is drained waits, and says so`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        try client.write("a.yaml", Self.good)
        #expect(try client.run("drain").output == "draining: 0 running, 0 queued\n")
        #expect(try client.run("submit a.yaml").status == 0)
        let why = try client.run("why 1")
        #expect(why.output.hasPrefix("task 1.1 waits: "), "\(why)")
        #expect(try client.run("report 1").status == 2)
        #expect(try client.run("status").output.contains("draining"))
        #expect(try client.run("resume").status == 0)
        #expect(try client.run("wait 1") == .init(output: "job 1: completed\n"))
        #expect(try client.run("strategy fifo").output == "strategy: fifo\n")
    }

    @Test func `an owner's limit is not the owner's mistake`() throws {
        let daemon = try PrivateDaemon(configuration: "owner: {queued: 1}\n")
        let client = daemon.client
        try client.write("a.yaml", Self.good)
        try client.write("b.yaml", Self.good)
        let result = try client.run("submit a.yaml b.yaml")
        #expect(result.status == 4)
        #expect(result.error.contains("more than the 1"), "\(result)")
        #expect(try client.run("list").output == "no jobs\n")
    }

    @Test func `wrong requests`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        for command in ["show", "why", "logs", "cancel", "retry", "wait", "report", "watch"] {
            let result = try client.run("\(command) 99")
            #expect(result.status == 2, "\(command): \(result)")
            #expect(result.error.contains("99"), "\(command): \(result)")
        }
        try client.write("a.yaml", Self.good)
        let first = try client.run("submit a.yaml --wait --idempotency-key k")
        let again = try client.run("submit a.yaml --idempotency-key k")
        #expect(first.output.hasPrefix("1\n"))
        #expect(again.output == "1\n")
        #expect(try client.run("logs 1.2").status == 2)
        #expect(try client.run("cancel 1").status == 2)
    }
}

extension Invocation.Result: Equatable {
    /// Success with that output and nothing else to say.
    init(output: String) { self.init(status: 0, output: output, error: "") }

    static func == (a: Self, b: Self) -> Bool {
        (a.status, a.output, a.error) == (b.status, b.output, b.error)
    }
}
