import Engine
import Glibc
import Jobs
import Scenarios
import Testing

@Suite struct InputProbeTests {
    private typealias Verdict = InputEvidence.Verdict

    /// Looks until the verdict is the expected one; the program's own progress ends the loop, and
    /// the number of looks bounds it.
    private func settle(
        _ program: RunningProgram, looks: Int = 20_000, _ expected: (Verdict) -> Bool
    ) throws -> Verdict {
        let probe = InputProbe(below: program.launcher, terminal: program.terminal)
        var verdict = probe.look().verdict
        for _ in 0..<looks where !expected(verdict) {
            try program.takeEvents()
            program.readAvailable()
            sched_yield()
            verdict = probe.look().verdict
        }
        return verdict
    }

    private static func isWeak(_ verdict: Verdict) -> Bool {
        if case .pollingWithTimeout = verdict { true } else { false }
    }

    private static func isBusy(_ verdict: Verdict, _ name: String) -> Bool {
        if case .busy(_, name) = verdict { true } else { false }
    }

    @Test(arguments: [
        ["cat"], ["sh", "-c", "read x"], ["bash", "--norc", "-i"], ["bash", "-c", "cat; :"],
        ["sh", "-c", "cat | cat"], ["sh", "-c", "seq 1000000 | less"], ["less", "/etc/passwd"],
        ["sh", "-c", "cat </dev/tty"], ["python3", "-c", "input()"],
        [
            "python3", "-c",
            "import threading as t; l=t.Lock(); l.acquire(); "
                + "t.Thread(target=l.acquire, daemon=True).start(); input()",
        ],
        ["python3", "-c", "import select; p=select.poll(); p.register(0, 1); p.poll()"],
        ["python3", "-c", "import select; p=select.epoll(); p.register(0, 1); p.poll()"],
        ["python3", "-c", "import select; select.select([0],[],[])"],
    ])
    func waiting(command: [String]) throws {
        let program = try RunningProgram(command)
        #expect(try settle(program) { $0 == .waiting } == .waiting)
    }

    @Test(arguments: [["vi", "-u", "NONE"], ["python3", "-i"]])
    func waitingStronglyOrWeakly(command: [String]) throws {
        let program = try RunningProgram(command)
        let verdict = try settle(program) { $0 == .waiting || Self.isWeak($0) }
        #expect(verdict == .waiting || Self.isWeak(verdict), "\(verdict)")
    }

    @Test func aTimeLimitMakesTheEvidenceWeaker() throws {
        let program = try RunningProgram(
            ["python3", "-c", "import select; select.select([0],[],[],500)"])
        let verdict = try settle(program, Self.isWeak)
        #expect(Self.isWeak(verdict))
    }

    @Test func whoeverRunsOrWaitsElsewhereIsBusy() throws {
        let busy: [(command: [String], name: String)] = [
            (["sleep", "1000"], "sleep"),
            (["bash", "-c", "sleep 1000; :"], "sleep"),
            (["sh", "-c", "while :; do :; done"], "sh"),
            (["sh", "-c", "sleep 1000 & read x"], "sleep"),
            (["python3", "-c", "import socket; s=socket.socketpair(); s[0].recv(1)"], "python3"),
        ]
        for row in busy {
            let program = try RunningProgram(row.command)
            let verdict = try settle(program) { Self.isBusy($0, row.name) }
            #expect(Self.isBusy(verdict, row.name), "\(row.command)")
            #expect(try settle(program, looks: 100) { $0 != verdict } == verdict)
        }
    }

    @Test func typedLinesAreQueued() throws {
        let program = try RunningProgram(["sleep", "1000"])
        program.type("abc\n")
        try program.wait(for: "abc\r\n")
        #expect(try program.terminal.queuedInputBytes() == 4)
        let shell = try RunningProgram.shell("read x; sleep 1000; read y; read z")
        _ = try settle(shell) { $0 == .waiting }
        shell.type("1\n")
        #expect(Self.isBusy(try settle(shell) { Self.isBusy($0, "sleep") }, "sleep"))
    }

    @Test func aStoppedProgramIsTold() throws {
        let program = try RunningProgram(["cat"])
        _ = try program.launcher.signal(1, SIGSTOP, scope: .process)
        let stopped = Verdict.stopped(processID: program.processID, name: "cat")
        #expect(try settle(program) { $0 == stopped } == stopped)
    }

    @Test func whenAllIsOverNothingRuns() throws {
        let program = try RunningProgram(["true"])
        _ = try program.waitForEnd()
        #expect(try settle(program) { $0 == .nothingRuns } == .nothingRuns)
    }

    @Test func activityTellsWhetherAnythingRan() throws {
        let program = try RunningProgram(["cat"])
        let probe = InputProbe(below: program.launcher, terminal: program.terminal)
        _ = try settle(program) { $0 == .waiting }
        let before = probe.look()
        #expect(probe.look() == before)
        program.type("x\n")
        try program.wait(for: "x\r\nx\r\n")
        _ = try settle(program) { $0 == .waiting }
        #expect(probe.look().activity != before.activity)
    }
}
