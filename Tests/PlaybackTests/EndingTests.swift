import Scenarios
import Testing

@testable import Playback

/// What waits say when the program ends, closes its output or is stopped.
struct EndingTests {
    @Test(arguments: [
        Row(
            "- expect: a", [.ends],
            "failed 3:3 `a` was not seen: the program exited with status 0"),
        Row(
            "- expect: a", [.closes, .dies(9)],
            "failed 3:3 `a` was not seen: the program was ended by SIGKILL"),
        Row(
            "- expect: [a, b]", [.closes, .dies(11)],
            "failed 3:3 `a` or `b` was not seen: the program was ended by SIGSEGV"),
        Row("- expect: a", [.prints("a"), .ends], "held"),
        // An early end is no error, and what it wrote can still be waited for.
        Row("- wait: 1\n- expect: a", [.prints("a"), .ends, .after(.seconds(1))], "held"),
        Row(
            "- wait: 1\n- expect: a", [.ends, .after(.seconds(1))],
            "failed 4:3 `a` was not seen: the program exited with status 0"),
        // A descendant may still write.
        Row("- expect: a", [.exits(0)], "waits in step 1"),
        Row("- expect: a", [.exits(0), .prints("a")], "held"),
        Row("- wait: 1\n- expect_contains: a", [.prints("a"), .ends, .after(.seconds(1))], "held"),
        Row(
            "- wait: 1\n- expect_contains: a", [.ends, .after(.seconds(1))],
            "failed 4:3 expect_contains: the output does not contain the text"),
        Row("- wait: 1\n- expect_not_contains: a", [.ends, .after(.seconds(1))], "held"),
        Row("- wait: 1\n- wait_idle: true", [.ends, .after(.seconds(1))], "held"),
    ])
    func waitsOnAnEndedProgramAreOverAtOnce(_ row: Row) throws { try row.check() }

    @Test(arguments: [
        Row("- expect: a", [.closes, .after(.milliseconds(249))], "waits in step 1"),
        Row(
            "- expect: a", [.closes, .after(.milliseconds(250))],
            "failed 3:3 `a` was not seen: the program closed its terminal and still runs"),
        Row(
            "- expect: a", [.closes, .after(.milliseconds(249)), .exits(3)],
            "failed 3:3 `a` was not seen: the program exited with status 3"),
        // Also for a wait that begins when the grace is long over.
        Row(
            "- wait: 1\n- expect: a", [.closes, .after(.seconds(1)), .after(.zero)],
            "failed 4:3 `a` was not seen: the program closed its terminal and still runs"),
        Row("- expect_exit: 0", [.closes, .after(.seconds(1)), .exits(0)], "held"),
        Row(
            "- {expect_exit: 0, timeout: 2}", [.closes, .after(.seconds(2))],
            "failed 3:4 the program did not end within 2 s"),
        Row(
            "- {expect_contains: a, timeout: 2}", [.closes, .after(.milliseconds(250))],
            "failed 3:4 expect_contains: the output does not contain the text"),
    ])
    func outputClosedWhileRunning(_ row: Row) throws { try row.check() }

    @Test(arguments: [
        Row("- expect_exit: true", [.exits(7)], "held"),
        Row("- expect_exit: any", [.dies(15)], "held"),
        Row("- expect_exit: 7", [.exits(7)], "held"),
        Row("- expect_exit: [0, 143]", [.dies(15)], "held"),
        Row(
            "- expect_exit: [0, 2]", [.exits(1)],
            "failed 3:3 the program exited with status 1, not status 0 or 2"),
        Row("- wait: 1\n- expect_exit: 0", [.ends, .after(.seconds(1))], "held"),
        Row(
            "- {expect_exit: 0, timeout: 1}", [.after(.seconds(1))],
            "failed 3:4 the program did not end within 1 s"),
    ])
    func exits(_ row: Row) throws { try row.check() }

    @Test(arguments: [
        Row("command: x", [.exits(1)], "held"),
        Row("command: x\nexit_code: 1", [.exits(1)], "held"),
        Row("command: x\nexit_code: [0, 1]", [.exits(1)], "held"),
        Row(
            "command: x\nexit_code: 0", [.exits(1)],
            "failed the program exited with status 1, not status 0"),
        Row(
            "command: x\nexit_code: 0", [.idle],
            "failed the program has not ended, so `exit_code` cannot be checked: it waits for"
                + " input"),
        Row("command: x\nexit_code: 0", [.idleMaybe], "steps held"),
        Row(
            "command: x\nexit_code: 0\ntimeout: 2", [.after(.seconds(2))],
            "failed the program has not ended, so `exit_code` cannot be checked: it still runs"),
        // A program that goes on is no failure when nobody asked for its status.
        Row("command: x\ntimeout: 2", [.after(.seconds(2))], "held"),
        Row("command: x\ntimeout: 2", [.after(.seconds(1))], "steps held"),
        Row("command: x", [.idle], "held"),
    ])
    func exitCodeOfTheScenario(_ row: Row) throws { try row.check() }

    @Test func cancelledAndLimits() throws {
        try Row("- expect: a", [.cancel, .prints("a")], "cancelled by somebody").check()
        let limited = "command: x\nlimits: {output: 10}\nsteps:\n- expect: z"
        try Row(limited, [.prints("1234567890")], "waits in step 1").check()
        let told =
            "error output_limit 4:3 the program wrote more than 10 bytes; raise"
            + " `limits: {output: …}` if that is meant"
        try Row(limited, [.prints("1234567890"), .prints("z")], told).check()
        try Row(limited, [.prints("1234567890"), .complains("z")], told).check()
        var play = try Play("- expect: a")
        play.happen([.cancel, .ends, .after(.seconds(99)), .idle, .prints("a")])
        #expect(play.verdict == "cancelled by somebody" && play.steps == ["1 failed"])
    }

    @Test func patternsThatCostTooMuchAreErrors() throws {
        var play = try Play("- send: x\n  expect: a\n- expect: '(x+x+)+[yz]'")
        play.happen([.prints("a"), .prints(String(repeating: "x", count: 60))])
        #expect(play.verdict.hasPrefix("error pattern_limit 5:3 "))
    }
}
