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

    /// Why a connection is not served.
    enum Refusal: Sendable {
        case tooMany
        case leaving
    }

    /// Counts a connection; nil when it is served.
    func enter(_ userID: UInt32, totalMax: Int, accountMax: Int) -> Refusal? {
        state.withLock { state in
            if state.isClosed { return .leaving }
            guard state.connections < totalMax, state.ofAccount[userID, default: 0] < accountMax
            else { return .tooMany }
            state.connections += 1
            state.ofAccount[userID, default: 0] += 1
            return nil
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
