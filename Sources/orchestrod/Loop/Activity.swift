import Access
import Scenarios
import Settings
import Synchronization

/// Who is connected: what keeps the daemon from leaving, how many connections there are, and what
/// their large requests take.
final class Activity: Sendable {
    private struct State {
        var connections = 0
        /// Connections of each account, and of each network address or network of IPv6.
        var ofParty: [Origin: Int] = [:]
        /// Connections by networks.
        var byNetwork = 0
        /// Connections that are told why they are not served.
        var refused = 0
        /// Bytes of large requests that are being read.
        var bytes = 0
        var bytesOfAccount: [UInt32: Int] = [:]
        var lastAt: Instant?
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
        /// So many are told already that this one is closed without a word.
        case tooManyToTell
    }

    /// Counts a connection; nil when it is served.
    func enter(_ origin: Origin, _ limits: ConnectionLimits) -> Refusal? {
        state.withLock { state in
            let own = state.ofParty[origin.party, default: 0]
            guard state.connections < limits.total,
                origin.isNetwork
                    ? state.byNetwork < limits.network && own < limits.address
                    : own < limits.account
            else {
                guard state.refused < HTTPLimits.refusedMax else { return .tooManyToTell }
                state.refused += 1
                return .tooMany
            }
            state.connections += 1
            state.ofParty[origin.party] = own + 1
            if origin.isNetwork { state.byNetwork += 1 }
            return nil
        }
    }

    /// Counts the end of a connection; true when it was the last one.
    func leave(_ origin: Origin, at now: Instant) -> Bool {
        state.withLock { state in
            state.connections -= 1
            let own = state.ofParty[origin.party, default: 1] - 1
            state.ofParty[origin.party] = own > 0 ? own : nil
            if origin.isNetwork { state.byNetwork -= 1 }
            state.lastAt = now
            return state.connections == 0
        }
    }

    /// Counts the end of a connection that was refused.
    func leave(_ refusal: Refusal) {
        guard refusal == .tooMany else { return }
        state.withLock { $0.refused -= 1 }
    }

    /// Counts the bytes of a request; false when they are too many with those that are being read.
    func hold(_ bytes: Int, of userID: UInt32, accountMax: Int, totalMax: Int) -> Bool {
        state.withLock { state in
            let own = state.bytesOfAccount[userID, default: 0]
            guard own + bytes <= accountMax, state.bytes + bytes <= totalMax else { return false }
            state.bytes += bytes
            state.bytesOfAccount[userID] = own + bytes
            return true
        }
    }

    /// The request is over.
    func release(_ bytes: Int, of userID: UInt32) {
        guard bytes > 0 else { return }
        state.withLock { state in
            state.bytes -= bytes
            let own = state.bytesOfAccount[userID, default: 0] - bytes
            state.bytesOfAccount[userID] = own > 0 ? own : nil
        }
    }
}
