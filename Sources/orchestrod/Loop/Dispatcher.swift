import Jobs
import Scenarios
import Store
import Wire

/// Decides what the daemon does: a value that is told what happened and says what to store and what
/// to do then. It knows the scheduler, the slots and who waits for a cancellation; it touches
/// nothing itself, so the loop's logic is testable without sockets and files.
struct Dispatcher {
    /// The order of things.
    var scheduler: Scheduler
    /// The places for workers, by number.
    var slots: [Int: WorkerSlot] = [:]
    /// Who waits until what was cancelled is gone.
    var waiters: [CancelWaiter] = []
    /// The highest number that a job ever had.
    var lastJob: Int
    /// The highest number that an event ever had.
    var lastEvent: Int64
    /// How long a worker without work stays.
    var idleLease: Duration
    /// When the scheduler wants to be woken.
    var wakeAt: Instant?
    /// Jobs of which nothing has started.
    private(set) var pending: Set<JobID> = []
    /// Who cancelled what of the jobs that are not over; no task: the whole job.
    private var cancellers: [JobID: [TaskID?: String]] = [:]
    /// The strategy that an administrator chose; nil: the configured one.
    private(set) var chosenStrategy: Strategy?

    init(
        scheduler: Scheduler, lastJob: Int, lastEvent: Int64, idleLease: Duration
    ) {
        self.scheduler = scheduler
        self.lastJob = lastJob
        self.lastEvent = lastEvent
        self.idleLease = idleLease
    }

    /// Nothing is queued, nothing runs and no worker is there.
    var isIdle: Bool {
        slots.values.allSatisfy { $0.phase == .absent } && scheduler.counts.jobs == 0
    }

    /// Tells the scheduler and takes up what it wants.
    mutating func schedule(_ event: SchedulerEvent, _ turn: inout Turn) {
        for effect in scheduler.handle(event, at: turn.now) { take(effect, &turn) }
    }

    private mutating func take(_ effect: SchedulerEffect, _ turn: inout Turn) {
        switch effect {
        case .start(let attempt, let slot, let account):
            start(attempt, slot: slot, account: account, &turn)
        case .stop(let attempt, let by): stop(attempt, by: by, &turn)
        case .record(let event): record(event, &turn)
        case .learned(let identity, let estimate):
            turn.changes.append(
                .learned(
                    identity: identity, estimate, microseconds: turn.now.wallMicroseconds))
        case .wake(let at): wakeAt = at
        }
    }

    private mutating func record(_ event: JobEvent, _ turn: inout Turn) {
        lastEvent += 1
        let numbered = NumberedEvent(
            number: lastEvent, microseconds: turn.now.wallMicroseconds, event: event)
        turn.changes.append(.event(numbered))
        turn.effects.append(.tell(numbered))
        for place in waiters.indices { waiters[place].observe(event) }
        observe(event)
    }

    /// Keeps count of what a stored event says.
    mutating func observe(_ event: JobEvent) {
        switch event {
        case .submitted(let job): pending.insert(job)
        case .attemptStarted(let attempt, _): pending.remove(attempt.task.job)
        case .cancelRequested(let job, let task, let by): cancellers[job, default: [:]][task] = by
        case .jobFinished(let job, _):
            pending.remove(job)
            cancellers[job] = nil
        case .strategyChosen(let strategy, _): chosenStrategy = strategy
        default: break
        }
    }

    /// A job never was.
    mutating func forget(_ job: JobID) {
        pending.remove(job)
        cancellers[job] = nil
    }

    /// Who cancelled a task that is not over, by itself or with its job.
    func canceller(of task: TaskKey) -> String? {
        cancellers[task.job].flatMap { $0[nil] ?? $0[task.task] }
    }

    /// Takes up what time has brought.
    mutating func tick(_ turn: inout Turn) {
        if let at = wakeAt, at <= turn.now {
            wakeAt = nil
            schedule(.woke, &turn)
        }
        for (number, slot) in slots {
            switch slot.phase {
            case .idle where slot.since + idleLease <= turn.now: release(number, &turn)
            case .connecting(let attempt, let tries, let at) where at <= turn.now:
                connect(attempt, slot: number, tries: tries, &turn)
            default:
                if let at = slot.givenUpAt, at <= turn.now { giveUp(slot: number, &turn) }
            }
        }
    }

    /// When ``tick(_:)`` has something to do next.
    var nextTick: Instant? {
        var next = wakeAt
        for slot in slots.values {
            switch slot.phase {
            case .idle: next = min(next ?? .distant, slot.since + idleLease)
            case .connecting(_, _, let at): next = min(next ?? .distant, at)
            default:
                if let at = slot.givenUpAt { next = min(next ?? .distant, at) }
            }
        }
        return next
    }
}

extension Instant {
    /// Later than anything.
    static let distant = Instant(nanoseconds: .max)
}
