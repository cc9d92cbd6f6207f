import Foundation
import Jobs
import Scenarios
import Testing
import Wire

/// Attempts by the real worker, without privilege.
@Suite struct AttemptTests {
    @Test func `it says who it is`() throws {
        let worker = try RunningWorker()
        let ready = try worker.greet()
        #expect(ready.processID == Int(worker.process.processIdentifier))
        #expect(ready.userID == getuid() && ready.account == NSUserName())
        #expect(ready.version == OrchestroVersion.text)
        try worker.send(.end)
        #expect(worker.waitForExit() == 0)
    }

    @Test func `a scenario passes, and everything about it is written`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start(
            """
            command: [sh, -c, 'echo hello; read line; echo "got $line"']
            steps:
              - {note: first, expect: hello, send: there}
              - {expect: got there}
            artifacts: ['made-*']
            teardown: ['sh -c "echo kept > made-it"']
            exit_code: 0
            """)
        let end = try worker.awaitEnd(of: started)
        #expect(end.verdict == .passed)
        let result = try started.result()
        #expect(result.outcome == .passed && result.steps.map(\.number) == [1, 2])
        #expect(result.death == .exit(status: 0) && result.stopped == nil)
        #expect(end.record?.text() == (try JSONValue.parse(started.text("record.json"))).text())
        #expect(try started.text("recording") == "hello\r\ngot there\r\n")
        #expect(try started.text("stderr") == "")
        let kinds = worker.messages.map { "\($0.number) \($0.frame.kind)" }
        #expect(kinds == ["1 ready", "2 started", "0 step", "0 step", "3 ended"])
    }

    @Test func `one worker carries out one scenario after the other`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        for status in 0..<5 {
            let started = try worker.start(
                "command: [sh, -c, 'exit \(status)']\nsteps: [{expect_exit: 0}]")
            let end = try worker.awaitEnd(of: started)
            #expect(end.verdict == (status == 0 ? .passed : .failed))
            #expect(try started.result().death == .exit(status: status))
            try worker.acknowledgeAll()
        }
        try worker.send(.end)
        #expect(worker.waitForExit() == 0)
    }

    @Test func `what is not met in time is a timeout`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: cat\ntimeout: 0.05\nsteps: [{expect: never}]")
        #expect(try worker.awaitEnd(of: started).verdict == .failed)
        guard case .timeout(let after) = try started.result().death else {
            Issue.record("\(String(describing: try started.result().death))")
            return
        }
        #expect(after >= .milliseconds(50))
    }

    @Test func `a job of an account whose name is somebody else's now is not run`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let own = try worker.start("command: echo a") { $0.userID = getuid() }
        #expect(try worker.awaitEnd(of: own).verdict == .passed)
        let other = try worker.start("command: echo a") { $0.userID = getuid() + 1 }
        #expect(try worker.awaitEnd(of: other).verdict == .error)
        let text = "the job belongs to user \(getuid() + 1)"
        #expect(try other.text("record.json").contains(text))
        #expect(try other.text("recording") == "")
    }

    @Test func `artifacts come as an archive that tar reads`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let long = String(repeating: "long-", count: 30)
        let started = try worker.start(
            """
            command: [sh, -c, 'mkdir \(long); printf %s abc > a.txt; echo > \(long)/b.txt']
            artifacts: ['*.txt', 'long-*/*', 'nothing']
            """)
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        #expect(try started.result().warnings == ["artifacts: no file matches artifact `nothing`"])
        let listing = try output("tar", "-tf", started.directory + "/artifacts.tar")
        #expect(listing == "a.txt\n\(long)/b.txt\n")
        #expect(try output("tar", "-xOf", started.directory + "/artifacts.tar", "a.txt") == "abc")
    }

    @Test func `what the terminal shows can be read while it runs`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start(
            "command: [sh, -c, 'echo shown; cat']\nsteps: [{expect: shown}, {expect: never}]")
        try worker.wait(forStep: 2)
        #expect(try started.text("recording") == "shown\r\n")
        try worker.send(.cancel(started.key, by: "ann"))
        #expect(try worker.awaitEnd(of: started).verdict == .cancelled(by: "ann"))
    }

    @Test func `standard error of a program without a terminal has a file of its own`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start(
            "command: [sh, -c, 'echo out; echo err >&2']\ndriver: pipe\nsteps: [{expect: out}]")
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
        #expect(try started.text("recording") == "out\n")
        #expect(try started.text("stderr") == "err\n")
    }

    @Test func `a home of its own is what a scenario gets unless it wants another`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let text = "command: [sh, -c, 'echo home is $HOME']\nsteps: [{expect: home is PATH}]\n"
        let own = try worker.start(
            text.split(separator: "PATH").joined(separator: "\(worker.directory)/orchestro-run"))
        #expect(try worker.awaitEnd(of: own).verdict == .passed)
        let account = try worker.start(
            text.split(separator: "PATH").joined(separator: worker.directory + "\\r")
                + "home: account\n")
        #expect(try worker.awaitEnd(of: account).verdict == .passed)
    }

    @Test func `the lease's network and limits hold whatever a scenario says`() throws {
        let worker = try RunningWorker()
        try worker.greet {
            $0.network = .none
            $0.ceiling.outputBytes = 1000
        }
        let network = try worker.start(
            "command: [sh, -c, 'cat /proc/net/dev | wc -l']\nsteps: [{expect: '^3'}]")
        let end = try worker.awaitEnd(of: network)
        // Where the system has no network namespaces for this account, that is told.
        let cause = try network.result().outcome.cause
        #expect(end.verdict == .passed || cause?.kind == .unsupported)
        guard end.verdict == .passed else { return }
        let output = try worker.start("command: 'yes'\nlimits: {output: 1G}\nsteps: [{expect: n}]")
        #expect(try worker.awaitEnd(of: output).verdict == .error)
        let death = try output.result().death
        #expect(death == .outputLimit(bytes: 1000))
    }

    static let troubles: [(String, String, ErrorCause.Kind)] = [
        ("command: [/no/such/program]", "/no/such/program", .notStarted),
        ("command: cat\nlimits: {memory: 1M}", "memory controller", .unsupported),
        ("no: [", "cannot read", .infrastructure),
    ]

    @Test(arguments: troubles)
    func `what cannot be done is an error that says why`(
        text: String, part: String, kind: ErrorCause.Kind
    ) throws {
        let worker = try RunningWorker()
        // Where a cgroup is delegated, limits can be had.
        if try !worker.greet().controllers.isEmpty, kind == .unsupported { return }
        let started = try worker.start(text)
        #expect(try worker.awaitEnd(of: started).verdict == .error)
        let cause = try started.result().outcome.cause
        #expect(cause?.kind == kind)
        #expect(cause?.message.contains(part) == true, "\(cause?.message ?? "none")")
    }

    @Test func `a directory that is gone is an error that names it`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: cat") { $0.file.directory = "/no/such/place" }
        #expect(try worker.awaitEnd(of: started).verdict == .error)
        let message = try started.result().outcome.cause?.message
        #expect(
            message == "the scenario's directory /no/such/place: No such file or directory")
    }

    @Test func `resources have been given before the attempt began`() throws {
        let worker = try RunningWorker()
        try worker.greet()
        let started = try worker.start("command: 'true'\nresources: {serial: 1}")
        #expect(try worker.awaitEnd(of: started).verdict == .passed)
    }

    private func output(_ words: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Outcome {
    var cause: ErrorCause? {
        if case .error(let cause) = self { cause } else { nil }
    }
}

extension WorkerFrame {
    var kind: String {
        switch self {
        case .ready: "ready"
        case .started: "started"
        case .step: "step"
        case .ended: "ended"
        case .refused: "refused"
        case .resumed: "resumed"
        }
    }
}
