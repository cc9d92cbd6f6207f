import Scenarios
import Testing

@testable import Playback

/// Each kind of assertion, good and bad, on the output `a1\r\nb2\r\n`.
struct AssertionTests {
    @Test(arguments: [
        ("expect_output: \"a1\\nb2\"", nil), ("expect_output: \"  a1\\nb2 \\n\"", nil),
        ("expect_output: a1", "expect_output: the output is different"),
        ("expect_contains: b", nil),
        ("expect_contains: B", "expect_contains: the output does not contain the text"),
        ("expect_contains: \"1\\nb\"", nil), ("expect_regex: ^b", nil),
        ("expect_regex: a.*2$", nil),
        ("expect_regex: ^1", "expect_regex: the output has no match"), ("expect_lines: 2", nil),
        ("expect_lines: 3", "expect_lines: the output has 2 lines, not 3"),
        ("expect_not_contains: c", nil),
        ("expect_not_contains: b", "expect_not_contains: the output contains the text"),
        ("expect_code: 0", nil), ("expect_code: 2", "expect_code: the status is 0, not 2"),
        ("expect_json: {a: 1}", "expect_json: the output is not JSON: "),
        ("assertions: [{type: output_exact, value: x}]", "expect_output: the output is different"),
        ("assertions: [{type: exit_code, value: 0}, {type: contains, value: a}]", nil),
    ])
    func kinds(_ assertion: String, _ message: String?) throws {
        var play = try Play("- send: go\n- \(assertion)")
        play.happen([.prints("\u{1B}[1ma1\r\nb2\u{1B}[0m\r\n"), .ends])
        if let message {
            #expect(play.failure?.message.hasPrefix(message) == true)
            #expect(play.failure?.expected != nil && play.failure?.actual != nil)
        } else {
            #expect(play.verdict == "held")
        }
    }

    @Test(arguments: [
        ("{a: [1, true, null]}", "{\"a\": [1, true, null]}", true),
        ("'{\"b\": 1, \"a\": 2}'", " {\"a\": 2, \"b\": 1}\r\n", true),
        ("{a: 1}", "{\"a\": 1.0}", false), ("{a: 1}", "{\"a\": true}", false),
        ("{a: 1}", "{\"a\": 1, \"b\": 2}", false), ("[1, 2]", "[2, 1]", false),
        ("'\"x\"'", "\"x\"", true),
    ])
    func json(_ expected: String, _ output: String, _ holds: Bool) throws {
        var play = try Play("- send: go\n- expect_json: \(expected)")
        play.happen([.prints(output), .ends])
        #expect((play.verdict == "held") == holds)
    }

    @Test func theyAreJudgedAgainUntilAllHoldOrTimeIsUp() throws {
        var play = try Play("- {send: go, expect_contains: a, expect_lines: 2, timeout: 1}")
        play.happen([.prints("a\r\n"), .after(.milliseconds(999))])
        #expect(play.verdict == "waits in step 1")
        play.happen(.prints("b\r\n"))
        #expect(play.verdict == "steps held")
    }

    @Test func allFailuresOfAStepAreTold() throws {
        var play = try Play(
            "- send: go\n  expect_contains: x\n  expect_lines: 2\n  expect_code: 0\n  timeout: 1")
        play.happen([.prints("y\r\n"), .after(.seconds(1))])
        #expect(play.verdict == "failed 4:3 expect_contains: the output does not contain the text")
        #expect(play.failure?.others.count == 2)
        #expect(play.failure?.others.last?.contains("still runs and is not a shell") == true)
    }

    @Test func aDifferenceIsShown() throws {
        var play = try Play("- {send: go, expect_output: \"a\\nb\\nc\"}")
        play.happen([.prints("a\r\nx\r\nc\r\n"), .ends])
        #expect(play.failure?.diff == [" a", "-b", "+x", " c"])
    }

    @Test func otherSpellingsOfACharacterAreDifferent() throws {
        var play = try Play("- {send: go, expect_output: \"\\u00e9\"}")
        play.happen([.prints("e\u{301}\r\n"), .ends])
        #expect(play.failure?.message == "expect_output: the output is different")
        #expect(play.failure?.diff.count == 2)
    }

    @Test(arguments: [
        // With another assertion it is judged when that one holds.
        Row(
            "- {send: go, expect_contains: a, expect_not_contains: b}", [.prints("a")], "steps held"
        ),
        Row(
            "- {send: go, expect_contains: a, expect_not_contains: b}", [.prints("b")],
            "waits in step 1"),
        Row(
            "- {send: go, expect_contains: a, expect_not_contains: b}", [.prints("ba")],
            "failed 3:34 expect_not_contains: the output contains the text"),
        // Alone it waits for evidence, the end, or the time.
        Row("- {send: go, expect_not_contains: b}", [.prints("a")], "waits in step 1"),
        Row("- {send: go, expect_not_contains: b}", [.prints("a"), .idle], "steps held"),
        Row("- {send: go, expect_not_contains: b}", [.prints("a"), .idleMaybe], "waits in step 1"),
        Row("- {send: go, expect_not_contains: b}", [.prints("a"), .ends], "held"),
        Row(
            "- {send: go, expect_not_contains: b}", [.prints("a"), .after(.seconds(30))],
            "steps held"),
        Row(
            "- {send: go, expect_not_contains: b}", [.prints("a"), .prints("b"), .idle],
            "failed 3:14 expect_not_contains: the output contains the text"),
    ])
    func timeOfNotContains(_ row: Row) throws { try row.check() }

    @Test func onlyTheOutputSinceTheLatestInputCounts() throws {
        var play = try Play("- expect: old\n- send: go\n- {expect_not_contains: old, timeout: 1}")
        play.happen([.prints("old\r\n"), .prints("new\r\n"), .ends])
        #expect(play.verdict == "held")
    }

    @Test(arguments: [
        // Without echo an answer that equals the input is an answer.
        (false, "hello", ["hello\r\n"], "hello\n"),
        (true, "hello", ["hello\r\nhello\r\n"], "hello\n"),
        (true, "hello", ["hel"], ""), (true, "hello", ["hello"], ""),
        (true, "hello", ["hello\r\n"], ""), (true, "hello", ["help\r\n"], "help\n"),
        (true, "", ["\r\nx\r\n"], "x\n"), (true, "a\\nb", ["a\r\nb\r\nA\r\nB\r\n"], "A\nB\n"),
        (true, "a\\nb", ["a\r\nA\r\n"], "A\n"),
    ])
    func echoIsRemoved(_ echo: Bool, _ send: String, _ output: [String], _ rest: String) throws {
        var play = try Play(
            "command: x\nterminal: {echo: \(echo)}\nsteps:\n- send: \"\(send)\"\n- expect_lines: 99"
        )
        play.happen(output.map { .prints($0) })
        let text = play.player.transcript.text
        #expect(text == rest)
    }
}
