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
    /// Owners with unfinished jobs, by account.
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
    /// Attempts that ended otherwise in it; those that were stopped count as neither.
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

extension Scheduler {
    /// How much there is to do.
    public var counts: SchedulerCounts {
        var counts = SchedulerCounts()
        counts.jobs = jobNumbers.count
        counts.slots = slotTable.count
        counts.owners = share.active.map { owner in
            SchedulerCounts.OfOwner(
                owner: share[owner].owner, queued: share[owner].queued,
                running: share[owner].running)
        }
        .sorted { ($0.owner.account, $0.owner.userID) < ($1.owner.account, $1.owner.userID) }
        counts.queued = counts.owners.reduce(0) { $0 + $1.queued }
        counts.running = counts.owners.reduce(0) { $0 + $1.running }
        return counts
    }

    /// What each slot does, by number; also slots that were taken away but still run something.
    public var slots: [SlotStatus] {
        slotTable.slots.enumerated().map { number, slot in
            SlotStatus(
                slot: number, lease: slot.lease,
                running: slot.occupant.map { occupant in
                    let task = tasks[occupant.task]
                    return SlotStatus.Running(
                        attempt: AttemptKey(task.key, Int(task.attempts)),
                        owner: share[jobs[Int(task.job)].owner].owner,
                        since: Instant(microseconds: occupant.since))
                },
                passed: slot.passed, notPassed: slot.notPassed)
        }
    }

    /// How far a job is that is not over; nil: it is not in the scheduler.
    public func state(of job: JobID) -> JobState? { jobNumbers[job].map { jobs[$0].state } }
}
