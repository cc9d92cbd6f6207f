import Scenarios
import Testing

@testable import Playback

private let tick = Duration.nanoseconds(1)

/// Timeouts, credit for a busy machine, deadlines, pauses and quiet.
struct WaitTimeTests {
    @Test func aTimeoutIsMetExactlyAndExceededByANanosecond() throws {
        var play = try Play("- {expect: a, timeout: 2}")
        play.happen([.after(.seconds(2) - tick), .prints("a")])
        #expect(play.verdict == "steps held")
        play = try Play("- {expect: a, timeout: 2}")
        play.happen(.after(.seconds(2) - tick))
        #expect(play.verdict == "waits in step 1")
        play.happen([.after(tick), .prints("a")])
        #expect(play.verdict == "failed 3:4 `a` was not seen within 2 s")
        #expect(play.failure?.waited == .seconds(2) && play.failure?.credited == .zero)
    }

    @Test func stallTimeIsCredited() throws {
        var play = try Play("- {expect: a, timeout: 2}")
        play.happen([.busy(.seconds(3)), .after(.seconds(5) - tick)])
        #expect(play.verdict == "waits in step 1")
        play.happen(.after(tick))
        #expect(play.verdict == "failed 3:4 `a` was not seen within 2 s")
        #expect(play.failure?.waited == .seconds(5) && play.failure?.credited == .seconds(3))
    }

    @Test func creditIsCappedAtFiveTimesTheTimeout() throws {
        var play = try Play("- {expect: a, timeout: 2}")
        play.happen([.busy(.seconds(1_000)), .after(.seconds(10) - tick)])
        #expect(play.verdict == "waits in step 1")
        play.happen(.after(tick))
        #expect(play.failure?.waited == .seconds(10) && play.failure?.credited == .seconds(8))
    }

    @Test func strictTimeoutsCreditNothing() throws {
        var play = try Play("- {expect: a, timeout: 2}", strict: true)
        play.happen([.busy(.seconds(1_000)), .after(.seconds(2))])
        #expect(play.failure?.waited == .seconds(2))
    }

    @Test func tinyGainsAreNotWorthAnotherWait() {
        let began = Instant(nanoseconds: 0)
        var clock = WaitClock(began: began, timeout: .seconds(1), isStrict: false)
        let first = clock.isOver(stalled: .milliseconds(10))
        #expect(first)
        let second = clock.isOver(stalled: .milliseconds(11))
        #expect(!second && clock.deadline == began + .milliseconds(1_011))
        let third = clock.isOver(stalled: .milliseconds(-5))
        #expect(third)
    }

    @Test func theScenariosDeadlineEndsEverything() throws {
        let text = "command: x\ndeadline: 3\nsteps:\n- {expect: a, timeout: 2}\n- {expect: b}"
        var play = try Play(text)
        play.happen([.after(.seconds(1)), .prints("a"), .after(.seconds(2) - tick)])
        #expect(play.verdict == "waits in step 2")
        play.happen(.after(tick))
        #expect(play.verdict == "failed 5:4 the scenario's deadline of 3 s has passed")
        #expect(play.steps == ["1 passed", "2 failed"])
    }

    @Test func theDeadlineIsNotCredited() throws {
        var play = try Play("command: x\ndeadline: 3\nsteps:\n- {expect: a, timeout: 2}")
        play.happen([.busy(.seconds(60)), .after(.seconds(3))])
        #expect(play.verdict.hasPrefix("failed 4:4"))
    }

    @Test(arguments: [
        Row("- wait: 2", [.after(.seconds(2) - tick)], "waits in step 1"),
        Row("- wait: 2", [.after(.seconds(2))], "steps held"),
        Row("- wait: 2", [.busy(.seconds(9)), .after(.seconds(2))], "steps held"),
        Row("- wait: 2", [.closes, .after(.seconds(2))], "steps held"),
        Row("- wait: 0", [.after(.zero)], "steps held"),
    ])
    func pauses(_ row: Row) throws { try row.check() }

    @Test(arguments: [
        Row("- wait_idle: true", [.idle], "steps held"),
        Row("- wait_idle: true", [.idleMaybe], "steps held"),
        Row("- wait_idle: true", [.ends], "held"),
        Row("- wait_idle: true", [.prints("\u{1B}[?2026h")], "waits in step 1"),
        Row("- wait_idle: true", [.prints("\u{1B}[?2026hx\u{1B}[?2026l")], "steps held"),
        Row("- wait_idle: true", [.prints("\u{1B}[?2026l")], "waits in step 1"),
        Row(
            "- wait_idle: true",
            [.printsPart("\u{1B}[?2026h\u{1B}[?2026l"), .prints("\u{1B}[?2026h")],
            "waits in step 1"),
        Row("- wait_idle: true", [.prints("\u{1B}]133;A\u{7}$ ")], "steps held"),
        Row(
            "- {wait_idle: true, timeout: 1}", [.after(.seconds(1))],
            "failed 3:4 the program never waited for input within 1 s"),
        // Closing its output must not make the wait forget its own end.
        Row(
            "- {wait_idle: true, timeout: 1}", [.closes, .after(.seconds(1))],
            "failed 3:4 the program never waited for input: the program closed its terminal and"
                + " still runs"),
        Row("- wait_idle: 0.5", [.after(.milliseconds(499))], "waits in step 1"),
        Row("- wait_idle: 0.5", [.after(.milliseconds(500))], "steps held"),
        Row(
            "- wait_idle: 0.5",
            [.after(.milliseconds(400)), .prints("x"), .after(.milliseconds(499))],
            "waits in step 1"),
        Row(
            "- wait_idle: 0.5",
            [.after(.milliseconds(400)), .complains("x"), .after(.milliseconds(499))],
            "waits in step 1"),
        // Quiet is counted from the latest input, not from before it.
        Row(
            "- {wait: 9}\n- send: go\n- wait_idle: 0.5",
            [.after(.seconds(9)), .after(.milliseconds(499))], "waits in step 3"),
        Row(
            "- {wait: 9}\n- send: go\n- wait_idle: 0.5",
            [.after(.seconds(9)), .after(.milliseconds(500))], "steps held"),
    ])
    func idleness(_ row: Row) throws { try row.check() }

    @Test func idlenessIsWatchedOnlyWhileItMatters() throws {
        var play = try Play("- wait_idle: true\n- expect: a")
        play.happen(.idle)
        let watching = play.effects.filter { $0 == .watchIdle || $0 == .unwatchIdle }
        #expect(watching == [.watchIdle, .unwatchIdle])
    }
}
