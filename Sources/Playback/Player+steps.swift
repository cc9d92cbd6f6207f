import Patterns
import Scenarios
import Terminal

/// How the conversation goes from part to part: a step's parts are its waits, actions, captures
/// and assertions, in that order.
extension Player {
    enum Part {
        case wait(Located<Wait>)
        case action(Located<Action>)
        case capture(Located<Capture>)
        case assertions([Located<Assertion>])
    }

    /// Goes on until something must be waited for. Called once after each event, never from
    /// within a step, so that ten thousand steps that are met at once need no deep stack.
    mutating func advance(_ now: Instant) {
        while case .between = activity {
            guard scenario.steps.indices.contains(stepIndex) else {
                beginClosing(now)
                return
            }
            let step = scenario.steps[stepIndex]
            if partIndex == 0, !enter(step) { continue }
            if let part = Self.part(partIndex - 1, of: step) {
                partIndex += 1
                begin(part, of: step, now)
            } else {
                effects.append(.stepEnded(step.number, .passed))
                leaveStep()
            }
        }
    }

    /// What was waited for has come.
    mutating func resume() {
        unwatchIdle()
        activity = .between
        search = nil
    }

    private mutating func enter(_ step: Step) -> Bool {
        let cell = scenario.matrix
        let holds =
            step.condition?.holds(
                env: { settings.environment[$0] },
                matrix: { name in cell.first { $0.name == name }?.value }) ?? true
        guard holds else {
            effects.append(.stepEnded(step.number, .skipped))
            leaveStep()
            return false
        }
        partIndex = 1
        effects.append(.stepStarted(step.number))
        return true
    }

    /// No output will come any more. What a shell's background jobs still write is nobody's answer.
    var isOver: Bool { ending != nil && (isOutputClosed || isSession) }

    mutating func leaveStep() {
        stepIndex += 1
        partIndex = 0
    }

    private static func part(_ index: Int, of step: Step) -> Part? {
        var index = index
        if index < step.waits.count { return .wait(step.waits[index]) }
        index -= step.waits.count
        if index < step.actions.count { return .action(step.actions[index]) }
        index -= step.actions.count
        if index < step.captures.count { return .capture(step.captures[index]) }
        index -= step.captures.count
        return index == 0 && !step.assertions.isEmpty ? .assertions(step.assertions) : nil
    }

    private mutating func begin(_ part: Part, of step: Step, _ now: Instant) {
        let timeout = step.timeout ?? scenario.timeout
        switch part {
        case .wait(let wait): begin(wait, timeout: timeout, now)
        case .action(let action): begin(action.value, timeout: timeout, now)
        case .capture(let capture): begin(capture.value, timeout: timeout, now)
        case .assertions(let assertions):
            startClock(.assertions(assertions), timeout: timeout, now)
            judge(assertions, isLast: isOver, now)
            if case .assertions = activity, !isSession { watchIdle() }
        }
    }

    private mutating func begin(_ wait: Located<Wait>, timeout: Duration, _ now: Instant) {
        switch wait.value {
        case .expect(let patterns): beginPattern(patterns, timeout: timeout, now)
        case .sentinel(let text):
            startClock(.sentinel(text), timeout: timeout, now)
            effects.append(.watchSentinels)
            checkSentinels(now)
        case .exit(let rule):
            startClock(.exit(rule), timeout: timeout, now)
            checkExit(now)
        case .pause(let duration):
            activity = .pause
            clock = WaitClock(began: now, timeout: duration, isStrict: true)
            wake(at: now + duration)
        case .idle(let quiet):
            startClock(.idle(quiet: quiet), timeout: timeout, now)
            frameBase = (tracker.frames, tracker.prompts)
            if isOver {
                resume()
            } else {
                watchIdle()
                wakeForDeadline()
            }
        case .screen, .gone:
            finish(.error(located(Unsupported.screen(at: wait.position))))
        }
    }

    private mutating func begin(_ capture: Capture, timeout: Duration, _ now: Instant) {
        switch capture {
        case .screenshot(let slug):
            startClock(.screenshot(slug: slug), timeout: timeout, now)
            effects.append(.requestScreenshot(slug: slug))
            if ending != nil { wake(at: now) }
        case .snapshot:
            finish(.error(located(Unsupported.screen(at: scenario.steps[stepIndex].position))))
        }
    }

    mutating func startClock(_ next: Activity, timeout: Duration, _ now: Instant) {
        activity = next
        clock = WaitClock(began: now, timeout: timeout, isStrict: settings.strictTimeouts)
        effects.append(.markStall)
        wakeForDeadline()
    }

    /// Asks to be woken then, or when the scenario's deadline comes first.
    mutating func wake(at instant: Instant) {
        effects.append(.wake(min(instant, scenarioDeadline)))
    }

    mutating func watchIdle() {
        guard !isIdleWatched else { return }
        isIdleWatched = true
        effects.append(.watchIdle)
    }

    mutating func unwatchIdle() {
        guard isIdleWatched else { return }
        isIdleWatched = false
        effects.append(.unwatchIdle)
    }
}
