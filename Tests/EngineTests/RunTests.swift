import Engine
import Glibc
import Jobs
import Scenarios
import Testing

/// What a run does with its scenarios as a whole.
struct RunTests {
    @Test func retriesUntilItPassesAndCallsItFlaky() throws {
        let fixture = try RunFixture()
        let flag = fixture.directory + "/flag"
        let result = try fixture.run(
            """
            command: sh -c 'test -e \(flag) && echo good || { touch \(flag); echo bad; }'
            retries: {count: 2, backoff: 0.01}
            steps: [{expect: good}]
            """)
        #expect(result.outcome == .passed)
        #expect(result.isFlaky)
        #expect(result.attempts.map(\.outcome.word) == ["failed", "passed"])
    }

    @Test func errorsAreNotRetried() throws {
        let fixture = try RunFixture()
        fixture.retries = RetryPolicy(count: 5)
        let result = try fixture.run("command: no-such-program-here")
        #expect(result.attempts.count == 1)
    }

    @Test func whatNeedsAFailedScenarioIsSkipped() throws {
        let fixture = try RunFixture()
        var items = try fixture.items(["command: 'false'\nexit_code: 0", "command: 'true'"])
        items[1].needs = [0]
        let results = try fixture.run(items, workers: 2)
        #expect(results.map(\.outcome.word) == ["failed", "skipped"])
    }

    @Test func failFastStartsNothingMore() throws {
        let fixture = try RunFixture()
        fixture.failFast = true
        let results = try fixture.run(
            ["command: 'false'\nexit_code: 0", "command: 'true'", "command: 'true'"])
        #expect(results.map(\.outcome.word) == ["failed", "skipped", "skipped"])
    }

    @Test func stopCancelsWhatRunsAndSkipsTheRest() throws {
        let fixture = try RunFixture()
        let stop = StopSignal()
        let fifo = fixture.directory + "/started"
        try #require(mkfifo(fifo, 0o600) == 0)
        let items = try fixture.items([
            "command: sh -c 'echo > \(fifo); exec sleep 100'\nsteps: [{expect: never}]",
            "command: 'true'",
        ])
        let results = try fixture.run(items, workers: 1, stop: stop) { _ in
            // Reading waits for the program's own line: it runs when this returns.
            let descriptor = open(fifo, O_RDONLY)
            var line = [UInt8](repeating: 0, count: 16)
            #expect(read(descriptor, &line, line.count) > 0)
            close(descriptor)
            stop.request(by: "the test")
        }
        #expect(results[0].outcome == .cancelled(by: "the test"))
        #expect(results[1].outcome.word == "skipped")
        #expect(fixture.privateLeftovers == [])
    }

    @Test func twoWorkersShareBlockingWaits() throws {
        let fixture = try RunFixture()
        // Each program ends only when the other one runs too.
        let a = fixture.directory + "/a"
        let b = fixture.directory + "/b"
        try #require(mkfifo(a, 0o600) == 0 && mkfifo(b, 0o600) == 0)
        let results = try fixture.run(
            [
                "command: sh -c 'echo 1 > \(a); read x < \(b); echo done'\nsteps: [{expect: done}]",
                "command: sh -c 'read x < \(a); echo 1 > \(b); echo done'\nsteps: [{expect: done}]",
            ], workers: 2)
        #expect(results.map(\.outcome) == [.passed, .passed])
    }

    @Test func thousandsOfInputsInARowAreNoBurden() throws {
        let fixture = try RunFixture()
        let sends = (1...5000).map { "- send: line \($0)" }.joined(separator: "\n")
        let result = try fixture.run(
            "command: cat\nsteps:\n\(sends)\n- expect: line 5000\n- control: d\n")
        #expect(result.outcome == .passed)
    }

    @Test func aLineTooLongForTheTerminalIsTold() throws {
        let fixture = try RunFixture()
        let text = String(repeating: "x", count: 5000)
        let result = try fixture.run("command: cat\nsteps: [{send: \(text)}, {control: d}]")
        let warnings = result.attempts.flatMap(\.warnings)
        #expect(warnings.contains { $0.contains("5000 bytes") }, "\(warnings)")
    }

    @Test func whatSetupStartedIsNoLeak() throws {
        let fixture = try RunFixture()
        let result = try fixture.run(
            """
            command: echo hi
            setup: ["sh -c 'setsid sleep 33 >/dev/null 2>&1 &'"]
            validations: [{type: no_processes_left}]
            """)
        #expect(result.outcome == .passed)
        #expect(result.attempts.flatMap(\.leaked) == [])
    }

    @Test func eventsTellTheWholeStory() throws {
        let fixture = try RunFixture()
        var events: [Event] = []
        let items = try fixture.items(["command: echo hi\nsteps: [{expect: hi, note: greeting}]"])
        var pool: Pool?
        _ = try fixture.run(items, workers: 1) { pool = $0 }
        events = pool?.takeEvents() ?? []
        let words = events.map { String("\($0)".prefix { $0 != "(" }) }
        #expect(
            words == [
                "runStarted", "attemptStarted", "stepStarted", "stepEnded", "attemptEnded",
                "taskFinished",
            ])
    }
}
