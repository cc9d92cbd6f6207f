import Scenarios

extension Outcome {
    /// The same outcome with every text that may quote output or input changed.
    public func mapTexts(_ change: (String) -> String) -> Outcome {
        switch self {
        case .failed(var failure):
            failure.message = change(failure.message)
            failure.expected = failure.expected.map(change)
            failure.actual = failure.actual.map(change)
            failure.diff = failure.diff.map(change)
            failure.screen = change(failure.screen)
            failure.unconsumed = change(failure.unconsumed)
            failure.hints = failure.hints.map(change)
            failure.others = failure.others.map(change)
            return .failed(failure)
        case .error(var cause):
            cause.message = change(cause.message)
            cause.screen = change(cause.screen)
            return .error(cause)
        case .passed, .cancelled, .skipped: return self
        }
    }
}
