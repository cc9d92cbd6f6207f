import Scenarios
import Synchronization

/// Who is connected: what keeps the daemon from leaving, and how many connections there are.
final class Activity: Sendable {
    private struct State {
        var connections = 0
        var ofAccount: [UInt32: Int] = [:]
        var lastAt: Instant?
        var isClosed = false
    }

    private let state = Mutex(State())

    init() {}

    /// Whether somebody is connected.
    var isBusy: Bool { state.withLock { $0.connections > 0 } }

    /// When the last one left.
    var lastAt: Instant? { state.withLock { $0.lastAt } }

    /// Counts a connection; false when there are too many.
    func enter(_ userID: UInt32, totalMax: Int, accountMax: Int) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.connections < totalMax,
                state.ofAccount[userID, default: 0] < accountMax
            else { return false }
            state.connections += 1
            state.ofAccount[userID, default: 0] += 1
            return true
        }
    }

    /// Counts the end of a connection; true when it was the last one.
    func leave(_ userID: UInt32, at now: Instant) -> Bool {
        state.withLock { state in
            state.connections -= 1
            state.ofAccount[userID, default: 1] -= 1
            if state.ofAccount[userID] == 0 { state.ofAccount[userID] = nil }
            state.lastAt = now
            return state.connections == 0
        }
    }

    /// Nobody enters any more, provided that nobody is there.
    func closeIfIdle() -> Bool {
        state.withLock { state in
            guard state.connections == 0 else { return false }
            state.isClosed = true
            return true
        }
    }
}
