import Scenarios

/// Why a task has not started, or that it has.
public enum WaitReason: Hashable, Sendable {
    /// The scheduler does not have it: it is over, or there never was such a task.
    case unknown
    /// It runs.
    case running(AttemptKey, slot: Int)
    /// Nothing is started until an administrator resumes.
    case drained(by: String)
    /// These tasks of its job must pass first.
    case needs([TaskKey])
    /// It did not pass; its next attempt comes at that time.
    case pause(until: Instant, attempt: Int)
    /// Its owner already has as many attempts running as allowed; so many of its tasks are ahead.
    case ownerLimit(account: String, running: Int, max: Int, ahead: Int)
    /// The key that it came with already has as many attempts running as it may.
    case keyLimit(key: Int, max: Int, ahead: Int)
    /// Too few of a resource are free.
    case resource(name: String, wanted: Int, total: Int, heldBy: [TaskKey])
    /// A resource is kept for a task that comes before.
    case resourceKept(name: String, for: TaskKey)
    /// The machine has too few of a resource, as it is configured now.
    case resourceMissing(name: String, wanted: Int, total: Int)
    /// Other tasks come first: so many of its owner's own, and those of these accounts, whose turn
    /// it is before. Of the slots, `busy` are taken.
    case turn(ahead: Int, accounts: [String], busy: Int, slots: Int)

    /// It for people, to follow "it waits: "; `now` is the clock's time.
    public func sentence(at now: Instant) -> String {
        switch self {
        case .unknown: return "it is not queued"
        case .running(let attempt, let slot):
            return "attempt \(attempt.number) runs in slot \(slot)"
        case .drained(let by): return "nothing is started since \(by) drained the service"
        case .needs(let tasks):
            return "\(Self.list(tasks.map(\.description))) must pass first"
        case .pause(let until, let attempt):
            return "it did not pass; attempt \(attempt) comes in \((until - now).shown)"
        case .ownerLimit(let account, let running, let max, let ahead):
            return "\(account) has \(Self.count(running, "attempt")) running, of at most \(max)"
                + (ahead > 0 ? "; \(Self.count(ahead, "own task")) before it" : "")
        case .keyLimit(let key, let max, _):
            return "key \(key) has \(Self.count(max, "attempt")) running, which is all it may"
        case .resource(let name, let wanted, let total, let heldBy):
            let holders = heldBy.isEmpty ? "" : ", held by \(Self.list(heldBy.map(\.description)))"
            return "it wants \(wanted) of \(total) `\(name)`, which are not free\(holders)"
        case .resourceKept(let name, let task):
            return "`\(name)` is kept for \(task), which comes first"
        case .resourceMissing(let name, let wanted, let total):
            return "it wants \(wanted) `\(name)`, but this machine has \(total)"
        case .turn(let ahead, let accounts, let busy, let slots):
            return Self.turn(ahead: ahead, accounts: accounts, isFull: busy >= slots, slots: slots)
        }
    }

    private static func turn(
        ahead: Int, accounts: [String], isFull: Bool, slots: Int
    ) -> String {
        guard slots > 0 else { return "there are no slots" }
        let full = slots == 1 ? "the only slot is taken" : "all \(slots) slots are taken"
        var parts = isFull ? [full] : []
        if ahead > 0 { parts.append("\(count(ahead, "own task")) before it") }
        if !accounts.isEmpty { parts.append("it is the turn of \(list(accounts)) first") }
        if parts.isEmpty || (parts.count == 1 && isFull) { parts.append("it is next") }
        return parts.joined(separator: "; ")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func list(_ all: [String]) -> String {
        let named = all.prefix(SchedulingLimits.namedMax)
        let rest = all.count - named.count
        if rest > 0 { return named.joined(separator: ", ") + " and \(rest) more" }
        guard let last = named.last, named.count > 1 else { return named.first ?? "" }
        return named.dropLast().joined(separator: ", ") + " and \(last)"
    }
}
