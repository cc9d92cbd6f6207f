import Jobs
import Playback
import Scenarios

/// What ended the program, and what limits had to do with the outcome.
extension Attempt {
    /// The outcome, told by the limit that was reached where that was the cause. An attempt that
    /// reached a limit and passed all the same has a warning. To be asked when its cgroup is gone.
    func explained(_ outcome: Outcome) -> Outcome {
        if case .cancelled = outcome {
            guard runner.stop.isInterruption else { return outcome }
            return .error(
                ErrorCause(
                    .hostRestart, "the service or the machine was stopped while the attempt ran"))
        }
        guard let (kind, text) = limitReached else { return outcome }
        switch outcome {
        case .passed:
            warnings.append(text)
            return outcome
        case .failed(let failure):
            var cause = ErrorCause(
                kind, text + "\nwhat failed then: " + failure.message, step: failure.step,
                at: failure.position)
            cause.screen = failure.screen
            return .error(cause)
        case .error(var cause):
            cause.message = text + "\nwhat happened then: " + cause.message
            cause.kind = kind
            return .error(cause)
        case .cancelled, .skipped: return outcome
        }
    }

    private var limitReached: (kind: ErrorCause.Kind, text: String)? {
        if let kills = usage.memoryKills, kills > 0 {
            let killed = "the kernel killed \(kills) process\(kills == 1 ? "" : "es")"
            let peak = "(peak \(usage.peakMemoryBytes) bytes)"
            guard let limit = limits.memoryBytes else {
                return (
                    .outOfMemory,
                    "out of memory: \(killed) \(peak); the attempt has no limit of its own, the"
                        + " machine or the service has"
                )
            }
            return (
                .outOfMemory,
                "out of memory: the limit of \(limit) bytes was reached \(peak) and \(killed);"
                    + " raise `limits: {memory: …}` if that is meant"
            )
        }
        if let hits = usage.processLimitHits, hits > 0, let limit = limits.processesCount {
            return (
                .processLimit,
                "the limit of \(limit) processes was reached \(hits) times (peak"
                    + " \(usage.processesPeak ?? limit)); raise `limits: {processes: …}` if that is"
                    + " meant"
            )
        }
        return nil
    }

    /// What ended the program of an attempt with that outcome.
    func death(_ outcome: Outcome) -> CauseOfDeath? {
        if let kills = usage.memoryKills, kills > 0, ending != .exited(0) {
            return .outOfMemory(
                limitBytes: limits.memoryBytes, peakBytes: usage.peakMemoryBytes, kills: kills)
        }
        switch (outcome, ending) {
        case (.error(let cause), _) where cause.kind == .hostRestart: return .hostRestart
        case (.cancelled(let by), _):
            return .cancelled(
                by: by, stopped ?? StopCount(processes: 0, killed: 0, left: 0))
        case (.error(let cause), _) where cause.kind == .outputLimit:
            return .outputLimit(bytes: limits.outputBytes ?? PlaybackLimits.outputBytesDefault)
        case (_, .exited(let status)): return .exit(status: status)
        case (_, .signalled(let number)): return .signal(number)
        case (.failed(let failure), .stopped) where isTimedOut:
            return .timeout(after: failure.waited ?? SystemClock.now() - began)
        case (_, .stopped), (_, nil): return nil
        }
    }
}

extension Limits {
    /// What a job asked for that nothing here enforces, as warnings.
    func notEnforced(by capabilities: Capabilities, butAskedFor asked: Limits) -> [String] {
        var names: [String] = []
        if asked.memoryBytes != nil, !capabilities.contains(.memoryLimit) {
            names.append("memory")
        }
        if asked.processesCount != nil, !capabilities.contains(.processLimit) {
            names.append("processes")
        }
        if asked.cpus != nil, !capabilities.contains(.processorLimit) { names.append("cpus") }
        return names.map {
            "the job's limit of \($0) is not enforced: the worker's cgroup lacks the controller"
        }
    }
}
