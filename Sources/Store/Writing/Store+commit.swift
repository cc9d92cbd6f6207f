import GRDB
import Jobs

extension Store {
    /// Stores all these changes in one transaction and waits until they are on the disk. When it
    /// throws, none of them is stored and the store can be used further; only after
    /// ``StoreError/ioFailed(path:detail:)`` the whole transaction may still be found at the next
    /// start. Returns how many deliveries to webhooks events brought about.
    @discardableResult
    public func commit(_ changes: [StoreChange]) throws(StoreError) -> Int {
        guard !changes.isEmpty else { return 0 }
        let deliveries = try write { db in
            try changes.reduce(0) { try $0 + apply($1, in: db) }
        }
        changed(Set(changes.compactMap(\.job)))
        return deliveries
    }

    /// Stores an event, what it says of the rows, and what webhooks are told of it.
    private func take(_ numbered: NumberedEvent, in db: Database) throws -> Int {
        let kind = try Notice.kind(of: numbered.event, in: db)
        try EventRow.insert(numbered, in: db)
        try Self.apply(numbered, in: db)
        guard let kind else { return 0 }
        return try Notice.deliver(kind, numbered, by: writer, in: db)
    }

    private func apply(_ change: StoreChange, in db: Database) throws -> Int {
        switch change {
        case .event(let numbered): return try take(numbered, in: db)
        case .jobAccepted(let id, let submission, let microseconds):
            let bytes = submission.files.reduce(submission.upload?.bytes ?? 0) {
                $0 + $1.text.utf8.count
            }
            try JobRow.insert(id, submission, at: microseconds, bytes: bytes, in: db)
            try FileRow.insert(submission.files, of: id, in: db)
            try TaskRow.insert(submission.tasks, of: id, in: db)
        case .attemptRecord(let key, let record):
            try AttemptRow.record(key, record, in: db)
        case .learned(let identity, let estimate, let microseconds):
            try EstimateRow.replace(identity, estimate, at: microseconds, in: db)
        case .key(let change): try KeyRow.apply(change, in: db)
        case .audited(let entry): try AuditRow.insert(entry, in: db)
        case .used(let use): try UsageRow.add(use, in: db)
        case .webhook(let change): try WebhookRow.apply(change, in: db)
        case .delivery(let change): try DeliveryRow.apply(change, in: db)
        }
        return 0
    }

    /// What an event says of the rows.
    private static func apply(_ numbered: NumberedEvent, in db: Database) throws {
        let now = numbered.microseconds
        var counts = TaskCounts()
        switch numbered.event {
        case .submitted, .cancelRequested, .strategyChanged: break
        case .drained(let by): try MetaRow.drainedBy.set(by, in: db)
        case .resumed: try MetaRow.drainedBy.set(nil, in: db)
        case .strategyChosen(let strategy, _): try MetaRow.strategy.set(strategy.rawValue, in: db)
        case .attemptStarted(let key, let slot):
            try TaskRow.start(key, at: now, in: db)
            try AttemptRow.start(key, slot: slot, at: now, in: db)
            (counts.queued, counts.running) = (-1, 1)
            try JobRow.advance(key.task.job, by: counts, startedAt: now, in: db)
        case .attemptEnded(let key, let verdict, let duration, let willRetry, let notBefore):
            let end = StoredAttempt.End(
                microseconds: now, verdict: verdict, duration: duration, willRetry: willRetry,
                notBeforeMicroseconds: notBefore)
            try AttemptRow.end(key, end, in: db)
            guard willRetry else { return }
            try TaskRow.requeue(key.task, in: db)
            (counts.queued, counts.running) = (1, -1)
            try JobRow.advance(key.task.job, by: counts, in: db)
        case .taskFinished(let task, let outcome, let reason):
            let wasRunning = try TaskRow.finish(
                task, outcome: outcome, reason: reason, at: now, in: db)
            if wasRunning { counts.running = -1 } else { counts.queued = -1 }
            try add(1, outcome, to: &counts)
            try JobRow.advance(task.job, by: counts, in: db)
        case .jobFinished(let job, let state):
            try db.runOnce(
                "UPDATE jobs SET state = ?, finished = ? WHERE id = ? AND finished IS NULL",
                state.rawValue, now, job.number,
                orRefuse: "job \(job) finishes, but is unknown or over already")
        case .retryRequested(let job, let tasks, _):
            for task in tasks {
                try add(-1, try TaskRow.reopen(TaskKey(job, task), in: db), to: &counts)
            }
            counts.queued = tasks.count
            try JobRow.advance(job, by: counts, in: db)
            try db.run(
                "UPDATE jobs SET state = ?, finished = NULL WHERE id = ?",
                JobState.running.rawValue, job.number)
        }
    }

    private static func add(_ change: Int, _ outcome: String, to counts: inout TaskCounts) throws {
        guard let count = counts[outcome: outcome] else {
            throw StoreError.refused("`\(outcome)` is no outcome")
        }
        counts[outcome: outcome] = count + change
    }
}
