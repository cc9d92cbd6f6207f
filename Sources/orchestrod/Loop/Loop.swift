import CLaunch
import Glibc
import Jobs
import Scenarios
import Settings
import Store
import Synchronization
import Wire

/// The daemon's one thread that decides: it takes what came from clients, workers, timers and
/// signals, lets the ``Dispatcher`` decide, stores everything of the turn in one transaction, and
/// only then does what was decided. Everything here is used by this thread alone.
final class Loop {
    let store: Store
    let files: AttemptFiles
    let records: AttemptRecords
    let journal: Journal
    let notifier: ServiceNotifier
    let inbox: Inbox
    let feed: EventFeed
    let clock: DaemonClock
    let watcher: FileWatcher
    let environment: LoopEnvironment

    var dispatcher: Dispatcher
    var settings: DaemonSettings
    var connections: [Int: WorkerConnection] = [:]
    /// Children that were sent away and have not left yet.
    var departing: [pid_t] = []
    /// What could not be stored yet, with what is to be done then.
    var backlog: Turn?
    /// When storing is tried again; nil: the store works.
    var storeRetryAt: Instant?
    var housekeeping: Housekeeping
    /// Since when there is nothing to do.
    var idleSince: Instant?
    var watchdogAt: Instant?
    var statusLine = ""
    /// Whether something has changed since the line was made, and when it may be made again.
    var isStatusStale = true
    var statusAt = Instant(nanoseconds: 0)
    var stopRequest: StopReason?
    /// While the daemon leaves: what is readable when the last connection is gone, and until when
    /// answers are given.
    var leaving: (served: Int32, deadline: Instant)?
    /// Descriptors that had something at the last wait.
    var readable: Set<Int32> = []
    /// Accounts of the owners of jobs that are not over, as far as they were needed.
    var owners: [JobID: String] = [:]
    /// The number that a key was last given.
    var lastKey: Int
    /// The number that a webhook was last given.
    var lastWebhook: Int
    /// What is on its way to webhooks.
    var outgoing = Outgoing()
    /// The job that attempts were last started of.
    var lastJob: StoredJob?

    /// Why the loop ends.
    enum StopReason {
        /// Somebody asked.
        case asked
        /// There is nothing to do.
        case idle
        /// It cannot go on.
        case failed(String)
    }

    init(
        environment: LoopEnvironment, dispatcher: Dispatcher, settings: DaemonSettings,
        clock: DaemonClock, watcher: FileWatcher, lastKey: Int, lastWebhook: Int
    ) {
        self.environment = environment
        store = environment.store
        files = environment.files
        records = AttemptRecords(files: environment.files, store: environment.store)
        journal = environment.journal
        notifier = environment.notifier
        inbox = environment.inbox
        feed = environment.feed
        self.dispatcher = dispatcher
        self.settings = settings
        self.clock = clock
        self.watcher = watcher
        self.lastKey = lastKey
        self.lastWebhook = lastWebhook
        outgoing.notice(at: clock.now)
        housekeeping = Housekeeping(nextAt: clock.now)
    }

    /// Runs until it is asked to leave, has nothing to do, or cannot go on.
    func run() -> StopReason {
        while true {
            if let reason = stopRequest { return reason }
            turn()
        }
    }

    /// Waits for something to do and does it; or does what there is.
    func turn(isPatient: Bool = true) {
        wait(isPatient: isPatient)
        var turn = Turn(now: clock.now)
        takeSignals(&turn)
        for command in inbox.take() { handle(command, &turn) }
        receive(&turn)
        dispatcher.tick(&turn)
        account(&turn)
        isStatusStale = isStatusStale || !turn.changes.isEmpty
        complete(turn)
        sendMessages()
        showStatus()
        keepHouse()
    }

    /// Stores a turn and does what it decided. What that brings about is another turn.
    func complete(_ turn: Turn) {
        var next: Turn? = turn
        while var turn = next {
            perform(turn.urgent)
            turn.effects += late(turn.urgent)
            turn.urgent = []
            guard let stored = commit(turn) else { break }
            var brought = Turn(now: clock.now)
            perform(stored.effects, &brought)
            let isEmpty = brought.changes.isEmpty && brought.effects.isEmpty
            next = isEmpty && brought.urgent.isEmpty ? nil : brought
        }
        flushAcknowledgements()
    }

    /// What is done again behind what waits for the store: stopping an attempt that begins only
    /// then.
    private func late(_ urgent: [LoopEffect]) -> [LoopEffect] {
        guard let waiting = backlog?.effects else { return [] }
        return urgent.filter { effect in
            guard case .send(_, .cancel(let attempt, _)) = effect else { return false }
            return waiting.contains {
                if case .start(_, attempt) = $0 { true } else { false }
            }
        }
    }

    /// Tells the service manager what there is to do, once a second at most.
    func showStatus() {
        let now = clock.now
        guard notifier.isHeard, isStatusStale, statusAt <= now else { return }
        isStatusStale = false
        statusAt = now + .seconds(1)
        let counts = dispatcher.scheduler.counts
        let drained = dispatcher.scheduler.drainedBy == nil ? "" : ", drained"
        let line =
            "\(counts.jobs) jobs, \(counts.queued) tasks queued, \(counts.running) of"
            + " \(counts.slots) running\(drained)"
        guard line != statusLine else { return }
        statusLine = line
        notifier.status(line)
    }

    /// Acknowledgements that are due: the highest number of each connection.
    var acknowledgements: [Int: Int] = [:]

    private func flushAcknowledgements() {
        // Nothing is acknowledged that is not stored.
        guard backlog == nil else { return }
        for (slot, number) in acknowledgements {
            send(.acknowledge(through: number), slot: slot)
        }
        acknowledgements = [:]
    }
}

/// What the loop is given once and for all.
struct LoopEnvironment: Sendable {
    var store: Store
    var files: AttemptFiles
    var uploads: Uploads
    var journal: Journal
    var notifier: ServiceNotifier
    var inbox: Inbox
    var feed: EventFeed
    var workers: WorkerSource
    var accounts: Accounts
    var access: AccessControl
    var courier: Courier
    var activity: Activity
    /// Path of the configuration file; nil: the defaults.
    var configuration: String?
    /// Delivers SIGTERM, SIGINT and SIGHUP.
    var signals: Int32
    /// Whether somebody else holds the sockets, so that leaving loses nothing.
    var isActivated: Bool
    var startedAt: Instant
    /// The settings that requests are checked against.
    var limits: SharedSettings
    /// What TLS listeners show; nil: there are none.
    var certificate: ServerCertificate?
    /// What is counted for whoever watches the service.
    let metrics = Metrics()
}

/// The settings as other threads see them.
final class SharedSettings: Sendable {
    /// What is shared: every request looks, and takes only what it wants.
    private final class Snapshot: Sendable {
        let settings: DaemonSettings

        init(_ settings: DaemonSettings) { self.settings = settings }
    }

    private let state: Mutex<Snapshot>

    init(_ settings: DaemonSettings) { state = Mutex(Snapshot(settings)) }

    var value: DaemonSettings {
        get { state.withLock { $0 }.settings }
        set { state.withLock { $0 = Snapshot(newValue) } }
    }
}
