import TestSupport
import Testing

@testable import Terminal

private func tracker(_ stream: String, rows: Int? = 24) -> ModeTracker {
    tracker([Array(stream.utf8)], rows: rows)
}

private func tracker(_ chunks: [[UInt8]], rows: Int? = 24) -> ModeTracker {
    var tracker = ModeTracker(rows: rows)
    for chunk in chunks { chunk.withUnsafeBytes { tracker.take($0) } }
    return tracker
}

/// The modes a stream sets, and what it asks.
struct ModeTrackerTests {
    @Test(arguments: [
        (25, "cursor still hidden", "l", "h"), (47, "alternate screen still shown", "h", "l"),
        (1047, "alternate screen still shown", "h", "l"),
        (1049, "alternate screen still shown", "h", "l"), (9, "mouse reporting still on", "h", "l"),
        (1000, "mouse reporting still on", "h", "l"), (1002, "mouse reporting still on", "h", "l"),
        (1003, "mouse reporting still on", "h", "l"), (1004, "focus reporting still on", "h", "l"),
        (2004, "bracketed paste still on", "h", "l"),
        (2026, "synchronized update never ended", "h", "l"),
    ])
    func eachModeIsSetAndTakenBack(_ mode: Int, _ left: String, _ set: String, _ back: String) {
        #expect(tracker("\u{1B}[?\(mode)\(set)").modes.leftovers == [left])
        #expect(tracker("\u{1B}[?\(mode)\(set)\u{1B}[?\(mode)\(back)").modes == Modes())
        #expect(tracker("\u{1B}[?7;\(mode)\(set)").modes.leftovers == [left])
        #expect(tracker("\u{1B}[?\(mode)\(set)\u{1B}c").modes == Modes())
        #expect(tracker("\u{1B}[\(mode)\(set)").modes == Modes())
    }

    @Test func applicationCursorAndResets() {
        #expect(tracker("\u{1B}[?1h").modes.applicationCursor)
        #expect(!tracker("\u{1B}[?1h\u{1B}[?1l").modes.applicationCursor)
        // The soft reset takes back some modes; a character set is no reset.
        let soft = tracker("\u{1B}[?1h\u{1B}[?25l\u{1B}[2;5r\u{1B}[?2004h\u{1B}[!p").modes
        #expect(soft.leftovers == ["bracketed paste still on"] && !soft.applicationCursor)
        #expect(tracker("\u{1B}[?25l\u{1B}(c").modes.leftovers == ["cursor still hidden"])
    }

    @Test(arguments: [
        ("2;10r", 24, true), ("r", 24, false), ("1;24r", 24, false), ("1;99r", 24, false),
        (";24r", 24, false), ("1;23r", 24, true), ("2;24r", 24, true), ("5;r", 24, true),
        ("1;24r", nil, true), ("r", nil, false), ("1;5;3;4$r", 24, false), ("9;3r", 24, false),
    ])
    func scrollRegion(_ sequence: String, _ rows: Int?, _ isSet: Bool) {
        #expect(tracker("\u{1B}[\(sequence)", rows: rows).modes.scrollRegion == isSet)
        #expect(!tracker("\u{1B}[\(sequence)\u{1B}[r", rows: rows).modes.scrollRegion)
    }

    @Test func scrollRegionAfterAResize() {
        var small = tracker("")
        small.resized(rows: 10)
        Array("\u{1B}[1;10r".utf8).withUnsafeBytes { small.take($0) }
        #expect(!small.modes.scrollRegion)
    }

