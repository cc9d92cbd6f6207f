import Patterns
import Scenarios
import Terminal

/// What the conversation learns from the program.
extension Player {
    mutating func takeOutput(_ bytes: UnsafeRawBufferPointer, more: Bool, _ now: Instant) {
        if case .finished = activity { return }
        outputBytesCount += bytes.count
        lastOutput = now
        tracker.take(bytes)
        recent.append(bytes)
        if collectsTranscript { transcript.append(bytes) }
        window.append { repair.repair(bytes, into: &$0) }
        if outputBytesCount > outputBytesMax { return failOutputLimit() }
        react(more: more, now)
        let forgotten = window.forgetExcess()
        if let search, forgotten > 0 {
            // What the search still wanted is gone: it begins anew on what is left.
            if forgotten <= search.keepFrom {
                self.search?.dropped(forgotten)
            } else {
                self.search = StreamSearch(patterns)
            }
        }
    }

    mutating func takeMark(_ mark: ShellMarks.Mark, _ now: Instant) {
        transcript.mark(mark)
        if case .assertions(let assertions) = activity { judge(assertions, isLast: false, now) }
    }

    mutating func takeOutputClosed(_ now: Instant) {
        guard !isOutputClosed else { return }
        isOutputClosed = true
        window.append { repair.finish(into: &$0) }
        if ending == nil {
            closedAt = now
            wake(at: min(now + PlaybackLimits.closedGrace, clock.deadline))
        }
        react(more: false, now)
    }

    mutating func takeEnding(_ ending: Ending, _ now: Instant) {
        self.ending = ending
        stopSignal = nil
        react(more: false, now)
    }

    mutating func takeSentinels(_ lines: [String], _ now: Instant) {
        sentinels += lines
        sentinels.removeFirst(max(0, sentinels.count - PlaybackLimits.sentinelLinesMax))
        checkSentinels(now)
    }

    mutating func takeIdle(isSure: Bool, _ now: Instant) {
        switch activity {
        case .idle: resume(now)
        case .assertions(let assertions) where isSure:
            transcript.settle()
            judge(assertions, isLast: false, isIdle: true, now)
        case .closing where isSure: endClosing(isWaiting: true, now)
        default: break
        }
    }

    /// Looks again at what is waited for.
    private mutating func react(more: Bool, _ now: Instant) {
        switch activity {
        case .pattern: searchPattern(quiet: !more, now)
        case .exit: checkExit(now)
        case .assertions(let assertions):
            if !more { judge(assertions, isLast: isOver, isIdle: isOver, now) }
        case .idle:
            if isOver || sawFrameOrPrompt(more: more) { resume(now) } else { wakeForQuiet(now) }
        case .closing: if ending != nil { endClosing(isWaiting: false, now) }
        case .sentinel: checkSentinels(now)
        case .writing: if ending != nil || isOutputClosed { resume(now) }
        case .screenshot: if ending != nil { failWait(now) }
        case .preparing, .between, .pause, .host, .finished: break
        }
    }

    private func sawFrameOrPrompt(more: Bool) -> Bool {
        guard !more, !modes.synchronizedUpdate else { return false }
        return tracker.frames > frameBase.frames || tracker.prompts > frameBase.prompts
    }

    mutating func wakeForQuiet(_ now: Instant) {
        guard case .idle(let quiet?) = activity else { return }
        wake(at: min(lastOutput + quiet, clock.deadline))
    }

    private mutating func failOutputLimit() {
        finish(
            .error(
                located(
                    ErrorCause(
                        .outputLimit,
                        "the program wrote more than \(outputBytesMax) bytes; raise"
                            + " `limits: {output: …}` if that is meant"))))
    }
}
