import Scenarios

/// How much there is to do, for status lines.
public struct SchedulerCounts: Hashable, Sendable {
    /// The part of one owner.
    public struct OfOwner: Hashable, Sendable {
        /// Who.
        public var owner: Owner
        /// Tasks that have not ended and do not run.
        public var queued = 0
        /// Attempts that run.
        public var running = 0
    }

    /// Jobs that are not over.
    public var jobs = 0
    /// Tasks that have not ended and do not run, also those that wait for others or for a time.
    public var queued = 0
    /// Attempts that run.
    public var running = 0
    /// Attempts that may run at once.
    public var slots = 0
    /// Owners with unfinished tasks, by account.
    public var owners: [OfOwner] = []
}

/// What one slot does.
public struct SlotStatus: Hashable, Sendable {
    /// Its number, from 0.
    public var slot: Int
    /// Account of its lease; nil: none.
    public var lease: String?
    /// What runs in it and since when; nil: nothing.
    public var running: Running?
    /// Attempts that passed in it.
    public var passed: Int
    /// Attempts that ended otherwise in it.
    public var notPassed: Int

    /// An attempt that runs.
    public struct Running: Hashable, Sendable {
        /// Which.
        public var attempt: AttemptKey
        /// Whose.
        public var owner: Owner
        /// When it was started.
        public var since: Instant
    }
}
