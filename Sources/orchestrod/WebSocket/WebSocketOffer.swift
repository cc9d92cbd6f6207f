import Access
import HTTPTypes
import HummingbirdCore
import Settings
import Synchronization
import Wire

/// What a request for an upgrade brings with it: the place that answers it leaves there what is
/// spoken from then on.
final class WebSocketOffer: Sendable {
    private let taken = Mutex<(conversation: any WebSocketConversation, WebSocketSeats.Seat)?>(nil)

    init() {}

    /// What is spoken; nil: the request was not answered by an upgrade.
    var conversation: (any WebSocketConversation)? { taken.withLock { $0?.conversation } }

    /// Forgets what was spoken, and gives the seat back: the conversation knows its request, which
    /// knows this, so nothing of it would ever go by itself.
    func end() { taken.withLock { $0 = nil } }

    /// Leaves what is spoken; the seat is kept until the end.
    func accept(_ conversation: any WebSocketConversation, _ seat: WebSocketSeats.Seat) {
        taken.withLock { $0 = (conversation, seat) }
    }
}

extension APIService {
    /// Answers a request by a WebSocket. Who asks was found out by then, as for every request.
    func upgrade(
        _ request: Request, _ context: APIContext, supported: [String],
        _ conversation: (WebSocketHandshake) throws -> any WebSocketConversation
    ) throws -> Answer {
        let handshake = try WebSocketHandshake(request, supported: supported)
        try Self.requireOwnPage(request, context, also: limits.value.corsOrigins)
        guard let offer = context.offer else {
            throw Problem(.internalError, "the connection cannot be upgraded")
        }
        guard let seat = seats.take(context.origin, limits.value.connections) else {
            throw Problem(.limitReached, "too many WebSockets are open; close some")
        }
        offer.accept(try conversation(handshake), seat)
        return Answer(status: .switchingProtocols, headers: handshake.headers)
    }
}
