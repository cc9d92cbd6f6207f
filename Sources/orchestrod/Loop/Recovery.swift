import Access
import Jobs
import Scenarios
import Settings
import Store

/// The state that the stored events lead to: the daemon's start is a replay through the same
/// scheduler that decides everything later.
struct Recovery {
    let dispatcher: Dispatcher
    let clock: DaemonClock

    init(_ store: Store, _ settings: DaemonSettings) throws {
        let clock = DaemonClock(notBefore: try store.lastEventMicroseconds() ?? 0)
        let service = try store.serviceState()
        var scheduling = settings.scheduler(processors: Configuration.processors)
        if let strategy = service.strategy { scheduling.strategy = strategy }
        scheduling.runningPerKeyMax = try store.allKeys().reduce(into: [:]) {
            $0[$1.id.number] = $1.runningMax
        }
        var dispatcher = Dispatcher(
            scheduler: Scheduler(scheduling, estimates: try store.estimates()),
            lastJob: try store.lastJobNumber(), lastEvent: try store.lastEventNumber(),
            idleLease: settings.idleLease)
        // Gathered first: reading a submission inside of a read is not possible.
        var events: [NumberedEvent] = []
        try store.forEachOpenEvent { events.append($0) }
        var failure: StoreError?
        var replay = EventReplay { job in
            do throws(StoreError) {
                return try store.submission(of: job, withTexts: false)
            } catch {
                failure = failure ?? error
                return nil
            }
        }
        for event in events {
            dispatcher.observe(event.event)
            if let (told, at) = replay.next(event) {
                // What the scheduler records meanwhile is stored already.
                _ = dispatcher.scheduler.handle(told, at: at)
            }
            if let failure { throw failure }
        }
        var turn = Turn(now: clock.now)
        if let by = service.drainedBy, dispatcher.scheduler.drainedBy == nil {
            _ = dispatcher.scheduler.handle(.drained(by: by), at: turn.now)
        } else if service.drainedBy == nil, dispatcher.scheduler.drainedBy != nil {
            _ = dispatcher.scheduler.handle(.resumed(by: "-"), at: turn.now)
        }
        if let strategy = service.strategy {
            dispatcher.observe(.strategyChosen(strategy, by: "-"))
        }
        turn.changes = []
        self.dispatcher = dispatcher
        self.clock = clock
    }
}
