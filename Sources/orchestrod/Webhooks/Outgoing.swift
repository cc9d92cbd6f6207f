import Jobs
import Scenarios
import Webhooks

/// What is on its way to webhooks, and what may go next: a value without a store and without
/// sockets.
struct Outgoing {
    private struct Sending {
        var delivery: Delivery
        var host: String
        var owner: UInt32
    }

    private var sending: [Int64: Sending] = [:]
    /// Messages that are neither delivered nor given up, as the store last told.
    private(set) var pendingCount = 0
    /// When the store is looked at for due messages; nil: nothing is pending.
    var lookAt: Instant?

    /// Whether nothing is pending. A message that waits for its next try keeps the daemon: it has
    /// no clock that would start it again.
    var isIdle: Bool { pendingCount == 0 && sending.isEmpty && lookAt == nil }

    /// How many are on their way.
    var sendingCount: Int { sending.count }

    /// Takes what the store tells: how many are pending, when the next one becomes due (in
    /// microseconds since 1970-01-01 UTC), and what is due. Returns what is to be sent now.
    mutating func look(
        pending count: Int, nextMicroseconds: Int64?, _ due: [DueDelivery]
    ) -> [DueDelivery] {
        pendingCount = count
        lookAt = nextMicroseconds.map { Instant(nanoseconds: $0.saturatingNanoseconds) }
        return due.filter { admit($0) }
    }

    /// Counts a message as being sent, when there is room for it. Others are looked at again when
    /// one has come back.
    private mutating func admit(_ due: DueDelivery) -> Bool {
        let number = due.delivery.number
        guard sending[number] == nil, sending.count < CourierLimits.sendingMax else { return false }
        let owner = due.webhook.owner.userID
        let host = Self.host(due.webhook.url)
        guard sending.values.count(where: { $0.host == host }) < CourierLimits.ofHostMax,
            sending.values.count(where: { $0.owner == owner }) < CourierLimits.ofOwnerMax
        else { return false }
        sending[number] = Sending(delivery: due.delivery, host: host, owner: owner)
        return true
    }

    /// A URL that was stored by an earlier version may be none any more: it is its own host then.
    private static func host(_ text: String) -> String {
        // What is wrong with it is told when it is sent.
        guard let url = try? WebhookURL(text: text) else { return text }
        return "\(url.host):\(url.port)"
    }

    /// A message has come back; nil: it was not on its way.
    mutating func back(_ number: Int64) -> Delivery? {
        sending.removeValue(forKey: number)?.delivery
    }
}
