import Jobs
import Scenarios
import Testing

/// Programs that misbehave, and what is said about each.
struct BadProgramTests {
    struct Sample: CustomTestStringConvertible {
        var name: String
        var scenario: String
        var word: String
        var says: String
        var testDescription: String { name }
    }

    static let samples = [
        Sample(
            name: "does not exist", scenario: "command: no-such-program-here", word: "error",
            says: "not found in PATH (/usr/bin:/bin)"),
        Sample(
            name: "is a directory", scenario: "command: /usr/bin", word: "error",
            says: "is a directory"),
        Sample(
            name: "working directory missing", scenario: "command: cat\ncwd: nowhere",
            word: "error", says: "/nowhere: No such file or directory"),
        Sample(
            name: "prints without end",
            scenario: "command: 'yes'\nlimits: {output: 1M}\nsteps: [{expect: never}]",
            word: "error", says: "wrote more than 1048576 bytes"),
        Sample(
            name: "ended before the text",
            scenario: "command: echo hi\nsteps: [{expect: never}]", word: "failed",
            says: "`never` was not seen: the program exited with status 0"),
        Sample(
            name: "killed by a signal",
            scenario: "command: sh -c 'kill -SEGV $$'\nsteps: [{expect: never}]",
            word: "failed", says: "was ended by SIGSEGV"),
        Sample(
            name: "stops itself",
            scenario: "command: sh -c 'kill -STOP $$'\nsteps: [{expect: never, timeout: 0.2}]",
            word: "failed", says: "stopped by SIGSTOP"),
        Sample(
            name: "changes its terminal from the background",
            scenario: """
                command:
                  - python3
                  - -c
                  - |
                    import os, signal, termios
                    child = os.fork()
                    if child == 0:
                        signal.pause()
                    os.setpgid(child, child)
                    os.tcsetpgrp(0, child)
                    termios.tcsetattr(0, termios.TCSANOW, termios.tcgetattr(0))
                steps: [{expect: "Input/output error"}, {expect: never}]
                """,
            word: "failed", says: "the program exited with status 1"),
        Sample(
            name: "waits for a job that SIGTTOU stopped",
            scenario: """
                command:
                  - python3
                  - -c
                  - |
                    import os, signal, termios
                    child = os.fork()
                    if child == 0:
                        os.setpgid(0, 0)
                        termios.tcsetattr(0, termios.TCSANOW, termios.tcgetattr(0))
                    os.waitpid(child, os.WUNTRACED)
                    print("stopped", flush=True)
                    os.waitpid(child, 0)
                steps: [{expect: stopped}, {expect: never, timeout: 0.2}]
                """,
            word: "failed", says: "is stopped: perhaps it used the terminal"),
        Sample(
            name: "closes its terminal and goes on",
            scenario: """
                command: sh -c 'exec </dev/null >/dev/null 2>&1; exec sleep 100'
                steps: [{expect: never}]
                """,
            word: "failed", says: "closed its terminal and still runs"),
        Sample(
            name: "never reads",
            scenario: """
                command: sh -c 'stty raw; echo ready; exec sleep 100'
                steps: [{expect: ready}, {send: "\(String(repeating: "x", count: 200_000))",
                  timeout: 0.3}]
                """,
            word: "failed", says: "did not read its input of 200001 bytes within 0.3 s"),
        Sample(
            name: "wrong status", scenario: "command: sh -c 'exit 3'\nexit_code: [0, 2]",
            word: "failed", says: "exited with status 3, not status 0 or 2"),
        Sample(
            name: "does not end where a status is asked for",
            scenario: "command: cat\nexit_code: 0", word: "failed", says: "it waits for input"),
        Sample(
            name: "setup fails",
            scenario: "command: cat\nsetup: [\"sh -c 'echo why; exit 4'\"]", word: "error",
            says: "exited with status 4:\nwhy"),
        Sample(
            name: "teardown fails", scenario: "command: 'true'\nteardown: ['false']",
            word: "error", says: "teardown command `false` exited with status 1"),
        Sample(
            name: "needs the emulated screen",
            scenario: "command: cat\nsteps: [{expect_screen: x}]", word: "error",
            says: "needs the emulated screen"),
        Sample(
            name: "no terminal to be idle at",
            scenario: "command: cat\ndriver: pipe\nsteps: [{wait_idle: true}]", word: "error",
            says: "needs a terminal"),
        Sample(
            name: "no terminal to resize",
            scenario: """
                command: cat
                driver: pipe
                steps: [{resize: {columns: 80, rows: 24}}]
                """, word: "error", says: "`resize` needs a terminal"),
        Sample(
            name: "says it on standard error",
            scenario: """
                driver: pipe
                command: sh -c 'echo oops >&2'
                steps: [{expect: oops}]
                """, word: "failed", says: "it stands on standard error"),
        Sample(
            name: "uses a variable that is not set",
            scenario: "command: cat\nsteps: [{send: '${{ env.NO_SUCH }}'}]", word: "error",
            says: "NO_SUCH is not set"),
        Sample(
            name: "needs an inventory", scenario: "command: cat\nresources: {serial: 1}",
            word: "error", says: "needs the machine's inventory"),
        Sample(
            name: "costly pattern",
            scenario: """
                command: sh -c 'head -c 3000 /dev/zero | tr "\\\\0" a; echo; exec sleep 100'
                steps: [{expect: '(a|aa)+$(?<=Z)', timeout: 20}]
                """,
            word: "error", says: "backtrack"),
        Sample(
            name: "a secret too short",
            scenario: "command: cat\nenv: {KEY: abc}\nsecrets: [KEY]", word: "error",
            says: "shorter than 4 bytes"),
    ]

    @Test(arguments: samples)
    func isExplained(_ sample: Sample) throws {
        let fixture = try RunFixture()
        let result = try fixture.run(sample.scenario)
        #expect(result.outcome.word == sample.word)
        let failure = result.outcome.failure
        let told =
            [failure?.message, result.outcome.cause?.message].compactMap { $0 }
            + (failure?.hints ?? [])
        #expect(told.contains { $0.contains(sample.says) }, "\(told)")
        #expect(fixture.privateLeftovers == [])
    }
}
