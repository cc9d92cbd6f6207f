import Jobs
import Scenarios
import Synchronization
import Webhooks
import Wire

/// What has happened since the daemon's start, in counts. Any thread counts; its size is bounded by
/// the places of the API, the states of jobs and the jobs that are not over.
final class Metrics: Sendable {
    /// What there is to tell.
    struct Counts {
        var jobsSubmitted = 0
        var jobs: [JobState: Int] = [:]
        /// By the word of the outcome.
        var tasks: [String: Int] = [:]
        /// By the word of the verdict.
        var attempts: [String: Histogram] = [:]
        var waits = Histogram(bounds: Metrics.longBounds)
        var requests: [RequestKind: Int] = [:]
        var commits = Histogram(bounds: Metrics.shortBounds)
        var commitsFailed = 0
        /// Tries of messages to webhooks, by what followed.
        var deliveries: [DeliveryOutcome: Int] = [:]
    }

    /// What tries of messages to webhooks are counted by.
    enum DeliveryOutcome: String, CaseIterable {
        case delivered, again, dead
    }

    /// What requests are counted by.
    struct RequestKind: Hashable {
        /// The place; nil: there is none.
        var route: APIRoute?
        /// The method; nil: the place does not take it.
        var method: String?
        var status: Int
    }

    /// Steps of attempts and waits, in seconds.
    static let longBounds = [
        0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
    ]
    /// Steps of commits, in seconds.
    static let shortBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
    /// Words of outcomes; any other counts as an error.
    static let outcomes = ["passed", "failed", "error", "cancelled", "skipped"]
    /// Words of verdicts; any other counts as an error.
    static let verdicts = ["passed", "failed", "error", "cancelled", "lost", "interrupted"]

    private struct State {
        var counts = Counts()
        /// When jobs that are not over were submitted, in microseconds since 1970-01-01 UTC.
        var submitted: [JobID: Int64] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// A moment's counts.
    var counts: Counts { state.withLock { $0.counts } }

    /// Counts a stored event.
    func add(_ numbered: NumberedEvent) {
        state.withLock { state in
            switch numbered.event {
            case .submitted(let job):
                state.counts.jobsSubmitted += 1
                state.submitted[job] = numbered.microseconds
            case .attemptStarted(let attempt, _):
                guard attempt.number == 1, let since = state.submitted[attempt.task.job] else {
                    return
                }
                state.counts.waits.add(.microseconds(numbered.microseconds - since))
            case .attemptEnded(_, let verdict, let duration, _, _):
                let word = Self.known(verdict.word, Self.verdicts)
                state.counts.attempts[word, default: Histogram(bounds: Self.longBounds)]
                    .add(duration)
            case .taskFinished(_, let outcome, _):
                state.counts.tasks[Self.known(outcome, Self.outcomes), default: 0] += 1
            case .jobFinished(let job, let end):
                state.counts.jobs[end, default: 0] += 1
                state.submitted[job] = nil
            case .cancelRequested, .retryRequested, .drained, .resumed, .strategyChosen,
                .strategyChanged:
                break
            }
        }
    }

    /// Counts an answer.
    func add(_ kind: RequestKind) {
        state.withLock { $0.counts.requests[kind, default: 0] += 1 }
    }

    /// Counts a commit of the store.
    func committed(in duration: Duration) {
        state.withLock { $0.counts.commits.add(duration) }
    }

    /// Counts a commit that the store could not make.
    func commitFailed() { state.withLock { $0.counts.commitsFailed += 1 } }

    /// Counts a try of a message to a webhook.
    func tried(_ result: DeliveryAttempt.Result) {
        let outcome: DeliveryOutcome =
            switch result {
            case .delivered: .delivered
            case .again: .again
            case .dead: .dead
            }
        state.withLock { $0.counts.deliveries[outcome, default: 0] += 1 }
    }

    private static func known(_ word: String, _ words: [String]) -> String {
        words.contains(word) ? word : "error"
    }
}
