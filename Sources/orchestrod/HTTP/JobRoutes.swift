import Access
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Jobs
import Settings
import Store
import Wire

/// `/api/v1/jobs` and what belongs to one job as a whole.
extension APIService {
    static let jobEndpoints = [
        Endpoint(method: .post, route: .jobs) { try await $0.submit($1, $2) },
        Endpoint(method: .get, route: .jobs) { try $0.jobs($1, $2) },
        Endpoint(method: .get, route: .job) { Answer.json(try $0.job($1, $2).shape) },
        Endpoint(method: .delete, route: .job) { try await $0.cancel($1, $2) },
        Endpoint(method: .post, route: .retry) { try await $0.retry($1, $2) },
        Endpoint(method: .get, route: .why) { try await $0.why($1, $2) },
    ]

    private func submit(_ request: Request, _ context: APIContext) async throws -> Response {
        let owner = try owner(context.peer)
        let limits = limits.value.job
        let bytes = try hold(request, context.peer, bytesMax: limits.requestBytes)
        defer { activity.release(bytes, of: context.peer.userID) }
        let text = try await text(request, bytesMax: limits.requestBytes)
        let read: @Sendable () throws -> Submission = {
            let asked: SubmissionRequest = try shape(text)
            return try SubmissionBuilder(asked, owner: owner, limits: limits).build()
        }
        var submission =
            text.utf8.count <= HTTPLimits.quickBodyBytesMax
            ? try read()
            : try await withTaskExecutorPreference(globalConcurrentExecutor) { try read() }
        submission.account = context.principal.account
        submission.key = context.principal.key?.number
        submission.idempotencyKey = try idempotencyKey(request)
        let waiting = submission
        let answer: SubmitAnswer = try await inbox.ask { .submit(waiting, $0) }
        switch answer {
        case .known(let id):
            guard let job = try store.job(id) else {
                throw Problem(.notFound, "job \(id) was submitted with that key and is gone")
            }
            return located(job.shape, status: .ok)
        case .accepted(let id, let microseconds):
            var counts = Wire.TaskCounts()
            counts.queued = submission.tasks.count
            return located(
                submission.shape(
                    id, state: .pending, createdMicroseconds: microseconds, tasks: counts),
                status: .created)
        }
    }

    /// Counts what a large request takes until it is answered. Small ones are bounded by the
    /// number of connections.
    private func hold(
        _ request: Request, _ peer: Peer, bytesMax: Int
    ) throws(Problem) -> Int {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? bytesMax
        let bytes = min(max(0, length), bytesMax)
        guard bytes > HTTPLimits.uncountedBodyBytesMax else { return 0 }
        guard
            activity.hold(
                bytes, of: peer.userID, accountMax: bytesMax,
                totalMax: bytesMax * HTTPLimits.largestBodiesMax)
        else {
            throw Problem(
                .limitReached,
                "too many large requests are being read at once; submit again when one is over")
        }
        return bytes
    }

    private func located(_ job: JobShape, status: HTTPResponse.Status) -> Response {
        var response = Answer.json(job, status: status)
        response.headers[.location] = APIRoute.job.path(job.id)
        return response
    }

    private func idempotencyKey(_ request: Request) throws(Problem) -> String? {
        guard let name = HTTPField.Name(APIHeader.idempotencyKey.rawValue),
            let key = request.headers[name], !key.isEmpty
        else { return nil }
        guard key.utf8.count <= 255 else {
            throw Problem(.invalidRequest, "`Idempotency-Key` has at most 255 bytes")
        }
        return key
    }

    private func jobs(_ request: Request, _ context: APIContext) throws -> Response {
        let query = Query(request)
        var filter = filter(context.peer)
        filter.states = try query.states()
        filter.account = query.text(.owner)
        let page = try query.page()
        let jobs = try store.jobs(
            filter, before: page.cursor.map { JobID($0) }, limit: page.limit + 1)
        let shown = jobs.prefix(page.limit)
        let next = jobs.count > page.limit ? shown.last?.id.description : nil
        return Answer.json(JobPage(jobs: shown.map(\.shape), next: next))
    }

    private func cancel(_ request: Request, _ context: APIContext) async throws -> Response {
        let job = try job(request, context)
        let number = try Query(request).number(.task)
        if let number, number > job.tasks.total {
            throw Problem(.notFound, "job \(job.id) has no task \(number)")
        }
        let by = context.peer.account
        let answer: CancelAnswer = try await inbox.ask {
            .cancel(job.id, task: number.map { TaskID($0 - 1) }, by: by, $0)
        }
        return Answer.json(answer)
    }

    private func retry(_ request: Request, _ context: APIContext) async throws -> Response {
        let job = try job(request, context)
        let answer: RetryAnswer = try await inbox.ask {
            .retry(job.id, by: context.peer.account, $0)
        }
        return Answer.json(answer)
    }

    private func why(_ request: Request, _ context: APIContext) async throws -> Response {
        let job = try job(request, context)
        if let number = try Query(request).number(.task) {
            let key = TaskKey(job.id, TaskID(number - 1))
            guard let task = try store.task(key) else {
                throw Problem(.notFound, "job \(job.id) has no task \(number)")
            }
            return Answer.json(try await why(task))
        }
        if job.state.isOver {
            return Answer.json(
                WhyShape(
                    job: job.id, task: nil,
                    state: .ended(outcome: job.state.rawValue, reason: job.shape.error)))
        }
        return Answer.json(try await whyOpen(job))
    }

    private func why(_ task: StoredTask) async throws -> WhyShape {
        if case .finished(let outcome, let reason) = task.state {
            return WhyShape(
                job: task.key.job, task: task.key.task,
                state: .ended(outcome: outcome, reason: reason))
        }
        let answer: WhyShape? = try await inbox.ask { .why(task.key, $0) }
        if let answer { return answer }
        // It ended between the two looks.
        let now = try store.task(task.key) ?? task
        guard case .finished = now.state else {
            throw Problem(.unavailable, "the scheduler does not have task \(task.key) yet")
        }
        return try await why(now)
    }

    /// What runs of a job; when nothing does, what its first waiting task waits for.
    private func whyOpen(_ job: StoredJob) async throws -> WhyShape {
        var running: [StoredTask] = []
        var waiting: StoredTask?
        var after: TaskID?
        repeat {
            let page = try store.tasks(
                of: job.id, after: after, limit: StoreLimits.pageRowsMax)
            for task in page {
                switch task.state {
                case .running: running.append(task)
                case .queued: waiting = waiting ?? task
                case .finished: break
                }
            }
            after = page.count == StoreLimits.pageRowsMax ? page.last?.key.task : nil
        } while after != nil
        if running.isEmpty, let waiting { return try await why(waiting) }
        var reason: WhyShape?
        for task in running {
            let answer: WhyShape? = try await inbox.ask { .why(task.key, $0) }
            guard case .waiting? = answer?.state else {
                reason = nil
                break
            }
            reason = reason ?? answer
        }
        // No worker can be had for any of them.
        if let reason { return reason }
        let attempts = running.map { AttemptKey($0.key, $0.attemptsCount) }
        return WhyShape(job: job.id, task: nil, state: .running(attempts))
    }
}
