import Engine
import Glibc
import Jobs
import Scenarios
import Testing

@Suite struct LauncherTests {
    @Test func echoPrintsAndExits() throws {
        let program = try RunningProgram(["echo", "hello"])
        #expect(try program.finish() == .exited(0))
        #expect(program.text == "hello\r\n")
        #expect(program.usage.peakMemoryBytes > 0)
    }

    @Test func statusAndSignalAreTold() throws {
        #expect(try RunningProgram.shell("exit 7").waitForEnd() == .exited(7))
        #expect(try RunningProgram.shell("kill -9 $$").waitForEnd() == .signalled(9))
    }

    @Test func catEchoesWhatIsTyped() throws {
        let program = try RunningProgram(["cat"])
        program.type("one\n")
        try program.wait(for: "one\r\none\r\n")
        program.type("\u{4}")
        #expect(try program.finish() == .exited(0))
    }

    @Test func theTerminalControlsTheProgram() throws {
        let program = try RunningProgram(["cat"])
        program.type("\u{3}")
        #expect(try program.waitForEnd() == .signalled(2))
    }

    @Test func environmentArgumentsAndDirectoryAreExact() throws {
        let environment = ["PATH=/usr/bin:/bin", "B= two  words", "A=ü", "EMPTY="]
        let listed = try RunningProgram(["env"], environment: environment)
        _ = try listed.finish()
        #expect(listed.text == environment.map { $0 + "\r\n" }.joined())

        let arguments = ["printf", "<%s>", "", "a b", "*", "$x", "ü"]
        let printed = try RunningProgram(arguments)
        _ = try printed.finish()
        #expect(printed.text == "<><a b><*><$x><ü>")

        let placed = try RunningProgram(["pwd"], directory: "/usr/share")
        _ = try placed.finish()
        #expect(placed.text == "/usr/share\r\n")
    }

    @Test func programsInheritNothingElse() throws {
        let script = "ls /proc/self/fd | tr '\\n' ' '; grep -E 'Sig(Blk|Ign)' /proc/self/status"
        let program = try RunningProgram.shell(script)
        _ = try program.finish()
        #expect(program.text.contains("0 1 2 3 "), "3 is the directory ls reads")
        #expect(!program.text.contains("0 1 2 3 4"))
        #expect(program.text.contains("SigBlk:\t0000000000000000"))
        #expect(program.text.contains("SigIgn:\t0000000000000000"))
    }

    @Test func streamsWithoutTerminal() throws {
        let launcher = try Launcher.start()
        var output: [Int32] = [0, 0]
        #expect(pipe(&output) == 0)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        _ = try launcher.spawn(
            SpawnRequest(
                tag: 1, path: "/bin/sh", arguments: ["sh", "-c", "tty; echo out; echo err >&2"],
                environment: [],
                streams: .descriptors(input: null, output: output[1], error: output[1])))
        close(output[1])
        close(null)
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while read(output[0], &byte, 1) == 1 { text.append(byte) }
        close(output[0])
        #expect(String(decoding: text, as: UTF8.self) == "not a tty\nout\nerr\n")
    }

    @Test func hugeArgumentsPassAndTooHugeAreRefused() throws {
        let longest = String(repeating: "x", count: 131_071)
        let program = try RunningProgram(
            ["sh", "-c", "for a; do n=$((n + ${#a})); done; echo $n", "sh"]
                + Array(repeating: longest, count: 10))
        _ = try program.finish()
        #expect(program.text == "1310710\r\n")
        for arguments in [[longest + "x"], Array(repeating: longest, count: 32)] {
            #expect(throws: LaunchFailure.textTooLarge) {
                try RunningProgram(["echo"] + arguments)
            }
        }
        let again = try RunningProgram(["true"])
        #expect(try again.finish() == .exited(0))
    }

    @Test func stoppingAndContinuingAreTold() throws {
        let program = try RunningProgram(["cat"])
        #expect(try program.launcher.signal(1, SIGSTOP, scope: .process) == nil)
        try program.wait { $0.events.contains(.stopped(tag: 1, signal: SIGSTOP)) }
        #expect(try program.launcher.signal(1, SIGCONT, scope: .group) == nil)
        try program.wait { $0.events.contains(.continued(tag: 1)) }
    }

    @Test func theForegroundGroupGetsItsSignal() throws {
        let script = "set -m; sh -c 'echo ready; exec sleep 1000'; echo status=$?"
        let program = try RunningProgram(["bash", "-c", script])
        try program.wait(for: "ready")
        #expect(try program.launcher.signal(1, SIGTERM, scope: .foreground) == nil)
        try program.wait(for: "status=143")
        #expect(program.text.contains("status=143"))
    }

    @Test func aProgramThatIsOverGetsNoSignal() throws {
        let program = try RunningProgram(["true"])
        _ = try program.waitForEnd()
        #expect(try program.launcher.signal(1, SIGTERM, scope: .process) == SystemError(ESRCH))
    }

    @Test func theLauncherKnowsWhetherAnythingIsLeft() throws {
        let launcher = try Launcher.start()
        #expect(!launcher.mayHaveDescendants)
        let alone = try RunningProgram(["true"], launcher: launcher)
        #expect(launcher.mayHaveDescendants)
        _ = try alone.waitForEnd()
        #expect(!launcher.mayHaveDescendants)
        let forked = try RunningProgram(
            ["sh", "-c", "trap '' HUP; sleep 1000 &"], launcher: launcher)
        _ = try forked.waitForEnd()
        #expect(launcher.mayHaveDescendants)
        #expect(try launcher.killAll() == Sweep(killed: 1, survivors: 0))
        #expect(!launcher.mayHaveDescendants)
    }

    @Test func anEndThatIsToldAfterAnotherStartSaysNothing() throws {
        let launcher = try Launcher.start()
        let first = try RunningProgram(["true"], launcher: launcher)
        var watched = pollfd(fd: launcher.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&watched, 1, 30_000) == 1, "the end has come, but is not taken yet")
        let second = try RunningProgram(["cat"], launcher: launcher, tag: 2)
        try first.takeEvents()
        #expect(first.ending == .exited(0))
        #expect(launcher.mayHaveDescendants)
        second.type("\u{4}")
        _ = try second.waitForEnd()
        #expect(!launcher.mayHaveDescendants)
    }

    @Test func oneLauncherRunsSeveralPrograms() throws {
        let launcher = try Launcher.start()
        let programs = try (1...20).map {
            try RunningProgram(["sh", "-c", "exit \($0)"], launcher: launcher, tag: $0)
        }
        var endings: [UInt32: Ending] = [:]
        try programs[0].wait { _ in
            for case .ended(let tag, let ending, _) in programs[0].events {
                endings[tag] = ending
            }
            return endings.count == programs.count
        }
        #expect(endings == .init(uniqueKeysWithValues: (1...20).map { ($0, .exited(Int($0))) }))
    }
}
