import Access
import Settings
import Synchronization

/// How many WebSockets are open, in all and from each place, so that there is room for requests
/// beside them.
final class WebSocketSeats: Sendable {
    /// One open WebSocket; dropping it gives its place back.
    final class Seat: Sendable {
        private let place: Origin
        private let seats: WebSocketSeats

        fileprivate init(_ place: Origin, _ seats: WebSocketSeats) {
            self.place = place
            self.seats = seats
        }

        deinit { seats.leave(place) }
    }

    private let state = Mutex<(all: Int, of: [Origin: Int])>((0, [:]))

    init() {}

    /// How many are open.
    var count: Int { state.withLock { $0.all } }

    /// Takes one; nil: there are too many.
    func take(_ origin: Origin, _ limits: ConnectionLimits) -> Seat? {
        let place = origin.party
        func share(_ connections: Int) -> Int {
            max(1, connections * WebSocketLimits.sharePercent / 100)
        }
        let isTaken = state.withLock { state in
            let own = state.of[place, default: 0]
            guard state.all < share(limits.total),
                own < share(origin.isNetwork ? limits.address : limits.account)
            else { return false }
            state.all += 1
            state.of[place] = own + 1
            return true
        }
        return isTaken ? Seat(place, self) : nil
    }

    private func leave(_ place: Origin) {
        state.withLock { state in
            state.all -= 1
            let own = state.of[place, default: 1] - 1
            state.of[place] = own > 0 ? own : nil
        }
    }
}
