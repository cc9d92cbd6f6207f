import CLaunch
import Glibc
import Jobs
import Scenarios
import Settings
import Store
import Wire

extension Loop {
    /// Tells why the daemon ends; readers come to their end.
    func announceLeaving(_ reason: StopReason) {
        let text: String
        switch reason {
        case .asked: text = "it was asked to stop"
        case .idle: text = "there is nothing to do"
        case .failed(let why): text = why
        }
        notifier.stopping(text)
        let event: JournalEvent = if case .idle = reason { .idle } else { .stopping }
        journal.tell(event, "the daemon ends: \(text)")
        feed.close()
    }

    /// Goes on for those who are still there, until `served` becomes readable: nobody is. What is
    /// not answered when the time for it has passed is refused, and at once when nothing can be
    /// stored.
    func answerLast(until served: Int32) {
        let deadline = clock.now + HTTPLimits.lastAnswers
        leaving = (served, deadline)
        while !isBroken, !readable.contains(served), clock.now < deadline { turn() }
        let problem = Problem(.unavailable, "the daemon stops; try again in a moment")
        for command in inbox.shut() { command.refuse(problem) }
        for waiter in dispatcher.waiters { waiter.refuse(problem) }
        // Also these answers get there.
        var polled = pollfd(fd: served, events: Int16(POLLIN), revents: 0)
        cevents_poll(&polled, 1, HTTPLimits.lastRefusals.nanoseconds)
    }

    /// Whether nothing can be stored any more.
    private var isBroken: Bool { if case .failed? = stopRequest { true } else { false } }

    /// Ends what this process has. With a service manager that keeps the connections, attempts go
    /// on without it; otherwise the workers are let go and waited for.
    func leave() {
        if !notifier.isHeard { letWorkersGo() }
        environment.courier.end()
        accountForAll()
        // What is not stored by now is found again from the records of the attempts.
        try? store.close()
    }

    /// Tells the workers by the end of their connection, and waits until they have left.
    private func letWorkersGo() {
        let deadline = clock.now + settings.stopGrace
        for connection in connections.values { shutdown(connection.descriptor, Int32(SHUT_WR)) }
        while !connections.isEmpty, clock.now < deadline {
            var descriptors = connections.values.map {
                pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
            }
            let left = max(0, (deadline - clock.now).nanoseconds)
            cevents_poll(&descriptors, descriptors.count, left)
            for (slot, connection) in connections {
                let isGone = connection.receive().end != nil
                if isGone { hangUp(slot) }
            }
        }
        for (slot, connection) in connections {
            // It had its time; the kernel ends it, and its launcher ends what it started.
            if let child = connection.child { kill(child, SIGKILL) }
            hangUp(slot)
        }
        while true {
            reap()
            let left = (deadline - clock.now).nanoseconds
            guard !departing.isEmpty, left > 0 else { break }
            // Nothing is readable when a child ends that the daemon only waits for.
            cevents_poll(nil, 0, min(left, 20_000_000))
        }
        for child in departing {
            var status: Int32 = 0
            kill(child, SIGKILL)
            waitpid(child, &status, 0)
        }
    }
}
