import Engine
import Glibc
import Jobs
import Scenarios
import Testing

@Suite struct SweepTests {
    /// Double-forks: its parent ends at once, it leads a session of its own.
    private static let daemon = "(setsid sh -c 'echo daemon=$$; exec sleep 1000' &)"

    @Test func nothingLeftCostsNothing() throws {
        let program = try RunningProgram(["true"])
        _ = try program.waitForEnd()
        #expect(try program.launcher.killAll() == Sweep(killed: 0, survivors: 0))
    }

    @Test func aDaemonIsFoundAndKilled() throws {
        let program = try RunningProgram.shell(Self.daemon + "; read x")
        try program.wait(for: "daemon=")
        try program.wait { numbers("daemon", in: $0.text).count == 1 }
        program.type("\n")
        #expect(try program.waitForEnd() == .exited(0))
        let daemon = try #require(numbers("daemon", in: program.text).first)
        #expect(isAlive(daemon))
        #expect(try program.launcher.killAll() == Sweep(killed: 1, survivors: 0))
        #expect(!isAlive(daemon))
    }

    @Test func whoeverIgnoresSignalsIsKilled() throws {
        let program = try RunningProgram.shell(
            "trap '' TERM HUP INT; sh -c 'echo ready; while :; do :; done'; :")
        try program.wait(for: "ready")
        #expect(try program.launcher.signal(1, SIGTERM, scope: .group) == nil)
        #expect(isAlive(program.processID))
        #expect(try program.launcher.killAll() == Sweep(killed: 2, survivors: 0))
        #expect(try program.waitForEnd() == .signalled(9))
    }

    @Test func stoppedProcessesAreKilled() throws {
        let program = try RunningProgram(["cat"])
        _ = try program.launcher.signal(1, SIGSTOP, scope: .process)
        #expect(try program.launcher.killAll() == Sweep(killed: 1, survivors: 0))
    }

    @Test func aForkBombIsKilled() throws {
        // Each process ends once it has two successors, so no process ID stays known for long;
        // at most 200 start, whatever happens.
        let bomb = """
            n=0; b() { n=$((n + 1)); [ $n -gt 7 ] && exec sleep 1000; b & b & exec sleep 0.01; }
            b & echo lit; wait
            """
        for _ in 1...5 {
            let program = try RunningProgram.shell(bomb)
            try program.wait(for: "lit")
            #expect(try program.launcher.killAll().survivors == 0)
            #expect(descendants(of: program.launcher.processID).isEmpty)
        }
    }

    @Test func closingTheLauncherKillsEverything() throws {
        let program = try RunningProgram.shell(Self.daemon + "; exec sleep 1000")
        try program.wait(for: "daemon=")
        try program.wait { numbers("daemon", in: $0.text).count == 1 }
        let daemon = try #require(numbers("daemon", in: program.text).first)
        program.launcher.close()
        #expect(!isAlive(daemon) && !isAlive(program.processID))
        #expect(!isAlive(program.launcher.processID))
    }

    @Test func twoHundredAttemptsLeaveNothing() throws {
        let launcher = try Launcher.start()
        let scripts = [
            "(setsid sleep 1000 &); exit 3",
            "trap '' TERM HUP; (trap '' TERM HUP; while :; do :; done) & exit 0",
            "trap '' HUP; sleep 1000 & (sleep 1000 | sleep 1000) & exit 1",
        ]
        for number in 0..<200 {
            let program = try RunningProgram(
                ["sh", "-c", scripts[number % scripts.count]], launcher: launcher)
            _ = try program.waitForEnd()
            #expect(try launcher.killAll().survivors == 0)
            #expect(descendants(of: launcher.processID).isEmpty)
        }
    }

    private func descendants(of processID: Int32) -> [ProcessTree.Entry] {
        ProcessTree.descendants(of: processID)
    }
}
