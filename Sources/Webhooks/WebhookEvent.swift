import Jobs

/// What a message tells: the `type` of Standard Webhooks, which wants words with dots between.
public enum WebhookEvent: String, CaseIterable, Hashable, Sendable {
    /// The first attempt of a job began.
    case jobStarted = "job.started"
    /// A job is over, and everything passed.
    case jobCompleted = "job.completed"
    /// A job is over, and not everything passed.
    case jobFailed = "job.failed"
    /// A job is over because somebody stopped it.
    case jobCancelled = "job.cancelled"
    /// A task is over.
    case taskFinished = "task.finished"
    /// Somebody tries the webhook.
    case ping = "webhook.ping"

    /// Those that can be chosen; the others are told to whom they concern.
    public static let chosen = allCases.filter { $0 != .ping }

    /// The ends of jobs: what is told when nothing was chosen.
    public static let ofEnds: Set<WebhookEvent> = [.jobCompleted, .jobFailed, .jobCancelled]

    /// What an event is called here; nil: webhooks are not told of it. `startsJob` says whether
    /// nothing of its job had started before.
    public init?(_ event: JobEvent, startsJob: Bool) {
        switch event {
        case .attemptStarted:
            guard startsJob else { return nil }
            self = .jobStarted
        case .jobFinished(_, .completed): self = .jobCompleted
        case .jobFinished(_, .failed): self = .jobFailed
        case .jobFinished(_, .cancelled): self = .jobCancelled
        case .taskFinished: self = .taskFinished
        default: return nil
        }
    }
}
