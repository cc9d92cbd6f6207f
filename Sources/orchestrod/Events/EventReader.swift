import Access
import Jobs
import Settings
import Store
import Wire

/// One reader's way through the events: what is stored, in order and without a gap, from where the
/// reader was; between them the steps that attempts come to while it reads. What is new is only a
/// sign to look again, so that a reader may be as slow as it likes.
struct EventReader {
    /// One thing to send.
    enum Item: Sendable {
        case kept(EventRing.Entry)
        /// What is told to who listens now and is not kept.
        case passing(EventShape)
    }

    /// What is to be sent next.
    struct Batch: Sendable {
        var items: [Item] = []
        /// A watched file grew.
        var hasGrown = false
        /// Nothing happened for a while.
        var isBeat = false
        /// Nothing more comes: the job is over.
        var isOver = false
    }

    let scope: EventScope
    let subscription: EventFeed.Subscription
    private let store: Store
    private let ring: EventRing
    private var position: Int64
    private var steps: [EventFeed.Step] = []
    private var lost = 0
    /// Whether there may be more without a sign.
    private var hasMore = true
    /// Whether the job's end is among what was read, or may have been before.
    private var mayBeOver = true
    private var givenAt: ContinuousClock.Instant?

    /// A reader who has seen the events up to that number.
    init(
        _ scope: EventScope, after position: Int64, _ subscription: EventFeed.Subscription,
        _ store: Store, _ ring: EventRing
    ) {
        self.scope = scope
        self.position = position
        self.subscription = subscription
        self.store = store
        self.ring = ring
    }

    /// What comes next; nil: the daemon leaves, or the task is cancelled. Without `waits` it may be
    /// nothing.
    mutating func next(waits: Bool = true) async throws -> Batch? {
        var batch = Batch()
        var hasStored = hasMore
        if hasMore || !waits {
            guard !Task.isCancelled else { return nil }
        }
        if !hasMore {
            if waits { await gather() }
            guard let news = waits ? await subscription.next() : subscription.take() else {
                return nil
            }
            steps += news.steps
            lost += news.lost
            batch.hasGrown = news.hasGrown
            batch.isBeat = news.isBeat
            hasStored = news.hasStored
        }
        var entries: [EventRing.Entry] = []
        if hasStored { entries = try read(&batch) }
        try merge(entries, &batch)
        if !batch.items.isEmpty { givenAt = .now }
        return batch
    }

    /// Lets a moment pass after what was given last, so that many events are few messages.
    private func gather() async {
        guard let givenAt else { return }
        let left = ContinuousClock.now.duration(to: givenAt + LoopLimits.gatherPause)
        guard left > .zero else { return }
        // A sleep that is cancelled is the end that is wanted.
        try? await Task.sleep(for: left)
    }

    private mutating func read(_ batch: inout Batch) throws(StoreError) -> [EventRing.Entry] {
        // The state is read first: an end that comes meanwhile is among the events below.
        var isOver = false
        if mayBeOver, let job = scope.job { isOver = try store.job(job)?.state.isOver ?? true }
        let page = try ring.page(scope, after: position, isFresh: isOver)
        position = page.position
        hasMore = page.hasMore
        var isFinished = false
        for entry in page.entries {
            switch entry.event.event {
            case .jobFinished: isFinished = true
            case .retryRequested: isFinished = false
            default: break
            }
        }
        batch.isOver = isOver && !hasMore
        if scope.job != nil, isFinished, !batch.isOver { hasMore = true }
        mayBeOver = isFinished || (isOver && hasMore)
        return page.entries
    }

    /// Puts steps between events, where they happened.
    private mutating func merge(
        _ entries: [EventRing.Entry], _ batch: inout Batch
    ) throws(StoreError) {
        if lost > 0 {
            batch.items.append(.passing(.lost(steps: lost)))
            lost = 0
        }
        var waiting = steps[...]
        for entry in entries {
            while let step = waiting.first, step.after < entry.event.number {
                waiting.removeFirst()
                try add(step, &batch)
            }
            batch.items.append(.kept(entry))
        }
        while let step = waiting.first, !hasMore || step.after <= position {
            waiting.removeFirst()
            try add(step, &batch)
        }
        steps = Array(waiting)
    }

    private func add(_ step: EventFeed.Step, _ batch: inout Batch) throws(StoreError) {
        if case .owner(let userID) = scope {
            guard try ring.owner(of: step.attempt.task.job) == userID else { return }
        }
        batch.items.append(
            .passing(.step(step.attempt, step: step.step, note: step.note)))
    }
}

extension APIService {
    /// A reader of the events of `scope` after `position`; nil: from now on. `party` is whose
    /// connection it is when that may have many readers.
    func reader(
        _ scope: EventScope, after position: Int64?, sharing party: Origin? = nil
    ) throws -> EventReader {
        guard let subscription = feed.subscribe(scope.job, sharing: party) else {
            throw Problem(
                .unavailable,
                "too many readers of events\(party == nil ? "" : " by subscriptions"); try again"
                    + " later, or end some")
        }
        return EventReader(
            scope, after: try position ?? ring.lastNumber(), subscription, store, ring)
    }

    /// The events that the caller may see.
    func scope(_ context: APIContext) -> EventScope {
        context.principal.isAdmin ? .all : .owner(userID: context.principal.owner.userID)
    }

    /// Whether who asked may still ask: a key may have ended since, and the settings may not know a
    /// certificate any more. `start` is when it was found out who asks, in microseconds.
    func mayStillRead(_ context: APIContext, since start: Int64) -> Bool {
        if let name = context.principal.certificate {
            guard let (now, client) = context.certificate?.client(in: limits.value) else {
                return false
            }
            return now == name && client.account == context.principal.owner.account
                && client.scopes == context.principal.scopes
        }
        guard let id = context.principal.key else {
            // Who administrated and does not any more sees too much.
            return !context.principal.isAdmin
                || accounts.peer(context.principal.owner.userID).isAdmin
        }
        guard let key = access.key(id), key.isActive(at: clock.now.wallMicroseconds) else {
            return false
        }
        // Another secret ends the one before.
        return key.rotatedMicroseconds ?? 0 <= start
    }

    /// Has a reader told from time to time that nothing happened, until it is cancelled.
    func beat(_ subscription: EventFeed.Subscription) -> Task<Void, Never> {
        let token = subscription.token
        return beat { [feed] in feed.tell(.beat, token: token) }
    }

    /// Does something from time to time until it is cancelled.
    func beat(_ body: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        // Whoever began it cancels it.
        Task {
            while !Task.isCancelled {
                // A sleep that is cancelled is the end that is wanted.
                try? await Task.sleep(for: .seconds(APILimits.keepAliveSeconds))
                if !Task.isCancelled { body() }
            }
        }
    }
}
