import CLaunch
import Jobs
import Scenarios
import Settings
import Store

/// When old jobs are looked for next, and what is left to do of it.
struct Housekeeping {
    var nextAt: Instant
    /// When memory that jobs took is given back; nil: there is none.
    var trimAt: Instant?
}

extension Loop {
    /// In quiet moments: old jobs go, and what they took is given back; one small step at a time.
    func keepHouse() {
        noticeIdleness()
        let now = clock.now
        if let at = housekeeping.trimAt, at <= now {
            housekeeping.trimAt = nil
            store.releaseMemory()
            csystem_trim_memory()
        }
        guard storeRetryAt == nil, housekeeping.nextAt <= now else { return }
        // While attempts run, old jobs can wait.
        guard dispatcher.scheduler.counts.running == 0 else {
            housekeeping.nextAt = now + .seconds(1)
            return
        }
        housekeeping.nextAt = now + (step(now) ? .milliseconds(50) : LoopLimits.retentionPause)
    }

    /// Ended keys, old entries of the audit log and old counts go.
    private func forgetAccess(_ now: Instant) throws(StoreError) {
        guard let age = settings.retention.auditAge else { return }
        let horizon = Instant(nanoseconds: now.nanoseconds - age.nanoseconds).wallMicroseconds
        environment.access.forget(try store.forgetAccess(before: horizon))
    }

    /// Old deliveries go, dead letters too; true: there are more.
    private func forgetDeliveries(_ now: Instant) throws(StoreError) -> Bool {
        guard let age = settings.retention.deliveriesAge else { return false }
        let horizon = Instant(nanoseconds: now.nanoseconds - age.nanoseconds).wallMicroseconds
        return try store.forgetDeliveries(
            before: horizon, rowsMax: CourierLimits.forgottenPerStepMax)
    }

    /// One step; true: there is more to do.
    private func step(_ now: Instant) -> Bool {
        do {
            let retention = Retention(
                finishedBefore: settings.retention.age.map {
                    Instant(nanoseconds: now.nanoseconds - $0.nanoseconds).wallMicroseconds
                },
                bytesMax: settings.retention.bytes.map { Int64($0) })
            let retired = try store.retire(retention, jobsMax: LoopLimits.retiredPerStepMax)
            let pending = try store.pendingRemovals()
            var removed: [JobID] = []
            for job in pending where clock.now - now < LoopLimits.removalPause {
                try files.remove(job)
                removed.append(job)
            }
            if !removed.isEmpty {
                try store.removed(removed)
                journal.tell(.retired, "\(removed.count) old jobs were removed")
            }
            try forgetAccess(now)
            if try forgetDeliveries(now) { return true }
            try environment.uploads.collect { () throws(StoreError) in try store.usedUploads() }
            if retired.isMore || removed.count < pending.count { return true }
            let isMore = try store.vacuum(pagesMax: LoopLimits.vacuumPagesPerStepMax)
            if !isMore { store.releaseMemory() }
            return isMore
        } catch {
            // It is tried again; a store that cannot be written is noticed where it matters.
            journal.tell(.log, "old jobs cannot be removed: \(error)", priority: .warning)
            return false
        }
    }
}
