import Scenarios
import TestSupport
import Testing

@testable import Playback

/// The small texts and byte streams of a conversation.
struct TextTests {
    @Test func repairEqualsDecodingWhateverTheChunks() {
        let starts: [[UInt8]] = [
            Array("aé€🙂".utf8), [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF0, 0x90], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80], [0xE2, 0x82], [0xC3], [0x80],
        ]
        for seed in 0..<1_000 {
            var dice = Dice(seed: UInt64(seed))
            var stream: [UInt8] = []
            for _ in 0..<20 {
                stream += starts.randomElement(using: &dice) ?? []
                if Bool.random(using: &dice) { stream.append(.random(in: 0...255, using: &dice)) }
            }
            var repair = UTF8Repair()
            var output: [UInt8] = []
            for chunk in dice.chunks(of: stream, largest: 4) {
                chunk.withUnsafeBytes { repair.repair($0, into: &output) }
            }
            repair.finish(into: &output)
            #expect(output == Array(String(decoding: stream, as: UTF8.self).utf8), "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("", 0),
        ("a", 1),
        ("\u{A}", 1),
        ("a\u{A}", 1),
        ("a\u{A}b", 2),
        ("a\u{D}\u{A}b\u{D}\u{A}", 2),
        ("\u{D}", 1),
        ("\u{D}\u{D}\u{A}", 2),
        ("\u{A}\u{D}", 2),
        ("a\u{B}b\u{C}c", 3),
        ("\u{1C}\u{1D}\u{1E}\u{1F}", 4),
        ("a\u{85}b", 2),
        ("\u{2028}a\u{2029}", 2),
        ("\u{D}\u{A}\u{D}\u{A}", 2),
        ("a\u{D}\u{A}\u{A}b", 3),
        ("\u{9} \u{A}", 1),
        (" \u{0}\u{A}\u{7F}", 2),
        ("\u{E9}\u{D}\u{A}x", 2),
    ])
    func linesAreCountedAsPythonDoes(_ text: String, _ count: Int) {
        #expect(PythonLines.count(text) == count)
    }

    @Test(arguments: [
        ("a", "a", []), ("a", "b", ["-a", "+b"]), ("a\nb\nc", "a\nc", [" a", "-b", " c"]),
        ("", "x", ["-", "+x"]), ("a\nb", "b\na", ["-a", " b", "+a"]),
        ("a\r\nb", "a\nb", ["-a\r", "+a", " b"]), ("\u{E9}", "e\u{301}", ["-\u{E9}", "+e\u{301}"]),
    ])
    func differences(_ expected: String, _ actual: String, _ lines: [String]) {
        let found = LineDifference.lines(expected: expected, actual: actual)
        #expect(found.map { Array($0.utf8) } == lines.map { Array($0.utf8) })
    }

    @Test func longDifferencesAreBounded() {
        let long = (0..<2_000).map(String.init).joined(separator: "\n")
        let lines = LineDifference.lines(expected: long, actual: "x")
        #expect(lines.count == PlaybackLimits.diffLinesMax + 1)
    }

    @Test(arguments: [
        ("plain", "plain"), ("${{ env.A }}", "1"), ("<${{env.A}}${{ env.B }}>", "<12>"),
        ("${{ matrix.A }}", "${{ matrix.A }}"), ("${{ env.A", "${{ env.A"), ("$A ${A}", "$A ${A}"),
        ("${{ env.NEST }}", "${{ env.A }}"), ("é${{ env.A }}é", "é1é"),
    ])
    func environmentIsPutInPlace(_ text: String, _ expected: String) throws {
        let values = ["A": "1", "B": "2", "NEST": "${{ env.A }}"]
        #expect(try EnvironmentText({ values[$0] }).expand(text) == expected)
    }

    @Test func missingVariablesAreTold() {
        #expect(throws: EnvironmentText.Missing(name: "NO")) {
            try EnvironmentText({ _ in nil }).expand("x ${{ env.NO }}")
        }
    }

    @Test func commandsAndInputsAreExpanded() throws {
        let text = """
            command: [x, "${{ env.A }}"]
            steps:
            - {send: "s${{ env.A }}", expect: "p${{ env.A }}"}
            - {type: "t${{ env.A }}", paste: "v${{ env.A }}", run: "r ${{ env.A }}"}
            """
        let reading = ScenarioFile.read(Array(text.utf8), path: "x.yaml", lenient: false)
        let scenario = try #require(reading.scenarios.first)
        let expanded = try EnvironmentText({ _ in "1" }).expand(scenario)
        #expect(expanded.command == .words(["x", "1"]))
        let actions = expanded.steps.flatMap(\.actions).map(\.value)
        #expect(
            Array(actions.prefix(3)) == [.send("s1", newline: true), .type("t1"), .paste("v1")])
        guard case .run(let host) = actions.last else {
            Issue.record("no host command")
            return
        }
        #expect(host.command == .words(["r", "1"]))
        #expect(expanded.steps.first?.waits == scenario.steps.first?.waits)
    }
}

/// What a failure says besides its message.
struct HintTests {
    @Test(arguments: [
        ("Hello", "hello", "differs in case"), ("^b", "a\r\nb\r\n", "the ends of a line"),
        ("a$", "a\r\nb", "the ends of a line"), ("1.0 (x)", "v 1.0 (x)", "stands there literally"),
        ("a b", "a\r\n  b", "differs in spaces or line breaks"),
        ("ab", "a\u{1B}[1mb", "control sequences and carriage returns are removed"),
        ("x", "\u{1B}[c\u{1B}[6n", "asked the terminal and got no answer"),
    ])
    func whyAPatternWasNotSeen(_ pattern: String, _ output: String, _ hint: String) throws {
        var play = try Play("- {expect: '\(pattern)', timeout: 1}")
        play.happen([.prints(output), .after(.seconds(1))])
        #expect(play.failure?.hints.contains { $0.contains(hint) } == true)
        #expect(play.failure?.unconsumed == output)
    }

    @Test func aTextWhoseBeginningIsConsumedIsExplained() throws {
        var play = try Play("- expect: Hello\n- expect: Hello you")
        play.happen([.prints("Hello you"), .ends])
        let hints = play.failure?.hints ?? []
        #expect(hints.contains { $0.contains("has already consumed it") })
    }

    @Test func consumedAndStopped() throws {
        var play = try Play("- expect: ab\n- {expect: a, timeout: 1}")
        play.happen([.prints("ab"), .stops(20), .after(.seconds(1))])
        let hints = play.failure?.hints ?? []
        #expect(hints.contains { $0.contains("the latest is step 1") })
        #expect(hints.contains { $0.contains("stopped by SIGTSTP") && $0.contains("signal: CONT") })
        #expect(play.failure?.position == Position(line: 4, column: 4))
        #expect(play.failure?.screen == "ab")
    }

    @Test func thePositionIsThatOfThePartThatFailed() throws {
        let step =
            "- note: n\n  expect: a\n  send: b\n  screenshot: c\n  expect_lines: 1\n  timeout: 1"
        let stages: [([Happening], Int)] = [
            ([], 4), ([.clogs, .prints("a")], 5), ([.prints("a")], 6),
            ([.prints("a"), .screenshot], 7),
        ]
        for (happenings, line) in stages {
            var play = try Play(step)
            play.happen(happenings + [.after(.seconds(1))])
            #expect(play.failure?.position == Position(line: line, column: 3))
            #expect(play.failure?.step == 1)
        }
    }
}
