import Jobs
import Scenarios
import Webhooks

/// What is on its way to webhooks, and what may go next: a value without a store and without
/// sockets.
struct Outgoing {
    private var sending: [Int64: Delivery] = [:]
    private var places = SendingPlaces()
    /// When an owner last got a place, as a number that grows with each place.
    private var turns: [UInt32: Int] = [:]
    private var turn = 0
    /// Messages that are neither delivered nor given up, as the store last told.
    private(set) var pendingCount = 0
    /// When the store is looked at for due messages; nil: nothing is pending.
    private(set) var lookAt: Instant?
    /// Before this the store is not looked at again.
    private var restsUntil = Instant(nanoseconds: .min)

    /// Whether nothing is pending. A message that waits for its next try keeps the daemon: it has
    /// no clock that would start it again.
    var isIdle: Bool { pendingCount == 0 && sending.isEmpty && lookAt == nil }

    /// How many are on their way.
    var sendingCount: Int { sending.count }

    /// Takes what the store tells: how many are pending, when the next one becomes due (in
    /// microseconds since 1970-01-01 UTC), and what is due. Returns what is to be sent now: owners
    /// take turns, who has waited longest comes first.
    mutating func look(
        pending count: Int, nextMicroseconds: Int64?, _ due: [DueDelivery], at now: Instant
    ) -> [DueDelivery] {
        pendingCount = count
        lookAt = nextMicroseconds.map { Instant(nanoseconds: $0.saturatingNanoseconds) }
        var queues = Self.queues(due).sorted { turns[$0.owner] ?? 0 < turns[$1.owner] ?? 0 }
        var going: [DueDelivery] = []
        var isOver = false
        while !isOver {
            isOver = true
            for place in queues.indices {
                guard let next = admit(from: &queues[place].due, at: now) else { continue }
                going.append(next)
                isOver = false
            }
        }
        return going
    }

    /// Something may have become due.
    mutating func notice(at now: Instant) { lookAt = max(now, restsUntil) }

    /// The look was over, well or not: it is not repeated so soon that looking would take much of
    /// the loop's time, however many messages are due that have to wait.
    mutating func looked(since start: Instant, until end: Instant) {
        restsUntil = end + (end - start) * CourierLimits.restPerLook
        lookAt = lookAt.map { max($0, restsUntil) }
    }

    /// What is due to each owner's webhooks, in its order, by who has the first.
    private static func queues(
        _ due: [DueDelivery]
    ) -> [(owner: UInt32, due: ArraySlice<DueDelivery>)] {
        let byOwner = Dictionary(grouping: due.indices) { due[$0].webhook.owner.userID }
        return byOwner.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }.map { indices in
            let queue = indices.map { due[$0] }
            return (queue[0].webhook.owner.userID, queue[...])
        }
    }

    /// The first message of a queue that there is a place for; those before it are passed over, and
    /// looked at again when one has come back.
    private mutating func admit(
        from queue: inout ArraySlice<DueDelivery>, at now: Instant
    ) -> DueDelivery? {
        while let next = queue.popFirst() {
            let number = next.delivery.number
            let receiver = SendingPlaces.Receiver(
                owner: next.webhook.owner.userID, host: Self.host(next.webhook.url))
            guard places.take(number, for: receiver, at: now) else { continue }
            sending[number] = next.delivery
            turn += 1
            turns[receiver.owner] = turn
            return next
        }
        return nil
    }

    /// A URL that was stored by an earlier version may be none any more: it is its own host then.
    private static func host(_ text: String) -> String {
        // What is wrong with it is told when it is sent.
        guard let url = try? WebhookURL(text: text) else { return text }
        return "\(url.host):\(url.port)"
    }

    /// A message has come back; nil: it was not on its way. A receiver that took `slowAfter` or
    /// longer for it is slow.
    mutating func back(_ number: Int64, at now: Instant, slowAfter: Duration) -> Delivery? {
        places.giveBack(number, at: now, slowAfter: slowAfter)
        defer { if sending.isEmpty { turns = [:] } }
        return sending.removeValue(forKey: number)
    }
}
