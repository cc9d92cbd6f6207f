import Scenarios

/// What was learned of one task identity.
public struct Estimate: Hashable, Sendable {
    /// How long an attempt takes: 0.7 of the old value and 0.3 of each new sample; nil: unknown.
    public var duration: Duration?
    /// How well it went in each slot, 0…1; slots that are absent have 0.5.
    public var affinity: [Int: Double] = [:]

    /// Nothing known.
    public init() {}
}

/// What was learned of tasks, by their identity.
public struct Estimates: Hashable, Sendable {
    private var entries: [String: Estimate] = [:]

    /// Nothing known.
    public init() {}

    /// What is known of an identity; setting restores what was stored.
    public subscript(identity: String) -> Estimate? {
        get { entries[identity] }
        set { entries[identity] = newValue }
    }
}
