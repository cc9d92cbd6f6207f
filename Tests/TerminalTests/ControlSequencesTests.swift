import TestSupport
import Testing

@testable import Terminal

/// What the scanner and the plain text make of a stream.
struct ControlSequencesTests {
    private func tokens(_ text: String) -> [ControlSequences.Token] {
        var scanner = ControlSequences()
        return text.utf8.map { scanner.take($0) }.filter { $0 != .inside }
    }

    private func csi(
        _ marker: Character?, _ parameters: [Int], _ final: Character,
        intermediate: Character? = nil
    ) -> ControlSequences.Token {
        .csi(
            marker: marker?.asciiValue ?? 0, parameters: parameters,
            intermediate: intermediate?.asciiValue ?? 0, final: final.asciiValue ?? 0)
    }

    @Test func controlSequenceIntroducer() {
        #expect(tokens("\u{1B}[m") == [csi(nil, [], "m")])
        #expect(tokens("\u{1B}[1;31m") == [csi(nil, [1, 31], "m")])
        #expect(tokens("\u{1B}[;5H") == [csi(nil, [0, 5], "H")])
        #expect(tokens("\u{1B}[4:3m") == [csi(nil, [4, 3], "m")])
        #expect(tokens("\u{1B}[?25l") == [csi("?", [25], "l")])
        #expect(tokens("\u{1B}[>1u") == [csi(">", [1], "u")])
        #expect(tokens("\u{1B}[?2026$p") == [csi("?", [2026], "p", intermediate: "$")])
        #expect(tokens("\u{1B}[1;999999999999999999999H") == [csi(nil, [1, 99_999], "H")])
    }

    @Test func furtherParametersAreDroppedWhole() {
        let all = (1...20).map(String.init).joined(separator: ";")
        #expect(tokens("\u{1B}[\(all)m") == [csi(nil, Array(1...16), "m")])
    }

    @Test(arguments: ["\u{7}", "\u{1B}\\"])
    func operatingSystemCommands(_ end: String) {
        let title = ControlSequences.Token.osc(Array("0;title".utf8))
        #expect(tokens("\u{1B}]0;title\(end)x") == [title, .text(0x78)])
        let long = String(repeating: "a", count: ControlSequences.oscBytesMax + 1)
        let kept = Array(repeating: UInt8(ascii: "a"), count: ControlSequences.oscBytesMax)
        #expect(tokens("\u{1B}]\(long)\(end)") == [.osc(kept)])
    }

    @Test func strings() {
        for introducer in ["P", "X", "^", "_"] {
            #expect(
                tokens("\u{1B}\(introducer)a\u{7}b[m\u{1B}\\x") == [.escape(0x5C), .text(0x78)])
        }
    }

    @Test func escapes() {
        #expect(tokens("\u{1B}c\u{1B}7") == [.escape(0x63), .escape(0x37)])
        // With an intermediate byte the final byte means something else, also `[` and `c`.
        #expect(tokens("\u{1B}(B") == [.escape(0x28)])
        #expect(tokens("\u{1B}(cx") == [.escape(0x28), .text(0x78)])
        #expect(tokens("\u{1B}#[x") == [.escape(0x23), .text(0x78)])
    }

    @Test func interruptions() {
        // ESC begins anew, CAN and SUB end, C0 controls act at once, other characters are text.
        #expect(tokens("\u{1B}[1\u{1B}[2m") == [csi(nil, [2], "m")])
        #expect(tokens("\u{1B}[1\u{18}m\u{1B}\u{1A}x") == [.text(0x6D), .text(0x78)])
        #expect(tokens("\u{1B}[1\n2m") == [.text(0x0A), csi(nil, [12], "m")])
        #expect(tokens("\u{1B}\r\u{1B}[3\u{7F}m") == [.text(0x0D), csi(nil, [3], "m")])
        #expect(tokens("\u{1B}[1é") == [.text(0xC3), .text(0xA9)])
        #expect(tokens("\u{1B}]0;a\u{1B}[1m") == [csi(nil, [1], "m")])
        #expect(tokens("\u{1B}Pa\u{1B}[1m") == [csi(nil, [1], "m")])
    }

    @Test(arguments: [
        ("a\u{1B}[31mb\u{1B}[0mc", "abc"), ("a\r\nb\r\n", "a\nb\n"), ("a\tb", "a\tb"),
        ("\u{1B}]0;t\u{7}a\u{1B}]8;;x\u{1B}\\b", "ab"), ("ab\u{8}c", "ac"), ("é€\u{8}\u{8}x", "x"),
        ("a\n\u{8}b", "a\nb"), ("\u{8}a", "a"), ("a\u{0}\u{7}\u{7F}b", "ab"), ("é🙂", "é🙂"),
        ("\u{1B}(Ba\u{1B}=b\u{1B}>", "ab"), ("10%\r20%", "10%20%"), ("a\u{1B}[1", "a"),
    ])
    func plainText(_ stream: String, _ text: String) {
        #expect(PlainText.of(stream.utf8) == text)
        for cut in 0...stream.utf8.count {
            var plain = PlainText()
            plain.take(stream.utf8.prefix(cut))
            plain.take(stream.utf8.dropFirst(cut))
            #expect(plain.bytes == Array(text.utf8), "cut at \(cut)")
        }
    }

    @Test func everythingAfterAChanceStreamIsStillRead() {
        for seed in 0..<500 {
            var dice = Dice(seed: UInt64(seed))
            var plain = PlainText()
            plain.take((0..<200).map { _ in UInt8.random(in: 0...255, using: &dice) })
            plain.take("\u{18}\n".utf8)
            let count = plain.bytes.count
            plain.take("ready".utf8)
            #expect(plain.bytes.dropFirst(count).elementsEqual("ready".utf8), "seed \(seed)")
        }
    }
}
