import Scenarios

/// What became of a job as a whole: the original's words.
public enum JobState: String, CaseIterable, Hashable, Sendable {
    /// Nothing of it has started.
    case pending
    /// Something of it has started or ended, but not all.
    case running
    /// Every task passed.
    case completed
    /// All is over and at least one task did not pass.
    case failed
    /// It was cancelled.
    case cancelled

    /// Nothing more happens.
    public var isOver: Bool { self != .pending && self != .running }
}

/// How an attempt ended, as far as scheduling needs to know.
public enum AttemptVerdict: Hashable, Sendable {
    case passed
    case failed
    /// It could not be judged, and trying again does not help.
    case error
    /// Somebody stopped it.
    case cancelled(by: String)
    /// Its worker vanished without a result; it costs one further attempt, then it is an error.
    case lost
    /// The daemon was stopped or the machine restarted; it is attempted again at no cost.
    case interrupted

    /// The one word for it.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .error: "error"
        case .cancelled: "cancelled"
        case .lost: "lost"
        case .interrupted: "interrupted"
        }
    }
}

extension Outcome {
    /// What scheduling needs to know of an attempt's outcome.
    public var verdict: AttemptVerdict {
        switch self {
        case .passed: .passed
        case .failed: .failed
        case .error(let cause) where cause.kind == .lost: .lost
        case .error(let cause) where cause.kind == .hostRestart: .interrupted
        // An attempt is never skipped: whatever says so was not judged.
        case .error, .skipped: .error
        case .cancelled(let by): .cancelled(by: by)
        }
    }
}

/// Something that happened to a job, a task or an attempt. The closed list that feeds the store,
/// live views, reports and learning; each is numbered, timed and never changed.
public enum JobEvent: Hashable, Sendable {
    /// A job was accepted.
    case submitted(JobID)
    /// An attempt was given to a worker's slot.
    case attemptStarted(AttemptKey, slot: Int)
    /// An attempt is over; another one follows when `willRetry`, not before that time
    /// (microseconds since 1970-01-01 UTC; nil: at once).
    case attemptEnded(
        AttemptKey, AttemptVerdict, duration: Duration, willRetry: Bool,
        notBeforeMicroseconds: Int64?)
    /// A task is over: the word of its outcome and, for one that was never judged, why.
    case taskFinished(TaskKey, outcome: String, reason: String?)
    /// Somebody asked to stop a job, or one task of it.
    case cancelRequested(JobID, task: TaskID?, by: String)
    /// A job is over.
    case jobFinished(JobID, JobState)
    /// Tasks of a finished job that did not pass were queued again.
    case retryRequested(JobID, tasks: [TaskID], by: String)
    /// Nothing new is started until resumed.
    case drained(by: String)
    /// Starting goes on.
    case resumed(by: String)
    /// An administrator chose a strategy.
    case strategyChosen(Strategy, by: String)
    /// The adaptive strategy lets another one choose.
    case strategyChanged(Strategy, reason: String)

    /// The job it is about; nil for the service as a whole.
    public var job: JobID? {
        switch self {
        case .submitted(let job), .cancelRequested(let job, _, _), .jobFinished(let job, _),
            .retryRequested(let job, _, _):
            job
        case .attemptStarted(let attempt, _), .attemptEnded(let attempt, _, _, _, _):
            attempt.task.job
        case .taskFinished(let task, _, _): task.job
        case .drained, .resumed, .strategyChosen, .strategyChanged: nil
        }
    }
}

/// An event with its number and its time, as the store keeps it.
public struct NumberedEvent: Hashable, Sendable {
    /// Number over all jobs, from 1, without order's exception: later events have higher numbers.
    public var number: Int64
    /// When, in microseconds since 1970-01-01 UTC; never less than that of an earlier event.
    public var microseconds: Int64
    /// What.
    public var event: JobEvent

    /// Makes a numbered event.
    public init(number: Int64, microseconds: Int64, event: JobEvent) {
        self.number = number
        self.microseconds = microseconds
        self.event = event
    }
}

/// How the next task is chosen among those of the owner whose turn it is.
public enum Strategy: String, CaseIterable, Hashable, Sendable {
    case fifo
    case priority
    case sjf
    case loadBalance = "load-balance"
    case deadline
    case adaptive
}
