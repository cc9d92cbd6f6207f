import Jobs
import Synchronization

/// What readers of events are told: that there is something new, never the thing itself, which is
/// in the store. So a slow reader costs nothing and loses nothing but steps, which are not kept.
final class EventFeed: Sendable {
    /// One thing a reader is told.
    enum Signal: Hashable, Sendable {
        /// Events of the job were stored.
        case stored
        /// An attempt came to a step.
        case step(AttemptKey, step: Int, note: String?)
        /// The watched file grew.
        case grew
        /// Nothing happened for a while.
        case beat
    }

    /// A reader's end; dropping the stream ends the subscription.
    struct Subscription: Sendable {
        let token: Int
        let signals: AsyncStream<Signal>
        /// How many signals were dropped so far because the reader was slow.
        let dropped: @Sendable () -> Int
    }

    private struct Reader {
        var job: JobID?
        var continuation: AsyncStream<Signal>.Continuation
        var dropped = 0

        mutating func tell(_ signal: Signal) {
            if case .dropped = continuation.yield(signal) { dropped += 1 }
        }
    }

    private struct State {
        var readers: [Int: Reader] = [:]
        var ofJob: [JobID: Set<Int>] = [:]
        var ofAll: Set<Int> = []
        var nextToken = 1
        var isClosed = false
    }

    private let state = Mutex(State())

    init() {}

    /// How many read.
    var readersCount: Int { state.withLock { $0.readers.count } }

    /// Begins to tell of a job, or of everything; nil when there are too many readers.
    func subscribe(_ job: JobID?) -> Subscription? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(LoopLimits.feedSignalsMax))
        let token = state.withLock { state -> Int? in
            guard !state.isClosed, state.readers.count < LoopLimits.feedReadersMax else {
                return nil
            }
            let token = state.nextToken
            state.nextToken += 1
            state.readers[token] = Reader(job: job, continuation: continuation)
            if let job {
                state.ofJob[job, default: []].insert(token)
            } else {
                state.ofAll.insert(token)
            }
            return token
        }
        guard let token else { return nil }
        return Subscription(
            token: token, signals: stream,
            dropped: { [self] in state.withLock { $0.readers[token]?.dropped ?? 0 } })
    }

    /// Ends a subscription.
    func unsubscribe(_ token: Int) {
        let reader = state.withLock { state -> Reader? in
            guard let reader = state.readers.removeValue(forKey: token) else { return nil }
            state.ofAll.remove(token)
            if let job = reader.job {
                state.ofJob[job]?.remove(token)
                if state.ofJob[job]?.isEmpty == true { state.ofJob[job] = nil }
            }
            return reader
        }
        reader?.continuation.finish()
    }

    /// Tells the readers of that job, and those of everything.
    func tell(_ signal: Signal, of job: JobID?) {
        state.withLock { state in
            guard !state.readers.isEmpty else { return }
            let tokens = state.ofAll.union(job.flatMap { state.ofJob[$0] } ?? [])
            for token in tokens { state.readers[token]?.tell(signal) }
        }
    }

    /// Tells one reader.
    func tell(_ signal: Signal, token: Int) {
        state.withLock { $0.readers[token]?.tell(signal) }
    }

    /// Ends all subscriptions, for good.
    func close() {
        let readers = state.withLock { state in
            state.isClosed = true
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        for reader in readers { reader.continuation.finish() }
    }
}
