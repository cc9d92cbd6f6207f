import Scenarios

/// Everything that happens to a run, its tasks and their attempts; reports only consume these.
public enum Event: Hashable, Sendable {
    /// The run begins with these tasks.
    case runStarted(tasks: [TaskInfo], workers: Int)
    /// An attempt of a task begins; numbers start at 1.
    case attemptStarted(TaskID, attempt: Int)
    /// An attempt came to a step.
    case stepStarted(TaskID, attempt: Int, step: Int, note: String?)
    /// An attempt has done a step.
    case stepEnded(TaskID, attempt: Int, StepResult)
    /// An attempt is over; another one follows when `willRetry`.
    case attemptEnded(TaskID, AttemptResult, willRetry: Bool)
    /// A task is over.
    case taskFinished(TaskResult)
    /// The run is over.
    case runFinished(RunSummary)
}

/// A run in numbers.
public struct RunSummary: Hashable, Sendable {
    /// Every task's result, in the order of the job.
    public var results: [TaskResult]
    /// Wall time of the run.
    public var duration: Duration
    /// When the run started, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// Whether somebody interrupted it.
    public var interrupted: Bool

    /// Makes a summary.
    public init(
        results: [TaskResult], duration: Duration, startedMicroseconds: Int64, interrupted: Bool
    ) {
        self.results = results
        self.duration = duration
        self.startedMicroseconds = startedMicroseconds
        self.interrupted = interrupted
    }

    /// How many tasks have the outcome of that word.
    public func count(_ word: String) -> Int {
        results.count { $0.outcome.word == word }
    }
}
