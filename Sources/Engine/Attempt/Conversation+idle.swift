import Playback
import Scenarios

/// When to look for evidence that the program waits for input.
///
/// Looking costs a few reads of /proc, so it is done after a pause in the output, at growing
/// intervals, and the evidence must be found twice with nothing in between.
struct IdleWatch {
    private(set) var nextLook: Instant
    private var interval = EngineLimits.idleProbeFirst
    private(set) var seenOnce = false

    init(at now: Instant) { nextLook = now + EngineLimits.idleProbeFirst }

    /// Output came or input was given.
    mutating func disturb(at now: Instant) {
        interval = EngineLimits.idleProbeFirst
        nextLook = now + interval
        seenOnce = false
    }

    /// The latest input has not settled yet.
    mutating func postpone(until instant: Instant) { nextLook = instant }

    /// Takes what a look gave. True when the evidence is sure.
    mutating func take(isWaiting: Bool, at now: Instant) -> Bool {
        if isWaiting, seenOnce { return true }
        if isWaiting {
            nextLook = now + EngineLimits.idleProbeFirst
        } else {
            interval = min(interval * 2, EngineLimits.idleProbeLongest)
            nextLook = now + interval
        }
        seenOnce = isWaiting
        return false
    }
}

extension Conversation {
    /// Looks for evidence when it is time to.
    func lookForIdle(_ now: Instant) {
        guard var watch = idle, now >= watch.nextLook else { return }
        if let settled = inputSettled(), now < settled {
            watch.postpone(until: settled)
            idle = watch
            return
        }
        let evidence = inputEvidence()
        let isSure = watch.take(isWaiting: evidence != nil, at: SystemClock.now())
        // The player may ask again; until then a fresh pair of looks is needed.
        if isSure { watch.disturb(at: SystemClock.now()) }
        idle = watch
        if isSure, let evidence { feed(.idle(evidence: evidence)) }
    }

    /// When the latest input has certainly reached the program: the kernel hands it over in a
    /// worker thread, which comes late when the processors are busy.
    private func inputSettled() -> Instant? {
        guard let lastInput else { return nil }
        let stalled = min(stallTotal() - lastInput.stalled, EngineLimits.inputSettles)
        return lastInput.at + EngineLimits.inputSettles / 5 + stalled * 8
    }

    /// The evidence in words; nil when the program does something, or nothing can be seen.
    private func inputEvidence() -> String? {
        guard inputQueue.isEmpty, let terminal = streams.terminal else { return nil }
        return InputEvidence.look(launcher: launcher.processID, terminal: terminal)
    }
}
