import Jobs
import Scenarios
import Webhooks

/// What is on its way to webhooks, and what may go next: a value without a store and without
/// sockets.
struct Outgoing {
    private var sending: [Int64: Delivery] = [:]
    private var places = SendingPlaces()
    /// Hosts by URL, since the same ones are due again and again.
    private var hosts: [String: String] = [:]
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
    /// microseconds since 1970-01-01 UTC), and what is due. Returns the numbers of what has a place
    /// now: owners take turns, who has waited longest comes first. Each of them begins, or is left.
    mutating func look(
        pending count: Int, nextMicroseconds: Int64?, _ due: [DueMessage], at now: Instant
    ) -> [Int64] {
        pendingCount = count
        lookAt = nextMicroseconds.map { Instant(nanoseconds: $0.saturatingNanoseconds) }
        var queues = Self.queues(due).sorted { turns[$0.owner] ?? 0 < turns[$1.owner] ?? 0 }
        var going: [Int64] = []
        var full: Set<SendingPlaces.Receiver> = []
        var isOver = false
        while !isOver {
            isOver = true
            for place in queues.indices {
                guard let next = admit(from: &queues[place].due, &full, at: now) else { continue }
                going.append(next)
                isOver = false
            }
        }
        return going
    }

    /// A message that has a place is sent.
    mutating func begin(_ delivery: Delivery) { sending[delivery.number] = delivery }

    /// A message that has a place is not sent after all.
    mutating func leave(_ number: Int64) { places.leave(number) }

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
        _ due: [DueMessage]
    ) -> [(owner: UInt32, due: ArraySlice<DueMessage>)] {
        let byOwner = Dictionary(grouping: due.indices) { due[$0].ownerID }
        return byOwner.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }.map { indices in
            let queue = indices.map { due[$0] }
            return (queue[0].ownerID, queue[...])
        }
    }

    /// The first message of a queue that there is a place for; those before it are passed over, and
    /// looked at again when one has come back. `full` are receivers without a place.
    private mutating func admit(
        from queue: inout ArraySlice<DueMessage>, _ full: inout Set<SendingPlaces.Receiver>,
        at now: Instant
    ) -> Int64? {
        while let next = queue.popFirst() {
            let receiver = SendingPlaces.Receiver(owner: next.ownerID, host: host(next.url))
            guard !places.has(next.number), !full.contains(receiver) else { continue }
            guard places.take(next.number, for: receiver, at: now) else {
                full.insert(receiver)
                continue
            }
            turn += 1
            turns[receiver.owner] = turn
            return next.number
        }
        return nil
    }

    /// A URL that was stored by an earlier version may be none any more: it is its own host then.
    private mutating func host(_ text: String) -> String {
        if let known = hosts[text] { return known }
        // What is wrong with it is told when it is sent.
        let host = (try? WebhookURL(text: text)).map { "\($0.host):\($0.port)" } ?? text
        if hosts.count >= CourierLimits.knownReceiversMax { hosts = [:] }
        hosts[text] = host
        return host
    }

    /// A message has come back; nil: it was not on its way. A receiver that took `slowAfter` or
    /// longer for it is slow.
    mutating func back(_ number: Int64, at now: Instant, slowAfter: Duration) -> Delivery? {
        places.giveBack(number, at: now, slowAfter: slowAfter)
        defer { if sending.isEmpty { (turns, hosts) = ([:], [:]) } }
        return sending.removeValue(forKey: number)
    }
}
