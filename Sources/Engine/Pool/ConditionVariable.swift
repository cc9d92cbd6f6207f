import CLaunch
import Glibc
import Scenarios
import Synchronization

/// Lets threads wait until something they share has changed, a moment has come, or a stop was
/// asked for. Changes are counted, so none is missed between a look and the wait.
final class ConditionVariable: Sendable {
    private struct State {
        var generation = 0
        var waiters: [Int32] = []
    }
    private let state = Mutex(State())

    /// The number of changes so far; take it before looking.
    var generation: Int { state.withLock { $0.generation } }

    /// Waits for a change after `seen`, at most until `moment`; a readable `stop` ends it too.
    func wait(after seen: Int, until moment: Instant?, stop: Int32) {
        let own = cevents_open()
        defer { close(own) }
        let mustWait = state.withLock { state in
            guard state.generation == seen else { return false }
            state.waiters.append(own)
            return true
        }
        guard mustWait else { return }
        var polled = [
            pollfd(fd: own, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        let rest = moment.map { max(0, ($0 - SystemClock.now()).nanoseconds) } ?? -1
        cevents_poll(&polled, polled.count, rest)
        state.withLock { $0.waiters.removeAll { $0 == own } }
    }

    /// Wakes every thread that waits.
    func signalAll() {
        state.withLock { state in
            state.generation += 1
            for waiter in state.waiters { cevents_signal(waiter) }
        }
    }
}
