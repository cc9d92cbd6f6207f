import Access
import Jobs
import Settings
import Webhooks
import Wire

/// What other threads ask of the loop.
enum LoopCommand: Sendable {
    /// Accept a job. It was checked; the answer comes after it is stored.
    case submit(Submission, Reply<SubmitAnswer>)
    /// Accept each of these jobs that can be, or, together, all of them or none.
    case submitAll([Submission], together: Bool, Reply<BatchAnswers>)
    /// Stop a job or one task; the answer comes when what ran is gone.
    case cancel(
        JobID, task: TaskID?, by: String, when: Conditions = .none, Reply<CancelAnswer>)
    /// Queue again what did not pass.
    case retry(JobID, by: String, when: Conditions = .none, Reply<RetryAnswer>)
    /// Tell why a task waits; nil: the scheduler does not have it.
    case why(TaskKey, Reply<WhyShape?>)
    /// Tell how the service is.
    case status(Reply<StatusShape>)
    /// Tell what the slots do.
    case workers(Reply<WorkerList>)
    /// Start nothing new.
    case drain(by: String, Reply<StatusShape>)
    /// Go on.
    case resume(by: String, Reply<StatusShape>)
    /// Choose by another strategy.
    case strategy(Strategy, by: String, Reply<StatusShape>)
    /// How long tasks of these identities are expected to take.
    case estimates([String], Reply<[String: Duration]>)
    /// Change keys; the answer, with the key as it is then, comes after it is stored.
    case key(KeyOrder, AuditEntry, when: Conditions = .none, Reply<APIKey>)
    /// Change webhooks; the answer, with the webhook as it is then, comes after it is stored.
    case webhook(WebhookOrder, AuditEntry, when: Conditions = .none, Reply<Webhook>)
    /// Queue a message to a webhook; the answer comes after it is stored.
    case delivery(DeliveryOrder, Reply<Delivery>)
    /// A message to a webhook arrived, or did not.
    case sent(DeliveryReceipt)
    /// Something about keys is to be stored in a while.
    case accounting
    /// Tell when a file grows, until the token is given back for it, or for all (nil).
    case watch(path: String, token: Int)
    case unwatch(token: Int, path: String?)
    /// The record of an attempt whose worker is gone is not locked any more.
    case recordReleased(AttemptKey)
    /// The last connection has ended.
    case nobodyLeft
    /// Leave.
    case stop
}

/// What became of a submission.
enum SubmitAnswer: Sendable {
    /// It is stored.
    case accepted(JobID, microseconds: Int64)
    /// The owner submitted it before, with the same key.
    case known(JobID)
}

/// Where an answer goes. It is given once, from the loop's thread.
struct Reply<Value: Sendable>: Sendable {
    private let deliver: @Sendable (Result<Value, Problem>) -> Void

    init(_ deliver: @escaping @Sendable (Result<Value, Problem>) -> Void) {
        self.deliver = deliver
    }

    func callAsFunction(_ value: Value) { deliver(.success(value)) }

    func refuse(_ problem: Problem) { deliver(.failure(problem)) }
}
