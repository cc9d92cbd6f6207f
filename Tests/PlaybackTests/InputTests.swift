import Scenarios
import Testing

@testable import Playback

/// What the program is given, and the world around it.
struct InputTests {
    @Test(arguments: [
        ("- send: hi", "hi\n"), ("- send: ''", "\n"), ("- {send: hi, raw: true}", "hi"),
        ("- raw: hi", "hi"), ("- control: c", "\u{3}"),
        ("- press: [a, up, ctrl+x]", "a\u{1B}[A\u{18}"),
        ("- type: abc", "abc"), ("- paste: \"a\\nb\"", "a\rb"),
    ])
    func bytes(_ step: String, _ bytes: String) throws {
        let play = try Play(step)
        #expect(play.input == bytes && play.verdict == "steps held")
    }

    @Test func keysFollowTheModesOfTheMoment() throws {
        var play = try Play("- expect: ready\n- press: up\n- paste: x")
        play.happen(.prints("\u{1B}[?1h\u{1B}[?2004hready"))
        #expect(play.input == "\u{1B}OA\u{1B}[200~x\u{1B}[201~")
    }

    @Test func expectComesBeforeSendInAStep() throws {
        var play = try Play("- send: name\n  expect: 'Who\\?'")
        #expect(play.input.isEmpty)
        play.happen(.prints("Who?"))
        #expect(play.input == "name\n" && play.verdict == "steps held")
    }

    @Test(arguments: [
        Row("- {send: x, timeout: 1}", [], "waits in step 1"),
        Row("- {send: x, timeout: 1}", [.takes], "steps held"),
        Row(
            "- {send: x, timeout: 1}", [.after(.seconds(1))],
            "failed 3:4 the program did not read its input of 2 bytes within 1 s"),
        Row("- {send: x, timeout: 1}", [.ends], "held"),
        Row("- {send: x, timeout: 1}", [.closes], "steps held"),
    ])
    func writingIsAWait(_ row: Row) throws {
        var play = try Play("- wait: 1\n" + row.scenario)
        play.happen([.clogs, .after(.seconds(1))])
        play.happen(row.happenings)
        let verdict = row.verdict.replacing("step 1", with: "step 2")
            .replacing("failed 3:", with: "failed 4:")
        #expect(play.verdict == verdict)
    }

    @Test func inputForAnEndedProgramIsNoError() throws {
        var play = try Play("- wait: 1\n- send: one\n- control: d\n- expect: z")
        play.happen([.ends, .after(.seconds(1))])
        #expect(play.input.isEmpty)
        #expect(play.verdict == "failed 6:3 `z` was not seen: the program exited with status 0")
        #expect(play.failure?.hints == ["5 bytes were sent after the program had ended"])
    }

    @Test func pipesGetControlKeysByOtherMeans() throws {
        let steps = ["d", "c", "z", "\\\\"].map { "- control: \"\($0)\"\n" }.joined()
        let play = try Play("command: x\ndriver: pipe\nsteps:\n" + steps)
        let means = play.effects.filter {
            switch $0 {
            case .closeInput, .signal, .write: true
            default: false
            }
        }
        #expect(means == [.closeInput, .signal(.int), .signal(.tstp), .signal(.quit)])
    }

    @Test func pipesMayCloseOutputAndGoOnReading() throws {
        var play = try Play(
            "command: x\ndriver: pipe\nsteps:\n- wait: 1\n- send: x\n- expect_exit: 0")
        play.happen([.clogs, .closes, .after(.seconds(1))])
        #expect(play.verdict == "waits in step 2" && play.input == "x\n")
        play.happen([.takes, .exits(0)])
        #expect(play.verdict == "held")
    }

    @Test func controlInAPipeIsAnInputToo() throws {
        var play = try Play(
            "command: x\ndriver: pipe\nsteps:\n- expect: old\n- control: d\n- expect_output: new")
        play.happen([.prints("old\n"), .prints("new\n")])
        #expect(play.verdict == "steps held")
    }

    @Test func resizeAndSignal() throws {
        let play = try Play("- resize: {columns: 10, rows: 5}\n- signal: HUP")
        #expect(play.effects.contains(.resize(columns: 10, rows: 5)))
        #expect(play.effects.contains(.signal(.hup)) && play.verdict == "steps held")
    }

    @Test(arguments: [
        Row("- run: make it so", [], "waits in step 1"),
        Row("- run: make it so", [.host(0, "")], "steps held"),
        Row(
            "- run: make it so", [.host(3, "no")],
            "failed 3:3 host command `make it so` exited with status 3"),
        Row(
            "- run: make it so", [.host(nil, "")],
            "failed 3:3 host command `make it so` did not end in time"),
    ])
    func hostCommands(_ row: Row) throws { try row.check() }

    @Test(arguments: [
        Row("- screenshot: main", [.screenshot], "steps held"),
        Row("- screenshot: main", [.exits(0), .screenshot], "held"),
        Row(
            "- screenshot: main", [.exits(0), .after(.zero)],
            "failed 3:3 screenshot `main.svg` was not created: the program exited with status 0"),
        Row(
            "- wait: 1\n- screenshot: main", [.exits(0), .after(.seconds(1)), .after(.zero)],
            "failed 4:3 screenshot `main.svg` was not created: the program exited with status 0"),
        Row(
            "- {screenshot: main, timeout: 1}", [.after(.seconds(1))],
            "failed 3:4 screenshot `main.svg` was not created within 1 s"),
    ])
    func screenshots(_ row: Row) throws {
        var play = try Play(row.scenario)
        play.happen(row.happenings)
        #expect(play.verdict == row.verdict)
        #expect(play.effects.contains(.requestScreenshot(slug: "main")))
        #expect(play.effects.contains(.endScreenshot(slug: "main")))
    }

    @Test(arguments: [
        Row("- expect: '[PROMPT] menu'", [.sentinel("[PROMPT] main menu")], "waits in step 1"),
        Row("- expect: '[PROMPT] menu'", [.sentinel("a [PROMPT] menu b")], "steps held"),
        Row("- expect: '\\[PROMPT\\] m.*'", [.sentinel("[PROMPT] menu")], "waits in step 1"),
        // Lines are never consumed, and those before the wait count.
        Row(
            "- wait: 1\n- expect: '[WIDGET] x'\n- expect: '[WIDGET] x'",
            [.sentinel("[WIDGET] x"), .after(.seconds(1))], "steps held"),
        // The last lines may come after the end.
        Row("- expect: '[PROMPT] m'", [.ends, .sentinel("[PROMPT] m")], "held"),
        Row(
            "- expect: '[PROMPT] m'", [.ends, .after(.zero)],
            "failed 3:3 no sentinel line contains `[PROMPT] m`: the program exited with status 0"),
        Row(
            "- {expect: '[PROMPT] m', timeout: 1}", [.after(.seconds(1))],
            "failed 3:4 no sentinel line contains `[PROMPT] m` within 1 s"),
    ])
    func sentinels(_ row: Row) throws { try row.check() }

    @Test func conditionsSkipSteps() throws {
        let steps = """
            - {send: a, if: env.MODE == fast}
            - {send: b, if: env.MODE != fast}
            - {send: c, if: os == linux and not env.NONE}
            - {send: d, if: os == darwin}
            """
        let play = try Play(steps, environment: ["MODE": "fast"])
        #expect(play.input == "a\nc\n")
        #expect(play.steps == ["1 passed", "2 skipped", "3 passed", "4 skipped"])
        #expect(!play.effects.contains(.stepStarted(2)) && play.effects.contains(.stepStarted(3)))
    }
}
