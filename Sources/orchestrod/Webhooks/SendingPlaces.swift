import Scenarios

/// The places for messages on their way, and who may take one: a value.
///
/// A receiver is believed in by how it answered: it gets one place at first, one more with each
/// prompt answer, and none of these after a try that took long. Its messages then have only the few
/// places for slow receivers, until one of them is answered promptly.
struct SendingPlaces {
    /// Where messages of one owner's webhooks go. Two owners with the same host are two receivers:
    /// one cannot make the other's slow.
    struct Receiver: Hashable, Sendable {
        var owner: UInt32
        /// With its port.
        var host: String
    }

    private struct Taken {
        var receiver: Receiver
        var isSlow: Bool
        var since: Instant
    }

    private var taken: [Int64: Taken] = [:]
    /// How many places a receiver may have; 0: it is slow. Who is not in it is not known.
    private var trust: [Receiver: Int] = [:]

    /// Whether a receiver has only the places for slow ones.
    func isSlow(_ receiver: Receiver) -> Bool { trust[receiver] == 0 }

    /// Whether a message has a place.
    func has(_ number: Int64) -> Bool { taken[number] != nil }

    /// Takes a place for a message, when there is one for its receiver.
    mutating func take(_ number: Int64, for receiver: Receiver, at now: Instant) -> Bool {
        guard taken[number] == nil else { return false }
        let isSlow = isSlow(receiver)
        guard isSlow ? hasSlowPlace(receiver) : hasPlace(receiver) else { return false }
        taken[number] = Taken(receiver: receiver, isSlow: isSlow, since: now)
        return true
    }

    /// An owner gets another place only while more are free than he has, of all and of those of the
    /// host: the last ones go to those who have few, whatever the others do.
    private func hasPlace(_ receiver: Receiver) -> Bool {
        let others = taken.values.filter { !$0.isSlow }
        let freeCount = CourierLimits.promptMax - others.count
        let atHost = others.filter { $0.receiver.host == receiver.host }
        let ofOwner = others.count { $0.receiver.owner == receiver.owner }
        let own = atHost.count { $0.receiver.owner == receiver.owner }
        return ofOwner < min(CourierLimits.ofOwnerMax, freeCount)
            && own < min(trust[receiver] ?? 1, CourierLimits.ofHostMax - atHost.count)
    }

    private func hasSlowPlace(_ receiver: Receiver) -> Bool {
        let others = taken.values.filter(\.isSlow).map(\.receiver)
        return others.count < CourierLimits.slowMax && !others.contains(receiver)
            && others.count { $0.owner == receiver.owner } < CourierLimits.slowOfOwnerMax
            && others.count { $0.host == receiver.host } < CourierLimits.slowOfHostMax
    }

    /// Gives the place of a message back that was not sent.
    mutating func leave(_ number: Int64) { taken[number] = nil }

    /// Gives a message's place back, and learns how its receiver does: `slowAfter` is how long a
    /// prompt one takes at most.
    mutating func giveBack(_ number: Int64, at now: Instant, slowAfter: Duration) {
        guard let place = taken.removeValue(forKey: number) else { return }
        let isSlow = now - place.since >= slowAfter
        let placesCount = isSlow ? 0 : (trust[place.receiver] ?? 1) + 1
        trust[place.receiver] = min(placesCount, CourierLimits.ofReceiverMax)
        guard trust.count > CourierLimits.knownReceiversMax else { return }
        // Who is forgotten begins anew, with one place.
        let busy = Set(taken.values.map(\.receiver))
        trust = trust.filter { busy.contains($0.key) }
    }
}
