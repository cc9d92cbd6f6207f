import CLaunch
import Glibc
import Jobs
import Scenarios
import Settings

extension Loop {
    /// Waits until something is to be done; or only looks.
    func wait(isPatient: Bool) {
        var descriptors = [
            pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: environment.signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watcher.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        if let leaving {
            descriptors.append(pollfd(fd: leaving.served, events: Int16(POLLIN), revents: 0))
        }
        for connection in connections.values {
            let events = connection.hasUnsent ? POLLIN | POLLOUT : POLLIN
            descriptors.append(
                pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        }
        let patience = nextDeadline.map { max(0, ($0 - clock.now).nanoseconds) } ?? -1
        cevents_poll(&descriptors, descriptors.count, isPatient ? patience : 0)
        readable = Set(descriptors.filter { $0.revents != 0 }.map(\.fd))
        feedWatchdog()
    }

    private var nextDeadline: Instant? {
        let wishes = [
            dispatcher.nextTick, backlog == nil ? nil : storeRetryAt, watchdogAt, idleExitAt,
            notifier.isHeard && isStatusStale ? statusAt : nil,
            departing.isEmpty ? nil : clock.now + .milliseconds(200), housekeeping.nextAt,
            storeRetryAt == nil ? environment.access.dueAt : nil,
            leaving?.deadline, housekeeping.trimAt, storeRetryAt == nil ? outgoing.lookAt : nil,
        ]
        return wishes.compactMap { $0 }.min()
    }

    private func feedWatchdog() {
        guard let pause = notifier.watchdog else { return }
        let now = clock.now
        guard watchdogAt.map({ $0 <= now }) ?? true else { return }
        notifier.fedWatchdog()
        watchdogAt = now + pause / 2
    }

    /// When the daemon leaves because there is nothing to do.
    private var idleExitAt: Instant? {
        guard environment.isActivated, let pause = settings.idleExit, let idleSince else {
            return nil
        }
        return idleSince + pause
    }

    /// Notices that there is nothing to do, and leaves when that has lasted.
    func noticeIdleness() {
        let now = clock.now
        if !isIdle {
            idleSince = nil
        } else if idleSince == nil {
            idleSince = max(environment.activity.lastAt ?? now, environment.startedAt)
        }
        guard stopRequest == nil, let at = idleExitAt, at <= now else { return }
        stopRequest = .idle
    }

    private var isIdle: Bool {
        !environment.activity.isBusy && backlog == nil && dispatcher.isIdle && outgoing.isIdle
    }

    /// Looks once more, when nobody can come any more, whether there is nothing to do: somebody may
    /// have come after the last look. Otherwise ``run()`` goes on.
    func isStillIdle() -> Bool {
        stopRequest = nil
        turn(isPatient: false)
        switch stopRequest {
        case nil, .idle: return isIdle
        case .asked, .failed: return false
        }
    }

    /// Takes what workers sent.
    func receive(_ turn: inout Turn) {
        if readable.contains(watcher.descriptor) { watcher.tell(feed) }
        for (slot, connection) in connections where readable.contains(connection.descriptor) {
            guard flush(connection, slot: slot, &turn) else { continue }
            let (messages, end) = connection.receive()
            for message in messages { take(message, slot: slot, &turn) }
            if let end { lose(slot, end, &turn) }
        }
        reap()
    }

    /// Sends what waits; false: the connection is gone, and its descriptor may be another's.
    private func flush(_ connection: WorkerConnection, slot: Int, _ turn: inout Turn) -> Bool {
        do throws(WorkerConnection.End) {
            try connection.flush()
            return true
        } catch {
            lose(slot, error, &turn)
            return false
        }
    }

    /// Takes leave of children that have gone.
    func reap() {
        departing.removeAll { child in
            var status: Int32 = 0
            return waitpid(child, &status, WNOHANG) != 0
        }
    }

    /// Carries out what signals ask for.
    func takeSignals(_ turn: inout Turn) {
        guard readable.contains(environment.signals) else { return }
        while true {
            switch cevents_take_signal(environment.signals) {
            case SIGHUP: reload(&turn)
            case SIGTERM, SIGINT: stopRequest = .asked
            default: return
            }
        }
    }
}
