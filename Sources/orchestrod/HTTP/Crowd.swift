import NIOCore
import Synchronization

/// Everybody who is connected, so that the daemon can take leave of all.
final class Crowd: Sendable {
    private struct State {
        var visitors: [ObjectIdentifier: Visitor] = [:]
        var isLeaving = false
        /// Waits until nobody is left.
        var waiter: CheckedContinuation<Void, Never>?

        /// Who waits, once that is over.
        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            guard visitors.isEmpty else { return nil }
            defer { waiter = nil }
            return waiter
        }
    }

    private let state = Mutex(State())

    init() {}

    /// Whether nobody is there.
    var isEmpty: Bool { state.withLock { $0.visitors.isEmpty } }

    /// Somebody came in; on the connection's event loop.
    func add(_ visitor: Visitor) {
        let channel = visitor.connection.channel
        let isLeaving = state.withLock { state in
            state.visitors[ObjectIdentifier(channel)] = visitor
            return state.isLeaving
        }
        if isLeaving { visitor.attendants.value.farewell.begin { self.remove(channel) } }
    }

    /// The connection is gone, or nothing more is to be said there.
    func remove(_ channel: any Channel) {
        let waiter = state.withLock { state in
            state.visitors[ObjectIdentifier(channel)] = nil
            return state.takeWaiter()
        }
        waiter?.resume()
    }

    /// Takes leave of all, those who come later too.
    func dismiss() {
        let visitors = state.withLock { state in
            state.isLeaving = true
            return Array(state.visitors.values)
        }
        for visitor in visitors {
            let channel = visitor.connection.channel
            channel.eventLoop.execute {
                visitor.attendants.value.farewell.begin { self.remove(channel) }
            }
        }
    }

    /// Waits until nobody is left. One at a time may wait.
    func untilEmpty() async {
        await withCheckedContinuation { continuation in
            let waiter = state.withLock { state in
                state.waiter = continuation
                return state.takeWaiter()
            }
            waiter?.resume()
        }
    }
}
