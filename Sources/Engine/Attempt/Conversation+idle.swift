import Playback
import Scenarios

extension Conversation {
    /// Looks for evidence when it is time to.
    func lookForIdle(_ now: Instant) {
        guard idle != nil, let probe, inputQueue.isEmpty else { return }
        guard let due = idle?.nextLook, now >= due else { return }
        if let settled = inputSettled(), now < settled {
            idle?.postpone(until: settled)
            return
        }
        let evidence = probe.look()
        switch idle?.take(evidence, at: SystemClock.now()) {
        case .sure: feed(.idle(evidence: "every process waits for input", isSure: true))
        case .weak:
            feed(
                .idle(
                    evidence: "every process waits for input, one with a time limit",
                    isSure: false))
        case .some(.none), nil: break
        }
    }

    /// When the latest input has certainly reached the program: the kernel hands it over in a
    /// worker thread, which comes late when the processors are busy.
    private func inputSettled() -> Instant? {
        guard let lastInput else { return nil }
        let stalled = min(stalls.total - lastInput.stalled, EngineLimits.inputSettles)
        return lastInput.at + EngineLimits.inputSettles / 10 + stalled * 8
    }
}
