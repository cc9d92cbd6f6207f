import Access
import Jobs
import Synchronization

/// What readers of events are told: that there is something new, never the thing itself, which is
/// in the store. So a slow reader costs nothing and loses nothing but steps, which are not kept.
final class EventFeed: Sendable {
    /// One thing a reader is told.
    enum Signal: Hashable, Sendable {
        /// The event of that number, of a job or of none, was stored.
        case stored(Int64)
        /// An attempt came to a step.
        case step(AttemptKey, step: Int, note: String?)
        /// A watched file grew.
        case grew
        /// Nothing happened for a while.
        case beat
        /// Some may read no more: a key ended, or the settings were read again.
        case accessChanged
    }

    /// A step that an attempt came to, with the number of the last event before it.
    struct Step: Hashable, Sendable {
        var attempt: AttemptKey
        var step: Int
        var note: String?
        var after: Int64
    }

    /// What came together since the reader last asked.
    struct News: Hashable, Sendable {
        var hasStored = false
        /// At most ``LoopLimits/feedSignalsMax``, the latest.
        var steps: [Step] = []
        /// How many steps are missing because the reader was slow.
        var lost = 0
        var hasGrown = false
        var isBeat = false
    }

    /// A reader's end; dropping it ends the subscription.
    final class Subscription: Sendable {
        let token: Int
        private let reader: EventFeedReader
        private let feed: EventFeed

        fileprivate init(_ token: Int, _ reader: EventFeedReader, _ feed: EventFeed) {
            self.token = token
            self.reader = reader
            self.feed = feed
        }

        deinit { feed.unsubscribe(token) }

        /// What is new; waits until there is something. Nil: the feed is closed, or the task is
        /// cancelled. One at a time.
        func next() async -> News? { await reader.next() }

        /// What is new by now; nil: the feed is closed.
        func take() -> News? { reader.take() }
    }

    private struct State {
        var readers: [Int: Reader] = [:]
        /// Readers that share connections, by whose these are.
        var sharing: [Origin: Int] = [:]
        var sharingCount = 0
        var ofJob: [JobID: Set<Int>] = [:]
        var ofAll: Set<Int> = []
        var nextToken = 1
        var isClosed = false

        /// Counts a reader for whoever shares a connection; false: there are too many.
        mutating func share(_ party: Origin) -> Bool {
            let own = sharing[party, default: 0]
            guard own < LoopLimits.feedReadersSharingOfOneMax,
                sharingCount < LoopLimits.feedReadersSharingMax
            else { return false }
            sharing[party] = own + 1
            sharingCount += 1
            return true
        }

        mutating func unshare(_ party: Origin) {
            let own = sharing[party, default: 1] - 1
            sharing[party] = own > 0 ? own : nil
            sharingCount -= 1
        }
    }

    /// Who is told, of one job or of everything.
    private struct Reader {
        let job: JobID?
        let party: Origin?
        let reader: EventFeedReader
    }

    private let state = Mutex(State())
    private let lastStored = Atomic<Int64>(0)

    init() {}

    /// How many read.
    var readersCount: Int { state.withLock { $0.readers.count } }

    /// The number of the last event that was told of; 0: none was.
    var lastNumber: Int64 { lastStored.load(ordering: .acquiring) }

    /// Begins to tell of a job, or of everything; nil when there are too many readers. `party` is
    /// whose connection it is when a connection may have many readers; nil: it has this one.
    func subscribe(_ job: JobID?, sharing party: Origin? = nil) -> Subscription? {
        let reader = EventFeedReader()
        let token = state.withLock { state -> Int? in
            guard !state.isClosed, state.readers.count < LoopLimits.feedReadersMax else {
                return nil
            }
            if let party, !state.share(party) { return nil }
            let token = state.nextToken
            state.nextToken += 1
            state.readers[token] = Reader(job: job, party: party, reader: reader)
            if let job {
                state.ofJob[job, default: []].insert(token)
            } else {
                state.ofAll.insert(token)
            }
            return token
        }
        return token.map { Subscription($0, reader, self) }
    }

    private func unsubscribe(_ token: Int) {
        state.withLock { state in
            guard let gone = state.readers.removeValue(forKey: token) else { return }
            state.ofAll.remove(token)
            if let party = gone.party { state.unshare(party) }
            guard let job = gone.job else { return }
            state.ofJob[job]?.remove(token)
            if state.ofJob[job]?.isEmpty == true { state.ofJob[job] = nil }
        }
    }

    /// Tells the readers of that job, and those of everything.
    func tell(_ signal: Signal, of job: JobID?) {
        if case .stored(let number) = signal { lastStored.store(number, ordering: .releasing) }
        let last = lastNumber
        state.withLock { state in
            for token in state.ofAll { state.readers[token]?.reader.tell(signal, last) }
            guard let job, let tokens = state.ofJob[job] else { return }
            for token in tokens { state.readers[token]?.reader.tell(signal, last) }
        }
    }

    /// Tells every reader.
    func tell(_ signal: Signal) {
        let last = lastNumber
        state.withLock { state in
            for entry in state.readers.values { entry.reader.tell(signal, last) }
        }
    }

    /// Tells one reader.
    func tell(_ signal: Signal, token: Int) {
        let last = lastNumber
        state.withLock { $0.readers[token]?.reader.tell(signal, last) }
    }

    /// Ends all subscriptions, for good.
    func close() {
        let readers = state.withLock { state in
            state.isClosed = true
            return Array(state.readers.values)
        }
        for entry in readers { entry.reader.close() }
    }
}

/// What waits for one reader of the feed, gathered.
final class EventFeedReader: Sendable {
    private typealias Waiter = CheckedContinuation<EventFeed.News?, Never>

    private struct State {
        var news: EventFeed.News?
        var waiter: Waiter?
        var isClosed = false

        mutating func add(_ signal: EventFeed.Signal, _ last: Int64) {
            var news = self.news ?? EventFeed.News()
            self.news = nil
            switch signal {
            case .stored: news.hasStored = true
            case .grew: news.hasGrown = true
            case .beat: news.isBeat = true
            // Who wakes looks whether it still may, whatever it was woken by.
            case .accessChanged: break
            case .step(let attempt, let step, let note):
                if news.steps.count >= LoopLimits.feedSignalsMax {
                    news.steps.removeFirst()
                    news.lost += 1
                }
                news.steps.append(
                    EventFeed.Step(attempt: attempt, step: step, note: note, after: last))
            }
            self.news = news
        }
    }

    private let state = Mutex(State())

    fileprivate init() {}

    fileprivate func tell(_ signal: EventFeed.Signal, _ last: Int64) {
        let told = state.withLock { state -> (Waiter, EventFeed.News?)? in
            guard !state.isClosed else { return nil }
            state.add(signal, last)
            guard let waiter = state.waiter else { return nil }
            defer { (state.waiter, state.news) = (nil, nil) }
            return (waiter, state.news)
        }
        if let (waiter, news) = told { waiter.resume(returning: news) }
    }

    fileprivate func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    fileprivate func take() -> EventFeed.News? {
        state.withLock { state in
            if state.news == nil, state.isClosed { return nil }
            defer { state.news = nil }
            return state.news ?? EventFeed.News()
        }
    }

    fileprivate func next() async -> EventFeed.News? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> EventFeed.News?? in
                    if let news = state.news {
                        state.news = nil
                        return news
                    }
                    if state.isClosed { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            close()
        }
    }
}
