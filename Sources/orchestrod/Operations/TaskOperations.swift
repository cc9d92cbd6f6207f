import Jobs
import Scenarios
import Store
import Wire

/// What can be asked of tasks, however it is asked.
extension APIService {
    /// Tasks of a job, in its order.
    func tasks(
        of job: JobID, _ page: PageRequest, withRecords: Bool
    ) async throws -> TaskPage {
        let after = page.cursor.map { TaskID($0 - 1) }
        let found = try store.tasks(of: job, after: after, limit: page.limit + 1)
        var shown = Array(found.prefix(page.limit))
        let estimates = try await estimates(shown)
        var attempts: [TaskID: [StoredAttempt]] = [:]
        if let first = shown.first, let last = shown.last {
            let (read, end) = try self.attempts(
                from: first.key, to: last.key, withRecords: withRecords)
            attempts = read
            if let end { shown.removeAll { $0.key > end } }
        }
        let shapes = shown.map { task in
            task.shape(
                attempts[task.key.task] ?? [], estimate: estimates[task.submission.identity])
        }
        let next = found.count > shown.count ? shown.last.map { $0.key.task.index + 1 } : nil
        return TaskPage(tasks: shapes, next: next.map(String.init))
    }

    /// A task with its attempts.
    func shape(_ task: StoredTask, withRecords: Bool) async throws -> TaskShape {
        let attempts = try store.attempts(
            of: task.key.job, task: task.key.task, withRecords: withRecords,
            limit: StoreLimits.pageRowsMax)
        let estimates = try await estimates([task])
        return task.shape(attempts, estimate: estimates[task.submission.identity])
    }

    /// Everything that is known of an attempt; nil: nothing yet.
    func record(of attempt: AttemptKey) throws(StoreError) -> JSONValue? {
        let before = AttemptKey(attempt.task, attempt.number - 1)
        return try store.attempts(
            of: attempt.task.job, task: attempt.task.task, after: before, withRecords: true,
            limit: 1
        ).first?.shape.record
    }

    /// What the loop expects of tasks that are not over.
    private func estimates(_ tasks: [StoredTask]) async throws -> [String: Duration] {
        let identities = tasks.compactMap { task -> String? in
            if case .finished = task.state { return nil }
            return task.submission.identity
        }
        guard !identities.isEmpty else { return [:] }
        return try await inbox.ask { .estimates(identities, $0) }
    }

    /// The attempts of these tasks. When their records are too large for one page, `end` is the
    /// last task of which all attempts are there; there is at least one.
    private func attempts(
        from first: TaskKey, to last: TaskKey, withRecords: Bool
    ) throws(StoreError) -> (attempts: [TaskID: [StoredAttempt]], end: TaskKey?) {
        var bytes = 0
        var found: [TaskID: [StoredAttempt]] = [:]
        // Before every attempt of the first task there is its number 0.
        var after = AttemptKey(first, 0)
        while true {
            let page = try store.attempts(
                of: first.job, task: nil, after: after, withRecords: withRecords,
                limit: withRecords ? HTTPLimits.recordsPerReadMax : StoreLimits.pageRowsMax)
            for attempt in page where attempt.key.task <= last {
                if attempt.key.task != after.task, bytes >= HTTPLimits.recordsBytesMax {
                    return (found, after.task)
                }
                after = attempt.key
                bytes += attempt.record?.text.utf8.count ?? 0
                found[attempt.key.task.task, default: []].append(attempt)
            }
            guard let end = page.last?.key, end.task <= last else { return (found, nil) }
            after = end
        }
    }
}
