/// What governs the scheduler.
public struct SchedulerSettings: Hashable, Sendable {
    /// How the next task is chosen.
    public var strategy = Strategy.adaptive
    /// Attempts at once, 1…256.
    public var slots: Int
    /// Attempts of one owner at once; nil: as many as there are slots.
    public var runningPerOwnerMax: Int?
    /// Attempts of jobs of one key at once, by the key's number, for keys that have such a bound.
    public var runningPerKeyMax: [Int: Int] = [:]
    /// Weights of owners in the fair share, by account; others have 1.
    public var shares: [String: Double] = [:]
    /// Countable things of the machine: name and count.
    public var resources: [String: Int] = [:]

    /// Defaults for so many slots.
    public init(slots: Int) { self.slots = slots }
}

extension SchedulerSettings {
    /// What of a task's wishes this machine can never give, as a sentence; nil: nothing. Such a
    /// task should not be accepted; the scheduler would let it wait until the settings change.
    public func refusal(ofResources resources: [String: Int]) -> String? {
        for (name, wanted) in resources.sorted(by: { $0.key < $1.key }) where wanted > 0 {
            guard let total = self.resources[name] else {
                return "this machine has no resource `\(name)`"
            }
            if wanted > total { return "wants \(wanted) `\(name)`, but this machine has \(total)" }
        }
        return nil
    }
}
