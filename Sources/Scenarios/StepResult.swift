/// What one step did.
public struct StepResult: Hashable, Sendable {
    /// How a step ended.
    public enum Status: String, Hashable, Sendable {
        case passed, failed, skipped
    }
    /// 1-based number in the file.
    public var number: Int
    /// How it ended; `skipped` when its condition did not hold.
    public var status: Status
    /// When it began, after the start of the attempt.
    public var began: Duration
    /// How long it took.
    public var duration: Duration
    /// The step's note.
    public var note: String?
    /// What did not hold, when it failed by that.
    public var failure: Failure?

    /// Makes a step result.
    public init(
        number: Int, status: Status, began: Duration, duration: Duration, note: String? = nil,
        failure: Failure? = nil
    ) {
        self.number = number
        self.status = status
        self.began = began
        self.duration = duration
        self.note = note
        self.failure = failure
    }
}

/// How a process ended.
public enum Ending: Hashable, Sendable {
    /// It exited with this status, 0...255.
    case exited(Int)
    /// This signal ended it.
    case signalled(Int)
    /// Orchestro ended it after the scenario was over.
    case stopped
}
