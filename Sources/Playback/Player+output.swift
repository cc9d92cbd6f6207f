import Patterns
import Scenarios
import Terminal

/// What the conversation learns from the program.
extension Player {
    mutating func takeOutput(_ bytes: UnsafeRawBufferPointer, more: Bool, _ now: Instant) {
        if case .finished = activity { return }
        outputBytesCount += bytes.count
        lastDisturbance = now
        tracker.take(bytes)
        recent.append(bytes)
        if collectsTranscript { transcript.append(bytes) }
        window.append { repair.repair(bytes, into: &$0) }
        guard outputBytesCount <= outputBytesMax else { return failOutputLimit() }
        react(more: more, now)
        let forgotten = window.forgetExcess()
        if let search, forgotten > 0 {
            // Where what the search still wanted is gone, it begins anew on what is left.
            if forgotten <= search.keepFrom {
                self.search?.dropped(forgotten)
            } else {
                self.search = StreamSearch(patterns)
            }
        }
    }

    mutating func takeErrorOutput(_ bytes: UnsafeRawBufferPointer, _ now: Instant) {
        if case .finished = activity { return }
        errorTail.append(bytes)
        outputBytesCount += bytes.count
        lastDisturbance = now
        if outputBytesCount > outputBytesMax { failOutputLimit() }
    }

    /// The output before a mark may have been announced as the part of more to come, so
    /// everything is looked at again.
    mutating func takeMark(_ mark: ShellMarks.Mark, _ now: Instant) {
        transcript.mark(mark)
        react(more: false, now)
    }

    mutating func takeOutputClosed(_ now: Instant) {
        guard !isOutputClosed else { return }
        isOutputClosed = true
        if case .finished = activity { return }
        window.append { repair.finish(into: &$0) }
        if ending == nil {
            closedAt = now
            wakeForDeadline()
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
        case .idle: resume()
        case .assertions(let assertions) where isSure:
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
            if isOver || sawFrameOrPrompt(more: more) { resume() } else { wakeForDeadline() }
        case .closing: if ending != nil { endClosing(isWaiting: false, now) }
        case .sentinel: checkSentinels(now)
        case .writing:
            if ending != nil || (isOutputClosed && scenario.driver == .pty) { resume() }
        case .screenshot: if ending != nil { wake(at: now) }
        case .preparing, .between, .pause, .host, .finished: break
        }
    }

    private func sawFrameOrPrompt(more: Bool) -> Bool {
        guard !more, !modes.synchronizedUpdate else { return false }
        return tracker.frames > frameBase.frames || tracker.prompts > frameBase.prompts
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
