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
    /// Its owner already has as many attempts running as allowed.
    case ownerLimit(account: String, running: Int, max: Int, ahead: Int)
    /// Too few of a resource are free.
    case resource(name: String, wanted: Int, total: Int, heldBy: [TaskKey])
    /// The machine has too few of a resource, as it is configured now.
    case resourceMissing(name: String, wanted: Int, total: Int)
    /// Other tasks come first: so many of its owner's own, and those of these accounts, whose turn
    /// it is before. All slots are busy with `busy` attempts.
    case turn(ahead: Int, accounts: [String], busy: Int, slots: Int)

    /// It for people; `now` is the clock's time.
    public func sentence(at now: Instant) -> String {
        ""
    }
}
