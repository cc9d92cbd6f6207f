import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Store
import Wire

/// The tasks of a job.
extension APIService {
    static let taskEndpoints = [
        Endpoint(method: .get, route: .tasks) { try await $0.tasks($1, $2) },
        Endpoint(method: .get, route: .task) { try await $0.oneTask($1, $2) },
    ]

    private func tasks(_ request: Request, _ context: APIContext) async throws -> Response {
        let job = try job(request, context)
        let query = Query(request)
        let page = try query.page()
        let after = page.cursor.map { TaskID($0 - 1) }
        let found = try store.tasks(of: job.id, after: after, limit: page.limit + 1)
        var shown = Array(found.prefix(page.limit))
        let estimates = try await estimates(shown)
        var attempts: [TaskID: [StoredAttempt]] = [:]
        if let first = shown.first, let last = shown.last {
            let (read, end) = try self.attempts(
                from: first.key, to: last.key, withRecords: query.flag(.records))
            attempts = read
            if let end { shown.removeAll { $0.key > end } }
        }
        let shapes = shown.map { task in
            task.shape(
                attempts[task.key.task] ?? [], estimate: estimates[task.submission.identity])
        }
        let next = found.count > shown.count ? shown.last.map { $0.key.task.index + 1 } : nil
        return Answer.json(TaskPage(tasks: shapes, next: next.map(String.init)))
    }

    private func oneTask(_ request: Request, _ context: APIContext) async throws -> Response {
        let task = try task(request, context)
        let attempts = try store.attempts(
            of: task.key.job, task: task.key.task, withRecords: true,
            limit: StoreLimits.pageRowsMax)
        let estimates = try await estimates([task])
        return Answer.json(
            task.shape(attempts, estimate: estimates[task.submission.identity]))
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
