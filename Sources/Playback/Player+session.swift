import Scenarios

/// Conversations with a shell that takes commands, see ``ShellSession``; and steps that fail
/// without ending the conversation.
extension Player {
    /// Whether the program is such a shell.
    var isSession: Bool { Self.isSession(scenario) }

    static func isSession(_ scenario: Scenario) -> Bool {
        if case .session = scenario.command { true } else { false }
    }

    mutating func command(_ text: String, timeout: Duration, _ now: Instant) {
        guard let ending else {
            let input = ShellSession.input(for: text, nonce: settings.shellNonce)
            return write(Array(input.utf8), timeout: timeout, now)
        }
        transcript.beginInput([])
        let failure = Failure(
            "the command was not run: a command before it has ended the shell, which"
                + " \(ending.shown)")
        if scenario.goesOn { leaveFailedStep(failure, now) } else { fail(failure, now) }
    }

    /// The present step failed; the next one is taken up all the same.
    mutating func leaveFailedStep(_ failure: Failure, _ now: Instant) {
        let failure = withEvidence(failure, now)
        firstFailure = firstFailure ?? failure
        effects.append(.stepEnded(scenario.steps[stepIndex].number, .failed, failure))
        leaveStep()
        resume()
    }

    /// The shell has not come back from a command in time. Nothing can follow.
    mutating func failCommand(_ now: Instant) {
        var failure = Failure("the command did not end within \(clock.timeout.shown)")
        failure.waited = now - clock.began
        failure.credited = clock.credited
        fail(failure, now)
    }

    /// What a command printed is the only screen it has.
    func withCommandOutput(_ failure: Failure) -> Failure {
        var failure = failure
        failure.screen = StreamTail.end(of: transcript.text)
        return failure
    }
}

extension StreamTail {
    /// The last lines of a text that a person would look at.
    fileprivate static func end(of text: String) -> String {
        let bytes = text.utf8.suffix(PlaybackLimits.recentBytesMax)
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .suffix(PlaybackLimits.commandLinesShownMax)
        return lines.joined(separator: "\n").trimmedSpace
    }
}
