/// What governs the scheduler.
public struct SchedulerSettings: Hashable, Sendable {
    /// How the next task is chosen.
    public var strategy = Strategy.adaptive
    /// Attempts at once, 1…256.
    public var slots: Int
    /// Attempts of one owner at once; nil: as many as there are slots.
    public var runningPerOwnerMax: Int?
    /// Weights of owners in the fair share, by account; others have 1.
    public var shares: [String: Double] = [:]
    /// Countable things of the machine: name and count.
    public var resources: [String: Int] = [:]

    /// Defaults for so many slots.
    public init(slots: Int) { self.slots = slots }
}
