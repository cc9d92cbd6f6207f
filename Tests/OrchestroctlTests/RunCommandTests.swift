import Foundation
import Testing

/// `orchestroctl run` from the outside: exit statuses, files, signals.
struct RunCommandTests {
    static let good = "command: echo hi\nsteps: [{expect: hi}]\ntags: [quick]\n"
    static let bad = "command: echo hi\nsteps: [{expect: ho}]\n"

    struct Case: CustomTestStringConvertible {
        var files: [String: String]
        var arguments: String
        var status: Int32
        var says: String
        var testDescription: String { "\(arguments) → \(status)" }
    }

    static let cases = [
        Case(files: ["a.yaml": good], arguments: "run a.yaml", status: 0, says: "1 passed"),
        Case(files: ["a.yaml": bad], arguments: "run a.yaml", status: 1, says: "1 failed"),
        Case(
            files: ["d/a.yaml": good, "d/e/b.yml": good, "d/.h/c.yaml": bad, "d/x.txt": ""],
            arguments: "run d", status: 0, says: "2 passed"),
        Case(
            files: ["a.yaml": good, "b.yaml": good], arguments: "run *.yaml", status: 0,
            says: "2 passed"),
        Case(files: [:], arguments: "run none.yaml", status: 2, says: "none.yaml: No such file"),
        Case(files: ["d/x.txt": ""], arguments: "run d", status: 2, says: "no scenarios"),
        Case(files: [:], arguments: "run", status: 2, says: "Missing expected argument"),
        Case(files: [:], arguments: "frobnicate", status: 2, says: "Unexpected argument"),
        Case(
            files: ["a.yaml": "command: ["], arguments: "run a.yaml", status: 2,
            says: "a.yaml:"),
        Case(
            files: ["a.yaml": "command: cat\nstpes: []"], arguments: "run a.yaml", status: 2,
            says: "`steps`"),
        Case(
            files: ["a.yaml": "command: 'true'\nstpes: []"], arguments: "run --lenient a.yaml",
            status: 0, says: "1 passed"),
        Case(
            files: ["a.yaml": "command: no-such-program-here"], arguments: "run a.yaml",
            status: 3, says: "not found in PATH"),
        Case(
            files: ["a.yaml": good], arguments: "run --workers 0 a.yaml", status: 2,
            says: "--workers takes a number from 1 to 256"),
        Case(
            files: ["a.yaml": good, "b.yaml": bad], arguments: "run --tag quick a.yaml b.yaml",
            status: 0, says: "1 passed"),
        Case(
            files: ["a.yaml": good], arguments: "run --skip-tag quick a.yaml", status: 2,
            says: "no scenario is left"),
        Case(
            files: ["a.yaml": good + "needs: [ghost]\n"], arguments: "run a.yaml", status: 2,
            says: "`ghost`"),
        Case(
            files: ["a.yaml": good], arguments: "run a.yaml --junit-xml /proc/none/x.xml",
            status: 3, says: "/proc/none"),
        Case(files: ["a.yaml": bad], arguments: "run --dry-run a.yaml", status: 0, says: "valid"),
        Case(files: ["a.yaml": good], arguments: "validate a.yaml", status: 0, says: "valid"),
        Case(files: [:], arguments: "--version", status: 0, says: "orchestroctl "),
        Case(files: [:], arguments: "schema", status: 0, says: "\"$schema\""),
        Case(files: [:], arguments: "completion bash", status: 0, says: "complete "),
        Case(files: [:], arguments: "completion tcsh", status: 2, says: "tcsh"),
    ]

    @Test(arguments: cases)
    func endsAsTheTableSays(_ sample: Case) throws {
        let invocation = try Invocation()
        for (name, text) in sample.files { try invocation.write(name, text) }
        let result = try invocation.run(sample.arguments)
        #expect(result.status == sample.status)
        #expect((result.output + result.error).contains(sample.says), "\(result)")
    }

    @Test func writesEveryReport() throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", Self.good)
        try invocation.write("b.yaml", Self.bad)
        let result = try invocation.run(
            "run a.yaml b.yaml --workers 2 --junit-xml out/j.xml --tap out/t.tap"
                + " --json out/r.jsonl --html out/r.html --artifacts kept")
        #expect(result.status == 1)
        #expect(try invocation.text("out/j.xml").contains("<testsuites"))
        #expect(try invocation.text("out/t.tap").hasPrefix("TAP version 14"))
        #expect(try invocation.text("out/r.html").hasPrefix("<!DOCTYPE html>"))
        let lines = try invocation.text("out/r.jsonl").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try invocation.text("kept/0001-a.1/recording") == "hi\r\n")
    }

    @Test func jsonOnStandardOutputStandsAlone() throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", Self.bad)
        let result = try invocation.run("run a.yaml --json -")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 1)
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let object = try #require(value as? [String: Any])
        #expect(object["outcome"] as? String == "failed")
        let failure = try #require(object["failure"] as? [String: Any])
        #expect(failure["step"] as? Int == 1)
        #expect(failure["line"] as? Int == 2)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalStopsEverythingAndReportsAreWritten(_ signal: Int32) throws {
        let invocation = try Invocation()
        let fifo = invocation.directory + "/started"
        try #require(mkfifo(fifo, 0o600) == 0)
        try invocation.write(
            "a.yaml",
            "command: sh -c 'echo $$ > \(fifo); exec sleep 100'\nsteps: [{expect: never}]\n")
        let process = try invocation.start("run a.yaml --junit-xml j.xml")
        // Reading waits for the program's own line.
        let reader = try #require(FileHandle(forReadingAtPath: fifo))
        let started = String(decoding: reader.readDataToEndOfFile(), as: UTF8.self)
        let child = try #require(Int32(started.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(kill(child, 0) == -1 && errno == ESRCH)
        #expect(try invocation.text("j.xml").contains("cancelled"))
    }

    /// The terminal that a run was started from may go away; the run ends all the same.
    @Test func aClosedOutputDoesNotStopTheRun() throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", Self.good)
        let output = Pipe()
        let error = Pipe()
        try output.fileHandleForReading.close()
        try error.fileHandleForReading.close()
        let process = try invocation.start("run a.yaml --tap t.tap", output: output, error: error)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try invocation.text("t.tap").contains("ok 1"))
    }

    @Test func anUnreadableFileIsNamed() throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", Self.good)
        // Root reads everything; a directory named like a scenario is unreadable for everybody.
        try FileManager.default.createSymbolicLink(
            atPath: invocation.directory + "/loop.yaml",
            withDestinationPath: "loop.yaml")
        let result = try invocation.run("run a.yaml loop.yaml")
        #expect(result.status == 2)
        #expect(result.error.contains("loop.yaml"))
    }

    @Test func keepsTheLatestRunsOnly() throws {
        let invocation = try Invocation()
        try invocation.write("a.yaml", Self.good)
        for _ in 0..<12 { #expect(try invocation.run("run a.yaml").status == 0) }
        let runs = try FileManager.default.contentsOfDirectory(
            atPath: invocation.directory + "/home/.local/state/orchestro/runs")
        #expect(runs.count == 10)
    }
}
