import Patterns
import Scenarios
import Terminal

/// How waits begin, are met and run out of time.
extension Player {
    mutating func beginPattern(_ texts: [PatternText], timeout: Duration, _ now: Instant) {
        do {
            patterns = try texts.map { try Pattern($0, options: .dotAll) }
            search = StreamSearch(patterns)
        } catch {
            // The reader refuses such patterns; a scenario built by hand ends here.
            return finish(.error(located(ErrorCause(.patternLimit, "pattern: \(error)"))))
        }
        startClock(.pattern(texts), timeout: timeout, now)
        searchPattern(quiet: true, now)
    }

    mutating func searchPattern(quiet: Bool, _ now: Instant) {
        guard case .pattern = activity, var search else { return }
        do throws(PatternLimitExceeded) {
            let match = try window.withBytes { bytes throws(PatternLimitExceeded) in
                try search.search(bytes, quiet: quiet)
            }
            if let match {
                consumed.append(window.prefix(match.range.upperBound))
                consumedByStep = scenario.steps[stepIndex].number
                window.drop(match.range.upperBound)
                return resume(now)
            }
            let unneeded = search.keepFrom
            if unneeded > 0 {
                window.drop(unneeded)
                search.dropped(unneeded)
            }
            self.search = search
        } catch {
            return finish(.error(located(ErrorCause(.patternLimit, "\(error)"))))
        }
        if isOutputClosed, ending != nil { failWait(now) }
    }

    mutating func checkExit(_ now: Instant) {
        guard case .exit(let rule) = activity, let ending else { return }
        if rule.allows(ending) { return resume(now) }
        var failure = Failure("the program \(ending.shown), not \(rule.shown)")
        failure.expected = rule.shown
        failure.actual = ending.shown
        fail(failure, now)
    }

    mutating func checkSentinels(_ now: Instant) {
        guard case .sentinel(let text) = activity else { return }
        if sentinels.contains(where: { $0.contains(text) }) { return resume(now) }
        if ending != nil, isOutputClosed { failWait(now) }
    }

    /// A moment asked for has come.
    mutating func takeTime(_ stalled: Duration, _ now: Instant) {
        if case .finished = activity { return }
        if now >= scenarioDeadline { return failDeadline(now) }
        if case .pause = activity {
            return now >= clock.deadline ? resume(now) : wake(at: clock.deadline)
        }
        if case .idle(let quiet?) = activity, now >= lastOutput + quiet { return resume(now) }
        if let closedAt, now >= closedAt + PlaybackLimits.closedGrace, waitsForOutput {
            return failWait(now)
        }
        guard now >= clock.deadline else {
            if case .idle = activity { return wakeForQuiet(now) }
            return wake(at: clock.deadline)
        }
        guard clock.isOver(stalled: stalled) else { return wake(at: clock.deadline) }
        timeIsUp(now)
    }

    private var waitsForOutput: Bool {
        switch activity {
        case .pattern, .assertions: ending == nil
        default: false
        }
    }

    private mutating func timeIsUp(_ now: Instant) {
        switch activity {
        case .pattern:
            searchPattern(quiet: true, now)
            if case .pattern = activity { failWait(now) }
        case .assertions(let assertions):
            if isSession { return failCommand(now) }
            judge(assertions, isLast: true, isIdle: true, now)
        case .closing: endClosing(isWaiting: false, now)
        case .host: break  // the owner bounds the command itself and answers
        case .preparing, .between, .pause, .finished: break
        case .sentinel, .exit, .idle, .writing, .screenshot: failWait(now)
        }
    }

    private mutating func failDeadline(_ now: Instant) {
        fail(Failure("the scenario's deadline of \(scenario.deadline.shown) has passed"), now)
    }

    // MARK: the end

    mutating func beginClosing(_ now: Instant) {
        startClock(.closing, timeout: scenario.timeout, now)
        if ending != nil { return endClosing(isWaiting: false, now) }
        if isSession { return effects.append(.closeInput) }
        watchIdle()
    }

    /// The program ended, waits for input that will not come, or its time is up.
    mutating func endClosing(isWaiting: Bool, _ now: Instant) {
        let rule = scenario.exitCode
        guard rule != .any else { return finish(.held) }
        guard let ending else {
            let why = isWaiting ? "it waits for input" : "it still runs"
            return fail(
                Failure("the program has not ended, so `exit_code` cannot be checked: \(why)"),
                now)
        }
        guard rule.allows(ending) else {
            var failure = Failure("the program \(ending.shown), not \(rule.shown)")
            failure.expected = rule.shown
            failure.actual = ending.shown
            return fail(failure, now)
        }
        finish(.held)
    }
}
