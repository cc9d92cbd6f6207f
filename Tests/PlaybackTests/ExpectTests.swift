import Scenarios
import TestSupport
import Testing

@testable import Playback

/// `expect`: search, consumption, chunks.
struct ExpectTests {
    @Test(arguments: [
        Row("- expect: foo", [.prints("a foo b")], "steps held"),
        Row("- expect: foo", [.prints("fo"), .prints("o")], "steps held"),
        Row("- expect: foo\n- expect: foo", [.prints("foo")], "waits in step 2"),
        Row("- expect: foo\n- expect: foo", [.prints("foofoo")], "steps held"),
        Row("- expect: b\n- expect: a", [.prints("ab")], "waits in step 2"),
        // Leftmost, not first of the list; of equal ones the first of the list.
        Row("- expect: [bcd, ab]\n- expect: ^cd", [.prints("abcd")], "steps held"),
        Row("- expect: [ab, abcd]\n- expect: ^cd", [.prints("abcd")], "steps held"),
        Row("- expect: [x, y]", [.prints("y")], "steps held"),
        // `.` matches line ends, `^` and `$` are those of the window, case counts.
        Row("- expect: a.b", [.prints("a\nb")], "steps held"),
        Row("- expect: ^yy", [.prints("xx\nyy")], "waits in step 1"),
        Row("- expect: (?m)^yy", [.prints("xx\nyy")], "steps held"),
        Row("- expect: foo", [.prints("FOO")], "waits in step 1"),
        Row("- expect: foo\n- expect: ^bar", [.prints("foobar")], "steps held"),
        // What matches nothing matches at once and consumes what is there.
        Row("- expect: .*\n- expect: a", [.prints("a")], "steps held"),
        Row(
            "- wait: 1\n- expect: .*\n- expect: a", [.prints("a"), .after(.seconds(1))],
            "waits in step 3"),
        Row("- expect: ''\n  send: hi", [], "steps held"),
        Row("- pattern: foo", [.prints("foo")], "steps held"),
    ])
    func searchAndConsumption(_ row: Row) throws { try row.check() }

    @Test func outputBeforeTheFirstWaitIsMatchable() throws {
        var play = try Play("- wait: 1\n- expect: early")
        play.happen([.prints("early"), .after(.seconds(1))])
        #expect(play.verdict == "steps held")
    }

    @Test func invalidUTF8NeverFails() throws {
        var play = try Play("- expect: a\\ufffdb")
        play.happen([.bytes([0x61, 0xFF], more: false), .bytes([0x62], more: false)])
        #expect(play.verdict == "steps held")
        // A sequence that never becomes complete turns up at the end of the stream.
        play = try Play("- expect: a\\ufffd$")
        play.happen([.bytes([0x61, 0xE2, 0x82], more: false)])
        #expect(play.verdict == "waits in step 1")
        play.happen(.closes)
        #expect(play.verdict == "steps held")
    }

    @Test func everyDivisionGivesTheSameVerdictAndConsumption() throws {
        let text = "αβ foo\r\n\u{1B}[31m€ bar\u{1B}[0m baz 🙂 end-of-it"
        let steps = "- expect: foo\n- expect: [nope, b.r]\n- expect: 🙂\n- expect: of.it|zzz"
        for seed in 0..<300 {
            var dice = Dice(seed: UInt64(seed))
            var play = try Play(steps)
            let chunks = dice.chunks(of: Array(text.utf8), largest: 7)
            for (place, chunk) in chunks.enumerated() {
                let isLast = place == chunks.count - 1
                play.happen(.bytes(chunk, more: !isLast && Bool.random(using: &dice)))
            }
            #expect(play.verdict == "steps held", "seed \(seed)")
            let rest = play.player.window.suffix(100)
            #expect(rest.isEmpty, "seed \(seed)")
        }
    }

    @Test func aMarkMakesPostponedSearchesHappen() throws {
        var play = try Play("- expect: a.*b", shell: true)
        play.happen([.prints("a" + String(repeating: "x", count: 100)), .printsPart("b")])
        play.happen(.mark(.prompt(status: 0)))
        #expect(play.verdict == "steps held")
    }

    @Test func tenThousandStepsMetAtOnceNeedNoDeepStack() throws {
        let steps = String(repeating: "- {expect: a, timeout: 1}\n", count: 10_000)
        var play = try Play("command: x\nsteps:\n" + steps)
        play.happen([.prints(String(repeating: "a", count: 10_000)), .ends])
        #expect(play.verdict == "held")
    }

    @Test func aMatchAtTheLastMomentDoesNotFailTheNextWait() throws {
        var play = try Play("- {expect: 'a.*b', timeout: 1}\n- {expect: c, timeout: 1}")
        let long = String(repeating: "x", count: 4_000)
        play.happen([.prints("a" + long), .printsPart("b"), .after(.seconds(1))])
        #expect(play.verdict == "waits in step 2")
        play.happen(.prints("c"))
        #expect(play.verdict == "steps held")
    }
}

/// The window is bounded and forgets without a trap.
struct OutputWindowTests {
    @Test(arguments: [".*X", "A.*X", "X", "^never", "(?s)€+X"])
    func hugeStreamsAreForgotten(_ pattern: String) throws {
        var play = try Play("- expect: '\(pattern)'")
        // 3 bytes a character and chunks that divide them: a cut must not divide one.
        let chunk = Array(String(repeating: "€", count: 300_001).utf8) + [0xE2]
        for _ in 0..<11 {
            play.happen(.bytes(chunk, more: true))
            play.happen(.bytes([0x82, 0xAC, 0x41], more: true))
            #expect(play.player.window.count <= PlaybackLimits.windowBytesMax)
            let start = play.player.window.prefix(1).first ?? 0
            #expect(start & 0xC0 != 0x80)
        }
        play.happen(.ends)
        #expect(play.failure?.message.hasSuffix("exited with status 0") == true)
        let isPending = pattern.contains("*") || pattern.contains("+")
        let hints = play.failure?.hints.filter { $0.contains("were forgotten") } ?? []
        if pattern == ".*X" || pattern == "A.*X" { #expect(!hints.isEmpty && isPending) }
    }

    @Test func limitIsMetExactly() {
        var window = OutputWindow()
        window.append { $0 += Array(repeating: 0x61, count: PlaybackLimits.windowBytesMax) }
        #expect(window.forgetExcess() == 0)
        window.append { $0.append(0x61) }
        let forgotten = window.forgetExcess()
        #expect(forgotten > 0 && forgotten == window.forgottenBytes)
        #expect(window.count == PlaybackLimits.windowBytesMax + 1 - forgotten)
    }

    @Test func dropsAndTails() {
        var window = OutputWindow()
        for number in 0..<100_000 { window.append { $0.append(UInt8(number & 0x7F)) } }
        window.drop(99_998)
        #expect(Array(window.suffix(5)) == [30, 31])
        window.append { $0.append(7) }
        #expect(Array(window.prefix(2)) == [30, 31] && window.count == 3)
        window.drop(1_000)
        #expect(window.count == 0)
        var tail = StreamTail(limit: 4)
        for byte in 0..<40 { tail.append([UInt8(byte)]) }
        #expect(Array(tail.bytes.suffix(4)) == [36, 37, 38, 39] && tail.bytes.count <= 8)
        tail.append(Array(0..<9))
        #expect(tail.bytes == [5, 6, 7, 8])
    }
}
