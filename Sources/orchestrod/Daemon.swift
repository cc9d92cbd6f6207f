import Access
import CLaunch
import Glibc
import Jobs
import Logging
import Scenarios
import Settings
import Store
import Synchronization
import Wire

/// The composition of the daemon: it opens everything, replays what is stored, serves until the
/// loop ends, and takes leave.
struct Daemon {
    /// Where things are.
    struct Places {
        /// Directory of the store and the attempts.
        var state: String
        /// Where workers come from.
        var workers: WorkerSource
        /// Where to make sockets; nil: they must be handed over.
        var own: OwnPlaces?
        /// The configuration file; nil: the defaults.
        var configuration: String?
        /// Files of the pages for browsers.
        var web: WebFiles
    }

    let places: Places
    let settings: DaemonSettings
    let journal: Journal

    /// Serves; returns when the daemon ends.
    func run() throws(StartFailure) {
        signal(SIGPIPE, SIG_IGN)
        // Before there is any other thread, so that all of them have the signals blocked.
        let signals = cevents_signals()
        guard signals >= 0 else {
            throw StartFailure("signals cannot be received: \(errorText(errno))")
        }
        let notifier = ServiceNotifier()
        let passed = try PassedDescriptors.take()
        for (name, descriptor, why) in passed.unknown {
            journal.tell(
                .descriptorUnknown, "descriptor \(descriptor) with the name `\(name)` is \(why)")
            close(descriptor)
        }
        try checkWorkers()
        let store = try openStore()
        let listeners = try Listeners(passed, own: places.own, settings, journal)
        let environment = try environment(store, notifier, signals: signals, listeners)
        let loop = try recovered(environment, passed.workers)
        try serve(loop, listeners.all)
        listeners.removeMade()
    }

    private func checkWorkers() throws(StartFailure) {
        guard case .socket(let path) = places.workers else { return }
        let directory = path.split(separator: "/").dropLast().joined(separator: "/")
        guard access("/" + directory, F_OK) == 0 else {
            throw StartFailure(
                "/\(directory): the directory of the worker socket cannot be used:"
                    + " \(errorText(errno)); is orchestro-worker.socket started?")
        }
        var status = stat()
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFSOCK else {
            throw StartFailure("\(path): this is no socket; move it away")
        }
    }

    private func openStore() throws(StartFailure) -> Store {
        for directory in [places.state, places.state + "/attempts", places.state + "/uploads"] {
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
                throw StartFailure(
                    "\(directory): the state directory cannot be made: \(errorText(errno))")
            }
        }
        do throws(StoreError) {
            return try Store(path: places.state + "/orchestro.sqlite", access: .sole) {
                $0.message.text
            }
        } catch {
            throw StartFailure(error.description)
        }
    }

    private func environment(
        _ store: Store, _ notifier: ServiceNotifier, signals: Int32, _ listeners: Listeners
    ) throws(StartFailure) -> LoopEnvironment {
        let inbox = try Inbox()
        let keys: [APIKey]
        do throws(StoreError) { keys = try store.allKeys() } catch {
            throw StartFailure(error.description)
        }
        let accounts = Accounts(adminGroup: settings.adminGroup)
        let uploads = Uploads(root: places.state + "/uploads")
        uploads.removeDrafts()
        return LoopEnvironment(
            store: store, files: AttemptFiles(root: places.state + "/attempts"), uploads: uploads,
            journal: journal, notifier: notifier, inbox: inbox, feed: EventFeed(),
            workers: places.workers, accounts: accounts,
            access: AccessControl(keys: keys, inbox: inbox),
            courier: Courier(inbox: inbox, accounts: accounts), activity: Activity(),
            configuration: places.configuration, signals: signals,
            isActivated: listeners.isActivated, startedAt: Instant(nanoseconds: 0),
            limits: SharedSettings(settings), certificate: listeners.certificate)
    }

    private func recovered(
        _ environment: LoopEnvironment, _ workers: [Int: Int32]
    ) throws(StartFailure) -> Loop {
        do {
            let recovery = try Recovery(environment.store, settings)
            var environment = environment
            environment.startedAt = recovery.clock.now
            let loop = Loop(
                environment: environment, dispatcher: recovery.dispatcher, settings: settings,
                clock: recovery.clock, watcher: try FileWatcher(),
                lastKey: try environment.store.lastKeyNumber(),
                lastWebhook: try environment.store.lastWebhookNumber())
            for (slot, descriptor) in workers {
                loop.connections[slot] = WorkerConnection(
                    descriptor, child: nil, isInherited: true)
            }
            var turn = Turn(now: recovery.clock.now)
            loop.dispatcher.takeOver(connected: Set(workers.keys), &turn)
            loop.complete(turn)
            return loop
        } catch let failure as StartFailure {
            throw failure
        } catch {
            throw StartFailure("\(error)")
        }
    }

    /// Runs the server beside the loop, and ends both in order.
    private func serve(_ loop: Loop, _ listeners: [Listener]) throws(StartFailure) {
        let environment = loop.environment
        let shownJobs = ShownJobs()
        environment.store.watchJobs { shownJobs.changed($0) }
        let service = APIService(
            store: environment.store, files: environment.files, uploads: environment.uploads,
            inbox: environment.inbox, feed: environment.feed, accounts: environment.accounts,
            access: environment.access,
            activity: environment.activity, clock: loop.clock, limits: environment.limits,
            metrics: environment.metrics, web: places.web,
            ring: EventRing(store: environment.store, feed: environment.feed),
            shownJobs: shownJobs)
        let server = APIServer(service: service, logger: JournalLogHandler.logger(journal))
        let failure = Mutex<String?>(nil)
        let served = cevents_open()
        defer { close(served) }
        // Ends below, when all connections have: who does not take his answer is not waited for.
        Task {
            defer { cevents_signal(served) }
            do { try await server.serve(listeners) } catch {
                failure.withLock { $0 = "requests cannot be served: \(error)" }
                environment.inbox.push(.stop)
            }
        }
        let counts = loop.dispatcher.scheduler.counts
        journal.tell(
            .started,
            "version \(OrchestroVersion.text) serves with \(counts.slots) workers;"
                + " \(counts.queued + counts.running) tasks are not over")
        environment.notifier.ready("\(counts.jobs) jobs")
        var reason = loop.run()
        while case .idle = reason {
            let isNobodyThere = server.pause()
            if loop.isStillIdle(), isNobodyThere { break }
            server.resume()
            reason = loop.run()
        }
        loop.announceLeaving(reason)
        server.leave()
        loop.answerLast(until: served)
        loop.leave()
        if case .failed(let text) = reason { throw StartFailure(text) }
        if let text = failure.withLock({ $0 }) { throw StartFailure(text) }
    }
}
