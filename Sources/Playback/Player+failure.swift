import Patterns
import Scenarios
import Terminal

/// How a failure is told, with its evidence.
extension Player {
    /// The readable end of what the program wrote.
    var screenText: String {
        let rows = min(scenario.terminal.rows, 40)
        let lines = PlainText.of(recent.bytes + errorTail.bytes)
            .split(separator: "\n", omittingEmptySubsequences: false)
        var last = lines.suffix(rows + 1)
        while last.last?.isEmpty == true { last.removeLast() }
        while last.first?.isEmpty == true { last.removeFirst() }
        return last.suffix(rows).joined(separator: "\n")
    }

    /// Ends the conversation with a failure of the present step.
    mutating func fail(_ failure: Failure, _ now: Instant) {
        finish(.failed(withEvidence(failure, now)))
    }

    /// The failure of the present step with what is known about it.
    func withEvidence(_ failure: Failure, _ now: Instant) -> Failure {
        var failure = failure
        if scenario.steps.indices.contains(stepIndex) {
            failure.step = scenario.steps[stepIndex].number
            failure.position = failure.position ?? partPosition
        }
        if isSession { return withCommandOutput(failure) }
        failure.waited = failure.waited ?? (now - clock.began)
        failure.credited = clock.credited
        failure.screen = screenText
        failure.unconsumed = String(decoding: window.suffix(2000), as: UTF8.self)
        return failure
    }

    /// What the present activity waited for did not come.
    mutating func failWait(_ now: Instant) {
        switch activity {
        case .pattern(let patterns): failPattern(patterns, now)
        case .sentinel(let text):
            var failure = Failure("no sentinel line contains `\(text)`" + circumstance)
            failure.expected = text
            failure.actual = sentinels.suffix(10).joined(separator: "\n")
            fail(failure, now)
        case .exit(let rule):
            var failure = Failure("the program did not end within \(clock.timeout.shown)")
            failure.expected = rule.shown
            failure.hints = circumstanceHints
            fail(failure, now)
        case .idle:
            var failure = Failure("the program never waited for input" + circumstance)
            failure.hints = circumstanceHints
            fail(failure, now)
        case .writing(let count):
            fail(
                Failure("the program did not read its input of \(count) bytes" + circumstance), now)
        case .screenshot(let slug):
            var failure = Failure("screenshot `\(slug).svg` was not created" + circumstance)
            failure.hints = [
                "the program must watch $TMPDIR/.vyb_orchestro/screenshot_triggers and write"
                    + " artifacts/screenshots/\(slug).svg in its working directory"
            ]
            fail(failure, now)
        case .assertions(let assertions): judge(assertions, isLast: true, isIdle: true, now)
        case .preparing, .between, .pause, .host, .closing, .finished: break
        }
    }

    private mutating func failPattern(_ patterns: [PatternText], _ now: Instant) {
        let what = patterns.map { "`\($0)`" }.joined(separator: " or ")
        var failure = Failure("\(what) was not seen" + circumstance)
        failure.expected = patterns.joined(separator: "\n")
        failure.hints =
            Hints(
                patterns: patterns,
                unconsumed: String(
                    decoding: window.suffix(PlaybackLimits.shownBytesMax), as: UTF8.self),
                consumed: String(decoding: consumed.bytes, as: UTF8.self),
                consumedByStep: consumedByStep, metBefore: metPatterns,
                standardError: String(decoding: errorTail.bytes, as: UTF8.self)
            ).all + circumstanceHints
        fail(failure, now)
    }

    /// The end of the sentence that tells why the wait is over.
    private var circumstance: String {
        if let ending { return ": the program \(ending.shown)" }
        if isOutputClosed { return ": the program closed its terminal and still runs" }
        return " within \(clock.timeout.shown)"
    }

    private var circumstanceHints: [String] {
        var hints: [String] = []
        if let stopSignal {
            let name = SignalName.allCases.first { $0.number == Int32(stopSignal) }
            hints.append(
                "the program is stopped by \(name.map { "SIG\($0.rawValue)" } ?? "a signal");"
                    + " `signal: CONT` would let it go on")
        }
        if !tracker.unanswered.isEmpty {
            hints.append(
                "the program asked the terminal and got no answer: "
                    + tracker.unanswered.joined(separator: ", "))
        }
        if lateInputBytes > 0 {
            hints.append("\(lateInputBytes) bytes were sent after the program had ended")
        }
        if window.forgottenBytes > 0 {
            hints.append(
                "\(window.forgottenBytes) bytes of unconsumed output were forgotten: at most"
                    + " \(PlaybackLimits.windowBytesMax) are kept")
        }
        return hints
    }

    var partPosition: Position {
        let step = scenario.steps[stepIndex]
        let index = partIndex - 2
        if step.waits.indices.contains(index) { return step.waits[index].position }
        let action = index - step.waits.count
        if step.actions.indices.contains(action) { return step.actions[action].position }
        let capture = action - step.actions.count
        if step.captures.indices.contains(capture) { return step.captures[capture].position }
        return step.position
    }
}
