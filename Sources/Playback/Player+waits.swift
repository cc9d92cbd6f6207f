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
                metPatterns.insert(patterns[match.pattern].text)
                window.drop(match.range.upperBound)
                return resume()
            }
            // The end is kept for the evidence of a failure.
            let unneeded = min(
                search.keepFrom,
                window.boundary(before: window.count - PlaybackLimits.shownBytesMax))
            if unneeded > 0 {
                window.drop(unneeded)
                search.dropped(unneeded)
            }
            self.search = search
        } catch {
            return finish(.error(located(ErrorCause(.patternLimit, "\(error)"))))
        }
        if isOver { failWait(now) }
    }

    mutating func checkExit(_ now: Instant) {
        guard case .exit(let rule) = activity, let ending else { return }
        if rule.allows(ending) { return resume() }
        var failure = Failure("the program \(ending.shown), not \(rule.shown)")
        failure.expected = rule.shown
        failure.actual = ending.shown
        fail(failure, now)
    }

    mutating func checkSentinels(_ now: Instant) {
        guard case .sentinel(let text) = activity else { return }
        if sentinels.contains(where: { $0.contains(scalars: text) }) { return resume() }
        // The program's last lines may still be on their way to us: the owner looks at its files
        // before it answers.
        if isOver { wake(at: now) }
    }

    /// A moment asked for has come.
    mutating func takeTime(_ stalled: Duration, _ now: Instant) {
        if case .finished = activity { return }
        if now >= scenarioDeadline { return failDeadline(now) }
        if case .pause = activity {
            return now >= clock.deadline ? resume() : wake(at: clock.deadline)
        }
        if case .idle(let quiet?) = activity, now >= lastDisturbance + quiet { return resume() }
        if hasLostItsProgram(now) { return failWait(now) }
        guard now >= clock.deadline, clock.isOver(stalled: stalled) else {
            return wakeForDeadline()
        }
        timeIsUp(now)
    }

    /// Asks to be woken when the present wait may be over without an event.
    mutating func wakeForDeadline() {
        var instant = clock.deadline
        if case .idle(let quiet?) = activity { instant = min(instant, lastDisturbance + quiet) }
        if let closedAt, waitsForOutput {
            instant = min(instant, closedAt + PlaybackLimits.closedGrace)
        }
        wake(at: instant)
    }

    /// Nothing can meet the present wait any more.
    private func hasLostItsProgram(_ now: Instant) -> Bool {
        switch activity {
        case .sentinel: return isOver
        case .screenshot: return ending != nil
        default: break
        }
        guard let closedAt, waitsForOutput else { return false }
        return now >= closedAt + PlaybackLimits.closedGrace
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
        case .host: wake(at: scenarioDeadline)  // the owner bounds the command and answers
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