    @Test(arguments: [
        ("\u{1B}[>1u", [1]), ("\u{1B}[>1u\u{1B}[>5u", [1, 5]), ("\u{1B}[>1u\u{1B}[<u", []),
        ("\u{1B}[>1u\u{1B}[>5u\u{1B}[<u", [1]), ("\u{1B}[>1u\u{1B}[<9u", []), ("\u{1B}[<u", []),
        ("\u{1B}[>1u\u{1B}[>5u\u{1B}[=0u", [1, 0]), ("\u{1B}[=3u", [3]), ("\u{1B}[=0u", []),
        ("\u{1B}[>1u\u{1B}[=4;2u", [5]), ("\u{1B}[>7u\u{1B}[=2;3u", [5]), ("\u{1B}[>u", [0]),
        // The alternate screen has a stack of its own.
        ("\u{1B}[>1u\u{1B}[?1049h", []), ("\u{1B}[?1049h\u{1B}[>1u\u{1B}[?1049l", []),
        ("\u{1B}[>1u\u{1B}[?1049h\u{1B}[>5u\u{1B}[?1049l", [1]),
    ])
    func kittyFlags(_ stream: String, _ stack: [Int]) {
        #expect(tracker(stream).modes.kittyKeyboard == stack)
        let isLeft = (stack.last ?? 0) != 0
        #expect(
            tracker(stream).modes.leftovers.contains("kitty keyboard flags still set") == isLeft)
    }

    @Test func framesAndPrompts() {
        let frame = "\u{1B}[?2026hx\u{1B}[?2026l"
        #expect(tracker(frame + frame).frames == 2)
        #expect(tracker("\u{1B}[?2026l").frames == 0)
        #expect(tracker("\u{1B}]133;A\u{7}$ \u{1B}]133;B\u{7}\u{1B}]133;C\u{7}").prompts == 2)
    }

    @Test(arguments: [
        ("[c", "primary device attributes (CSI c)"), ("[0c", "primary device attributes (CSI c)"),
        ("[>c", "secondary device attributes (CSI > c)"), ("[>q", "terminal version (CSI > q)"),
        ("[5n", "device status (CSI 5 n)"), ("[6n", "cursor position (CSI 6 n)"),
        ("[?6n", "cursor position (CSI 6 n)"), ("[?u", "kitty keyboard flags (CSI ? u)"),
        ("[?2026$p", "state of mode 2026 (CSI ? 2026 $ p)"),
        ("]10;?\u{7}", "foreground colour (OSC 10)"),
        ("]11;?\u{1B}\\", "background colour (OSC 11)"),
    ])
    func questions(_ sequence: String, _ words: String) {
        #expect(tracker("\u{1B}\(sequence)\u{1B}\(sequence)").unanswered == [words])
    }

    @Test func statementsAreNoQuestions() {
        let stream = "\u{1B}[1c\u{1B}[?1;2c\u{1B}[0n\u{1B}[ q\u{1B}[?1p\u{1B}]10;red\u{7}\u{1B}[u"
        #expect(tracker(stream).unanswered.isEmpty)
        let many = (1...20).map { "\u{1B}[?\($0)$p" }.joined()
        #expect(tracker(many).unanswered.count == ModeTracker.unansweredMax)
    }

    @Test func everyDivisionGivesTheSame() {
        let stream =
            "a\u{1B}[?1;25;2004h\u{1B}[?25l\u{1B}[>1u\u{1B}[?1049h\u{1B}[=3;2u\u{1B}[2;9r\u{1B}[c"
            + "\u{1B}]133;A\u{1B}\\é\u{1B}[?2026hx\u{1B}[?2026l\u{1B}]11;?\u{7}\u{1B}P1$r\u{1B}\\"
        let bytes = Array(stream.utf8)
        let whole = tracker([bytes])
        var divisions = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        divisions.append(bytes.map { [$0] })
        for seed in 0..<100 {
            var dice = Dice(seed: UInt64(seed))
            divisions.append(dice.chunks(of: bytes, largest: 9))
        }
        for chunks in divisions {
            let divided = tracker(chunks)
            #expect(divided.modes == whole.modes && divided.unanswered == whole.unanswered)
            #expect(divided.frames == whole.frames && divided.prompts == whole.prompts)
        }
    }
}
