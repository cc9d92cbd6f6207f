import Scenarios
import TestSupport
import Testing

@testable import Playback

/// What a shell that prints marks writes for one command.
private func command(_ output: String, status: Int = 0) -> [Happening] {
    [.mark(.output), .prints(output), .mark(.prompt(status: status)), .prints("$ ")]
}

private let start: [Happening] = [.mark(.prompt(status: 0)), .prints("$ ")]

/// Assertions in a shell that prints marks.
struct ShellTests {
    private func play(_ steps: String, _ happenings: [Happening]...) throws -> Play {
        var play = try Play(steps, shell: true)
        for some in happenings { play.happen(some) }
        return play
    }

    @Test func outputAndStatusOfTheLastCommand() throws {
        let steps = "- expect: '\\$ '\n- send: ls\n- {expect_output: a b, expect_code: 2}"
        #expect(try play(steps, start, command("a b\r\n", status: 2)).verdict == "steps held")
    }

    @Test func halfAnOutputIsNeverTheWhole() throws {
        let steps = "- expect: '\\$ '\n- send: ls\n- expect_output: a"
        let half: [Happening] = [.mark(.output), .prints("a\r\n")]
        #expect(try play(steps, start, half).verdict == "waits in step 3")
        let end: [Happening] = [.prints("b\r\n"), .mark(.prompt(status: 0)), .after(.seconds(30))]
        let verdict = try play(steps, start, half, end).verdict
        #expect(verdict == "failed 5:3 expect_output: the output is different")
    }

    @Test func inputBeforeTheFirstPromptIsAnsweredByTheSecond() throws {
        let steps = "- send: 'false'\n- expect_code: 1"
        #expect(try play(steps, start).verdict == "waits in step 2")
        #expect(try play(steps, start, command("", status: 1)).verdict == "steps held")
        let absent = "- send: ls\n- expect_not_contains: bad"
        #expect(try play(absent, start).verdict == "waits in step 2")
        let verdict = try play(absent, start, command("bad\r\n")).verdict
        #expect(verdict == "failed 4:3 expect_not_contains: the output contains the text")
    }

    @Test func commandsTypedAheadAreToldApart() throws {
        let steps = "- send: first\n- send: second\n- {expect_output: two, expect_code: 2}"
        #expect(try play(steps, start, command("two\r\n")).verdict == "waits in step 3")
        let both = try play(steps, start, command("one\r\n"), command("two\r\n", status: 2))
        #expect(both.verdict == "steps held")
        let absent = "- send: first\n- send: second\n- expect_not_contains: one"
        let held = try play(absent, start, command("one\r\n"), command("two\r\n"))
        #expect(held.verdict == "steps held")
        // The same while the first one runs already.
        let running = "- send: first\n- expect: begun\n- send: second\n- expect_output: two"
        let first: [Happening] = [
            .mark(.output), .prints("begun\r\n"), .prints("one\r\n"), .mark(.prompt(status: 0)),
        ]
        #expect(try play(running, start, first).verdict == "waits in step 4")
        #expect(try play(running, start, first, command("two\r\n")).verdict == "steps held")
    }

    @Test func severalLinesOfOneInput() throws {
        let two = "- send: \"one\\ntwo\"\n- {expect_contains: a, expect_code: 1}"
        #expect(try play(two, start, command("a\r\n", status: 1)).verdict == "waits in step 2")
        let both = try play(two, start, command("a\r\n", status: 0), command("b\r\n", status: 1))
        #expect(both.verdict == "steps held")
        // Continuation prompts answer the lines that complete no command.
        let loop = "- send: \"for i in 1 2\\ndo echo $i\\ndone\"\n- {expect_output: \"1\\n2\"}"
        let more: [Happening] = [.mark(.continuation), .prints("> ")]
        #expect(try play(loop, start, more, more, command("1\r\n2\r\n")).verdict == "steps held")
    }

    @Test func theContinuationPromptIsNoOutput() throws {
        // A shell without a mark for the beginning of output says where each prompt ends.
        let steps = "- expect: '\\$ '\n- send: \"cat <<E\\nx\\nE\"\n- expect_output: x"
        let first: [Happening] = start + [.mark(.input)]
        let more: [Happening] = [.mark(.continuation), .prints("> "), .mark(.input)]
        let end: [Happening] = [.prints("x\r\n"), .mark(.prompt(status: 0)), .prints("$ ")]
        let all = try play(steps, first, more, more, end, [.mark(.input)])
        #expect(all.verdict == "steps held")
    }

    @Test func aShellThatOnlyMarksPromptsIsAtItsPrompt() throws {
        let steps =
            "- send: ls\n- expect: '\\$ .*\\$ '\n- {expect_not_contains: bad, expect_code: 0}"
        let end: [Happening] = [.prints("x\r\n"), .mark(.prompt(status: 0)), .printsPart("$ ")]
        let all = try play(steps, start + [.mark(.input)], end, [.mark(.input)])
        #expect(all.verdict == "steps held")
    }

