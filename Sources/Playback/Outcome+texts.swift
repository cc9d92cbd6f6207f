import Scenarios

extension Outcome {
    /// The same outcome with every text that may quote output or input changed.
    public func mapTexts(_ change: (String) -> String) -> Outcome {
        switch self {
        case .failed(let failure): return .failed(failure.mapTexts(change))
        case .error(var cause):
            cause.message = change(cause.message)
            cause.screen = change(cause.screen)
            return .error(cause)
        case .passed, .cancelled, .skipped: return self
        }
    }
}

extension Failure {
    /// The same failure with every text that may quote output or input changed.
    public func mapTexts(_ change: (String) -> String) -> Failure {
        var failure = self
        failure.message = change(message)
        failure.expected = expected.map(change)
        failure.actual = actual.map(change)
        failure.diff = diff.map(change)
        failure.screen = change(screen)
        failure.unconsumed = change(unconsumed)
        failure.hints = hints.map(change)
        failure.others = others.map(change)
        return failure
    }
}
