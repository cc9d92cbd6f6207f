import Jobs
import Scenarios
import Wire

/// One place for a worker. Each phase has what only it needs.
struct WorkerSlot {
    enum Phase: Hashable {
        /// No worker; one comes when there is work.
        case absent
        /// The worker socket did not answer; it is tried again at that time.
        case connecting(AttemptKey, tries: Int, at: Instant)
        /// The lease is on its way; the worker gets the attempt when it has answered.
        case starting(AttemptKey, tries: Int)
        /// An attempt runs.
        case busy(AttemptKey)
        /// A worker waits for work of its account.
        case idle
        /// The daemon came back and asked what runs; that attempt, as far as the store knows.
        case resuming(AttemptKey?)
        /// The attempt's record is looked for; without one the attempt ends like that.
        case probing(AttemptKey, otherwise: AttemptVerdict, isConnected: Bool)
    }

    /// What it does.
    var phase = Phase.absent
    /// Since when.
    var since: Instant
    /// Account of the lease; nil: none.
    var account: String?
    /// What the worker said of itself.
    var ready: WorkerReady?

    /// Since when its attempt has been told to stop; nil: it has not.
    var stoppedSince: Instant?

    /// An empty place.
    init(since: Instant) { self.since = since }

    /// The attempt that it has, in whatever way.
    var attempt: AttemptKey? {
        switch phase {
        case .absent, .idle: nil
        case .connecting(let attempt, _, _), .starting(let attempt, _), .busy(let attempt),
            .probing(let attempt, _, _):
            attempt
        case .resuming(let attempt): attempt
        }
    }

    /// Whether there is a connection.
    var isConnected: Bool {
        switch phase {
        case .absent, .connecting: false
        case .starting, .busy, .idle, .resuming: true
        case .probing(_, _, let isConnected): isConnected
        }
    }

    /// When what it waits for does not come any more; nil: it waits for nothing.
    var givenUpAt: Instant? {
        switch phase {
        case .absent, .connecting, .idle: nil
        case .starting, .resuming: since + LoopLimits.answerPause
        case .busy: stoppedSince.map { $0 + LoopLimits.stopPause }
        case .probing: since + LoopLimits.probePause
        }
    }

    mutating func turn(to phase: Phase, at now: Instant) {
        if phase != self.phase {
            since = now
            stoppedSince = nil
        }
        self.phase = phase
    }

    /// Another worker is asked for after a pause, which grows with each try.
    mutating func wait(for attempt: AttemptKey, tries: Int, at now: Instant) {
        let pause = LoopLimits.connectPause * (1 << (tries - 1))
        turn(to: .connecting(attempt, tries: tries, at: now + pause), at: now)
    }

    /// As the API shows it.
    func shape(_ number: Int) -> WorkerShape {
        let state: WorkerShape.State =
            switch phase {
            case .absent: .absent
            case .connecting, .starting: .starting
            case .busy, .probing: .busy
            case .idle: .idle
            case .resuming: .resuming
            }
        var shape = WorkerShape(slot: number, state: state)
        shape.account = account
        shape.pid = ready?.processID
        shape.version = ready?.version
        shape.attempt = attempt
        shape.sinceMicroseconds = since.wallMicroseconds
        shape.controllers = ready?.controllers ?? []
        return shape
    }
}
