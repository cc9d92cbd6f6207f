import Access
import Jobs
import Webhooks

/// One thing to be stored. Those of one ``Store/commit(_:)`` are stored all or not at all, in
/// their order.
public enum StoreChange: Hashable, Sendable {
    /// A job was accepted at that time (microseconds since 1970-01-01 UTC). Its ``JobEvent``
    /// follows as an event.
    case jobAccepted(JobID, Submission, microseconds: Int64)
    /// Something happened; what it says of the job, its tasks and attempts is updated with it.
    case event(NumberedEvent)
    /// The record of an attempt that was started before.
    case attemptRecord(AttemptKey, StoredRecord)
    /// What is known of a task identity now, at that time (microseconds since 1970-01-01 UTC).
    case learned(identity: String, Estimate, microseconds: Int64)
    /// Keys changed.
    case key(KeyChange)
    /// The audit log tells something.
    case audited(AuditEntry)
    /// A key was used.
    case used(UsageDay)
    /// Webhooks changed.
    case webhook(WebhookChange)
    /// Deliveries changed otherwise than by an event.
    case delivery(DeliveryChange)
}

extension StoreChange {
    /// The job that it is about; nil: none.
    public var job: JobID? {
        switch self {
        case .jobAccepted(let job, _, _): job
        case .event(let numbered): numbered.event.job
        case .attemptRecord(let key, _): key.task.job
        case .learned, .key, .audited, .used, .webhook, .delivery: nil
        }
    }
}

/// The record of an attempt as it is kept.
public struct StoredRecord: Hashable, Sendable {
    /// The word of its outcome.
    public var outcome: String
    /// When the attempt started by its own clock, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// How long it took; kept in microseconds.
    public var duration: Duration
    /// Size of the files of the attempt outside the database, for retention.
    public var filesBytes: Int64
    /// The record file's JSON text.
    public var text: String

    /// Makes a record.
    public init(
        outcome: String, startedMicroseconds: Int64, duration: Duration, filesBytes: Int64,
        text: String
    ) {
        self.outcome = outcome
        self.startedMicroseconds = startedMicroseconds
        self.duration = duration
        self.filesBytes = filesBytes
        self.text = text
    }
}

/// What holds for the service as a whole, as its events left it.
public struct ServiceState: Hashable, Sendable {
    /// Who drained it; nil: it starts what is queued.
    public var drainedBy: String?
    /// The strategy an administrator chose; nil: the configured one.
    public var strategy: Strategy?

    /// Nothing special.
    public init(drainedBy: String? = nil, strategy: Strategy? = nil) {
        self.drainedBy = drainedBy
        self.strategy = strategy
    }
}
