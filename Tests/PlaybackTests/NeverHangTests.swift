import Scenarios
import TestSupport
import Testing

@testable import Playback

/// Chance conversations: whatever happens, there is no trap, exactly one verdict, nothing after
/// it, and never a wait that nobody would end.
struct NeverHangTests {
    private static let parts = [
        "expect: a", "expect: [b, '.*c']", "expect: '^z'", "expect: '[PROMPT] p'",
        "wait: 1", "wait_idle: true", "wait_idle: 0.3", "send: x", "type: y", "control: c",
        "press: enter", "expect_exit: 0", "screenshot: s", "run: 'true'", "expect_contains: a",
        "expect_not_contains: b", "expect_code: 0", "expect_lines: 1",
        "resize: {columns: 9, rows: 9}",
        "signal: HUP", "expect: d\n  send: e\n  expect_output: f\n  timeout: 2",
    ]

    private func happening(_ dice: inout Dice) -> Happening {
        let texts = ["a", "b", "c\r\n", "d", "\u{1B}[?2026h", "\u{1B}[?2026l", "\u{1B}]133;A\u{7}"]
        let text = texts.randomElement(using: &dice) ?? ""
        switch Int.random(in: 0..<26, using: &dice) {
        case 0..<5: return .prints(text)
        case 5, 6: return .printsPart(text)
        case 7: return .bytes([UInt8.random(in: 0...255, using: &dice)], more: false)
        case 8: return .complains(text)
        case 9: return .mark(.prompt(status: 0))
        case 10:
            return .mark([.output, .input, .continuation].randomElement(using: &dice) ?? .input)
        case 11: return .closes
        case 12: return .exits(0)
        case 13: return .stops(19)
        case 14: return .clogs
        case 15: return .takes
        case 16: return .idle
        case 17: return .idleMaybe
        case 18: return .sentinel("[PROMPT] p")
        case 19: return .screenshot
        case 20: return .host(0, "")
        case 21: return .busy(.seconds(Int.random(in: 0...40, using: &dice)))
        default: return .after(.milliseconds(Int.random(in: 0...1_500, using: &dice)))
        }
    }

    @Test(arguments: [false, true])
    func chanceConversationsEnd(_ shell: Bool) throws {
        for seed in 0..<3_000 {
            var dice = Dice(seed: UInt64(seed))
            let steps = (0..<Int.random(in: 0...6, using: &dice)).map { _ in
                "- " + (Self.parts.randomElement(using: &dice) ?? "send: x")
            }
            let driver = Bool.random(using: &dice) ? "pty" : "pipe"
            let head = "command: x\ndriver: \(driver)\ntimeout: 4\ndeadline: 60\nsteps:\n"
            var play = try Play(
                steps.isEmpty ? "command: x\ntimeout: 4" : head + steps.joined(separator: "\n"),
                shell: shell, strict: Bool.random(using: &dice))
            for _ in 0..<Int.random(in: 0...25, using: &dice) { play.happen(happening(&dice)) }
            play.happen(.after(.seconds(600)))
            let verdicts = play.effects.count { if case .finished = $0 { true } else { false } }
            #expect(verdicts == 1, "seed \(seed): \(play.verdict)")
            let isLast = if case .finished = play.effects.last { true } else { false }
            #expect(isLast, "seed \(seed)")
            let watched = play.effects.count { $0 == .watchIdle }
            #expect(watched == play.effects.count { $0 == .unwatchIdle }, "seed \(seed)")
            if verdicts != 1 { return }
        }
    }
}
