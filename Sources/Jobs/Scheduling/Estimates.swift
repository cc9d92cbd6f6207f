import Scenarios

/// What was learned of one task identity.
public struct Estimate: Hashable, Sendable {
    /// What is thought of a slot before the task ran there.
    public static let neutralAffinity = 0.5

    /// How long an attempt takes: 0.7 of the old value and 0.3 of each new sample; nil: unknown.
    public var duration: Duration?
    /// How well it went in each slot, 0…1; slots that are absent have 0.5.
    public var affinity: [Int: Double] = [:]

    /// Nothing known.
    public init() {}

    /// An attempt took that long.
    mutating func learn(_ sample: Duration) {
        guard let old = duration else { return duration = sample }
        let microseconds = 0.7 * Double(old.microseconds) + 0.3 * Double(sample.microseconds)
        duration = .microseconds(Int64(microseconds.rounded()))
    }

    /// It went well or not in a slot.
    mutating func learn(slot: Int, isPassed: Bool) {
        let old = affinity[slot] ?? Self.neutralAffinity
        // Tenths, so that as many steps up as down lead back exactly.
        let tenths = (old * 10).rounded() + (isPassed ? 1 : -1)
        affinity[slot] = min(max(tenths, 0), 10) / 10
    }
}

/// What was learned of tasks, by their identity: the ``SchedulingLimits/estimatesMax`` that were
/// used last, or somewhat less.
public struct Estimates: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var estimate: Estimate
        var used: Int
    }

    private var entries: [String: Entry] = [:]
    private var uses = 0

    /// Nothing known.
    public init() {}

    /// How many identities are known.
    public var count: Int { entries.count }

    /// Everything known, the least recently used first.
    public var all: [(identity: String, estimate: Estimate)] {
        entries.sorted { $0.value.used < $1.value.used }.map { ($0.key, $0.value.estimate) }
    }

    /// What is known of an identity; setting it is a use.
    public subscript(identity: String) -> Estimate? {
        get { entries[identity]?.estimate }
        set {
            guard let newValue else {
                entries[identity] = nil
                return
            }
            uses += 1
            entries[identity] = Entry(estimate: newValue, used: uses)
            if entries.count > SchedulingLimits.estimatesMax { forgetOldest() }
        }
    }

    /// A tenth at once, so that it seldom happens.
    private mutating func forgetOldest() {
        let uses = entries.values.map(\.used).sorted()
        let bound = uses[SchedulingLimits.estimatesMax / 10]
        entries = entries.filter { $0.value.used > bound }
    }
}

extension Duration {
    /// Whole microseconds; saturates.
    var microseconds: Int64 { nanoseconds / 1000 }
}