    @Test func linesForAProgramInTheShellAreSettledByEvidence() throws {
        let steps = "- send: cat\n- send: hello\n- expect_output: hello"
        let answer: [Happening] = [.mark(.output), .prints("hello\r\n")]
        #expect(try play(steps, start, answer).verdict == "waits in step 3")
        #expect(try play(steps, start, answer, [.idleMaybe]).verdict == "waits in step 3")
        #expect(try play(steps, start, answer, [.idle]).verdict == "steps held")
        // `read` takes the second line, so only two prompts answer three lines.
        let read =
            "- send: read x\n- send: v\n- send: echo $x\n- {expect_output: v, expect_code: 0}"
        let taken = try play(read, start, command(""), command("v\r\n"))
        #expect(taken.verdict == "waits in step 4")
        #expect(
            try play(read, start, command(""), command("v\r\n"), [.idle]).verdict == "steps held")
    }

    @Test func aSignalKeyIsAnsweredByOnePrompt() throws {
        let steps = "- send: sleep 9\n- expect: go\n- control: c\n- expect_code: 130"
        let all = try play(
            steps, start, [.mark(.output), .prints("go")], [.mark(.prompt(status: 130))])
        #expect(all.verdict == "steps held")
    }

    @Test func anEndedShellHasItsOwnStatus() throws {
        let steps = "- send: exit 3\n- expect_code: 3"
        #expect(try play(steps, start, [.mark(.output), .closes, .exits(3)]).verdict == "held")
        let unknown = try play(
            "- {send: x, timeout: 1}\n- {expect_code: 0, timeout: 1}",
            [
                .after(.seconds(1))
            ])
        #expect(
            unknown.failure?.message == "expect_code: no exit status to compare: the shell has not"
                + " come back to its prompt")
    }

    @Test func aSessionAnswersEachInputOnceHoweverManyLinesItHas() {
        var transcript = Transcript(hasMarks: true, hasEcho: false, isSession: true)
        for status in 0..<3 {
            transcript.beginInput(Array("one\ntwo\n".utf8))
            transcript.mark(.output)
            transcript.append("out \(status)".utf8)
            #expect(!transcript.isAtPrompt && transcript.status == nil)
            transcript.mark(.prompt(status: status))
            #expect(transcript.isAtPrompt && transcript.status == status)
            #expect(transcript.text == "out \(status)")
        }
    }

    @Test func longOutputIsCut() {
        var transcript = Transcript(hasMarks: false, hasEcho: false)
        transcript.append(Array(repeating: 0x61, count: PlaybackLimits.transcriptBytesMax))
        #expect(!transcript.isCut)
        transcript.append([0x62])
        #expect(transcript.isCut && transcript.text.hasSuffix("ab"))
        transcript.beginInput([])
        #expect(!transcript.isCut && transcript.text.isEmpty)
    }
}

/// The marks in the stream.
struct ShellMarksTests {
    private func divide(_ chunks: [[UInt8]]) -> (bytes: [UInt8], marks: [String]) {
        var reader = ShellMarks(nonce: "n1")
        var bytes: [UInt8] = []
        var marks: [String] = []
        for chunk in chunks {
            for piece in chunk.withUnsafeBytes({ reader.divide($0) }) {
                switch piece {
                case .bytes(let range): bytes += chunk[range]
                case .held(let held): bytes += held
                case .mark(let mark): marks.append("\(bytes.count) \(mark)")
                }
            }
        }
        return (bytes + reader.finish(), marks)
    }

    @Test func anyDivisionGivesTheSameBytesAndMarks() {
        let intro = "\u{1B}]8133;n1;"
        let parts = [
            "text", "\u{1B}[1m", "\u{1B}", "\u{1B}\u{1B}", intro, intro + "C\u{7}",
            intro + "D;17\u{7}", intro + "B\u{7}", intro + "P\u{7}", intro + "D;x\u{7}",
            intro + String(repeating: "y", count: 20), "\u{1B}]8133;other;C\u{7}", "\u{7}", "€",
            intro + "D;" + intro + "D;0\u{7}",
        ]
        for seed in 0..<400 {
            var dice = Dice(seed: UInt64(seed))
            let text = (0..<12).compactMap { _ in parts.randomElement(using: &dice) }.joined()
            let stream = Array(text.utf8)
            let whole = divide([stream])
            let divided = divide(dice.chunks(of: stream, largest: 5))
            #expect(whole.bytes == divided.bytes && whole.marks == divided.marks, "seed \(seed)")
            #expect(divide(stream.map { [$0] }).marks == whole.marks, "seed \(seed)")
        }
    }

    @Test func marksLeaveNoTrace() {
        let text = "a\u{1B}]8133;n1;D;7\u{7}b\u{1B}]8133;n1;C\u{7}\u{1B}[m\u{1B}]8133;n1;P\u{7}"
        let found = divide([Array(text.utf8)])
        #expect(String(decoding: found.bytes, as: UTF8.self) == "ab\u{1B}[m")
        #expect(found.marks == ["1 prompt(status: 7)", "2 output", "5 continuation"])
    }

    @Test(arguments: [
        (["bash"], "bash"), (["/bin/bash", "--norc", "-i"], "bash"), (["sh"], "sh"),
        (["dash", "-e"], "dash"), (["bash", "-c", "ls"], nil), (["bash", "-ic", "ls"], nil),
        (["bash", "file.sh"], nil), (["bash", "--posix"], nil), (["zsh"], nil), ([], nil),
    ])
    func interactiveShells(_ words: [String], _ shell: String?) {
        #expect(ShellMarks.shell(words: words)?.rawValue == shell)
    }

    @Test func existingVariablesAreKept() {
        let existing = ["PROMPT_COMMAND": "mine", "PS0": "zero", "PS1": "one> ", "PS2": "two> "]
        for shell in ShellMarks.Shell.allCases {
            let values = ShellMarks.environment(
                for: shell, nonce: "n", isRoot: false, existing: { existing[$0] })
            for (name, value) in values {
                #expect(value.contains(existing[name] ?? "?") && value.contains("8133;n;"))
            }
        }
    }
}
