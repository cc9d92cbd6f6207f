import Jobs
import Scenarios
import Store
import Wire

/// What one turn of the loop stores, and what is done when it is stored.
struct Turn {
    /// When.
    let now: Instant
    /// What is stored, all or nothing.
    var changes: [StoreChange] = []
    /// What is done afterwards, in this order.
    var effects: [LoopEffect] = []
    /// What is done whether it can be stored or not.
    var urgent: [LoopEffect] = []
    /// Jobs that were accepted in it, with who waits for the answer.
    var accepted: [(job: JobID, reply: Reply<SubmitAnswer>)] = []

    init(now: Instant) { self.now = now }

    /// Takes what a later turn adds; both are stored together.
    mutating func append(_ other: Turn) {
        changes += other.changes
        effects += other.effects
        urgent += other.urgent
        accepted += other.accepted
    }

    /// Takes back everything about a job.
    mutating func remove(_ job: JobID) {
        changes.removeAll { $0.job == job }
        effects.removeAll { $0.job == job }
        accepted.removeAll { $0.job == job }
    }
}

/// What the loop does to the outside.
enum LoopEffect {
    /// Make a connection for a slot and send the lease.
    case connect(slot: Int, account: String)
    /// Give an attempt to the worker of a slot.
    case start(slot: Int, AttemptKey)
    /// Send a frame to the worker of a slot.
    case send(slot: Int, DaemonFrame)
    /// End the connection of a slot.
    case hangUp(slot: Int)
    /// End the connection of a slot whose worker does not answer, and tell the journal.
    case giveUp(slot: Int, AttemptKey?)
    /// Look at the record of an attempt whose worker is gone.
    case probe(AttemptKey, slot: Int, otherwise: AttemptVerdict)
    /// Tell readers and the journal.
    case tell(NumberedEvent)
    /// Answer somebody.
    case answer(JobID?, @Sendable () -> Void)

    /// The job it is about.
    var job: JobID? {
        switch self {
        case .start(_, let attempt), .probe(let attempt, _, _): attempt.task.job
        case .tell(let event): event.event.job
        case .answer(let job, _): job
        case .send(_, .cancel(let attempt, _)): attempt.task.job
        case .connect, .send, .hangUp, .giveUp: nil
        }
    }
}

/// The end of an attempt, as far as the loop needs to know.
struct FinishedAttempt {
    var attempt: AttemptKey
    var verdict: AttemptVerdict
    var duration: Duration
    /// What is stored of it; nil: it left nothing.
    var record: StoredRecord?
    /// What stopping it came to.
    var stopped: StopCount?
}
