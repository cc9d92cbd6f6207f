import Jobs
import Store
import Synchronization
import Wire

/// Which events somebody reads.
enum EventScope: Hashable, Sendable {
    case job(JobID)
    /// Those of the jobs of an account, and of the service.
    case owner(userID: UInt32)
    /// All.
    case all

    /// The job, when it is only one.
    var job: JobID? { if case .job(let job) = self { job } else { nil } }
}

/// The latest events, shared by everybody who reads them as they come: read from the store once,
/// and once made JSON. Who is further behind reads the store himself.
final class EventRing: Sendable {
    /// An event as it is sent.
    struct Entry: Sendable {
        let event: NumberedEvent
        /// Its object as JSON text.
        let text: String
        /// Whose job it is of; nil: of none.
        let owner: UInt32?

        func isIn(_ scope: EventScope) -> Bool {
            switch scope {
            case .job(let job): event.event.job == job
            case .owner(let userID): event.event.job == nil || owner == userID
            case .all: true
            }
        }
    }

    /// Some events, in order.
    struct Page: Sendable {
        var entries: [Entry] = []
        /// Everything up to that number is in this page or one before it.
        var position: Int64
        /// Whether there may be more now.
        var hasMore: Bool
    }

    private struct State {
        var entries: [Entry] = []
        /// Events up to that number are not in the entries.
        var floor: Int64 = 0
        /// Everything up to that number was read.
        var last: Int64 = -1
        /// What the feed had told when it was read.
        var told: Int64 = -1
    }

    private let store: Store
    private let feed: EventFeed
    private let state = Mutex(State())
    private let owners = Mutex<[JobID: UInt32]>([:])

    init(store: Store, feed: EventFeed) {
        self.store = store
        self.feed = feed
    }

    /// Events after that number. `isFresh`: also those that were stored and not told of yet.
    func page(
        _ scope: EventScope, after position: Int64, isFresh: Bool
    ) throws(StoreError) -> Page {
        let (page, last) = try state.withLock { state throws(StoreError) in
            try refresh(&state, isForced: isFresh)
            guard position >= state.floor else { return (nil as Page?, state.last) }
            return (Self.page(scope, after: position, state), state.last)
        }
        if let page { return page }
        let events = try store.events(
            of: scope.job, after: position, limit: HTTPLimits.eventsPerRead)
        let hasMore = events.count == HTTPLimits.eventsPerRead
        var read = Page(
            position: hasMore ? events.last?.number ?? last : max(last, events.last?.number ?? 0),
            hasMore: hasMore)
        for event in events {
            let entry = try entry(event)
            if entry.isIn(scope) { read.entries.append(entry) }
        }
        return read
    }

    /// The number of the latest event.
    func lastNumber() throws(StoreError) -> Int64 {
        try state.withLock { state throws(StoreError) in
            try refresh(&state, isForced: true)
            return state.last
        }
    }

    /// Whose job it is; nil: it is not there.
    func owner(of job: JobID) throws(StoreError) -> UInt32? {
        if let owner = owners.withLock({ $0[job] }) { return owner }
        let owner = try store.job(job)?.submission.owner.userID
        owners.withLock {
            if $0.count >= LoopLimits.ringOwnersMax { $0 = [:] }
            $0[job] = owner
        }
        return owner
    }

    private static func page(_ scope: EventScope, after position: Int64, _ state: State) -> Page {
        var (low, high) = (0, state.entries.count)
        while low < high {
            let middle = (low + high) / 2
            if state.entries[middle].event.number <= position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var page = Page(position: max(position, state.last), hasMore: false)
        for entry in state.entries[low...] where entry.isIn(scope) {
            guard page.entries.count < HTTPLimits.eventsPerRead else {
                page.position = page.entries.last?.event.number ?? position
                page.hasMore = true
                break
            }
            page.entries.append(entry)
        }
        return page
    }

    private func refresh(_ state: inout State, isForced: Bool) throws(StoreError) {
        let told = feed.lastNumber
        guard isForced || told != state.told else { return }
        let newest = try store.lastEventNumber()
        if state.last < newest - Int64(LoopLimits.ringEventsMax) {
            // Nobody has read for a while: it begins again with what comes.
            state.entries = []
            (state.floor, state.last) = (newest, newest)
        }
        while true {
            let events = try store.events(
                of: nil, after: state.last, limit: HTTPLimits.eventsPerRead)
            for event in events {
                state.entries.append(try entry(event))
                state.last = event.number
            }
            if events.count < HTTPLimits.eventsPerRead { break }
        }
        state.told = told
        let over = state.entries.count - LoopLimits.ringEventsMax
        guard over > LoopLimits.ringEventsMax / 4 else { return }
        state.floor = state.entries[over - 1].event.number
        state.entries.removeFirst(over)
    }

    private func entry(_ event: NumberedEvent) throws(StoreError) -> Entry {
        var owner: UInt32?
        if let job = event.event.job { owner = try self.owner(of: job) }
        return Entry(event: event, text: EventShape.kept(event).text, owner: owner)
    }
}
