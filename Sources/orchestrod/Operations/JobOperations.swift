import Access
import Jobs
import Scenarios
import Settings
import Store
import Wire

/// What can be asked of jobs and done with them, however it is asked.
extension APIService {
    /// Accepts scenarios for an owner. `read` gives them, `bytes` is the size of what it reads,
    /// `upload` the directory that came along.
    /// `isNew` is false when the same idempotency key gave the job before.
    func submit(
        for owner: Owner, bytes: Int, idempotencyKey: String?,
        upload: Submission.Upload? = nil, _ context: APIContext,
        _ read: @escaping @Sendable () throws -> SubmissionRequest
    ) async throws -> (job: JobShape, isNew: Bool) {
        if let key = idempotencyKey {
            // One that is empty is a variable that was not set: all jobs would be the same.
            guard (1...APILimits.idempotencyKeyBytesMax).contains(key.utf8.count) else {
                throw Problem(
                    .invalidRequest,
                    "an idempotency key has 1 to \(APILimits.idempotencyKeyBytesMax) bytes, this"
                        + " one has \(key.utf8.count)")
            }
        }
        let limits = limits.value.job
        let submission = try await make(of: bytes) {
            try Self.submission(
                try read(), for: owner, idempotencyKey: idempotencyKey, upload: upload, limits,
                context)
        }
        let answer: SubmitAnswer = try await inbox.ask { .submit(submission, $0) }
        return try accepted(submission, answer, context)
    }

    /// Makes something of a text of so many bytes; of a large one by threads that serve no
    /// connections.
    func make<Value: Sendable>(
        of bytes: Int, _ value: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard bytes > HTTPLimits.quickBodyBytesMax else { return try value() }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try value() }
    }

    /// The submission that the caller asks for.
    static func submission(
        _ asked: SubmissionRequest, for owner: Owner, idempotencyKey: String?,
        upload: Submission.Upload? = nil, _ limits: JobLimits, _ context: APIContext
    ) throws(Problem) -> Submission {
        var submission = try SubmissionBuilder(
            asked, owner: owner, limits: limits, upload: upload
        ).build()
        submission.account = context.principal.account
        submission.key = context.principal.key?.number
        submission.idempotencyKey = idempotencyKey
        return submission
    }

    /// The job of a submission that the loop has answered.
    func accepted(
        _ submission: Submission, _ answer: SubmitAnswer, _ context: APIContext
    ) throws -> (job: JobShape, isNew: Bool) {
        switch answer {
        case .known(let id):
            guard let job = try store.job(id) else {
                throw Problem(.notFound, "job \(id) was submitted with that key and is gone")
            }
            return (job.shape, false)
        case .accepted(let id, let microseconds):
            context.tally.submitted()
            var counts = Wire.TaskCounts()
            counts.queued = submission.tasks.count
            let job = submission.shape(
                id, state: .pending, createdMicroseconds: microseconds, tasks: counts)
            return (job, true)
        }
    }

    /// Jobs that the caller may see, the latest first; no states: in any state.
    func jobs(
        in states: Set<JobState>, of owner: String?, _ page: PageRequest, _ context: APIContext
    ) throws(StoreError) -> JobPage {
        var filter = filter(context.peer)
        filter.states = states
        filter.account = owner
        let jobs = try store.jobs(
            filter, before: page.cursor.map { JobID($0) }, limit: page.limit + 1)
        let shown = jobs.prefix(page.limit)
        let next = jobs.count > page.limit ? shown.last?.id.description : nil
        return JobPage(jobs: shown.map(\.shape), next: next)
    }

    /// Stops a job or one of its tasks, numbered from 1; answers when everything is gone.
    func cancel(
        _ job: StoredJob, task number: Int?, when conditions: Conditions = .none,
        _ context: APIContext
    ) async throws -> CancelAnswer {
        if let number, number < 1 || number > job.tasks.total {
            throw Self.noTask("\(number)", of: job.id)
        }
        let by = context.peer.account
        return try await inbox.ask {
            .cancel(job.id, task: number.map { TaskID($0 - 1) }, by: by, when: conditions, $0)
        }
    }

    /// Queues again what did not pass.
    func retry(
        _ job: StoredJob, when conditions: Conditions = .none, _ context: APIContext
    ) async throws -> RetryAnswer {
        let submission = job.submission
        guard
            Permission.mayRepeat(
                context.principal, as: submission.account, jobsOf: submission.owner)
        else {
            throw Problem(
                .notAllowed,
                "job \(job.id) ran as the account \(submission.account); only administrators and"
                    + " keys with that account retry it")
        }
        try requireOwnCount(submission, context)
        // What an open job has along is counted already.
        let upload = job.state.isOver ? submission.upload : nil
        if let upload {
            do throws(UploadDraft.Failure) {
                try uploads.hold(upload, uploadQuota(of: submission.owner))
            } catch { throw error.problem }
        }
        defer { if let upload { uploads.release(upload, of: submission.owner.userID) } }
        return try await inbox.ask {
            .retry(job.id, by: context.peer.account, when: conditions, $0)
        }
    }

    /// Refuses to repeat what a key with bounds for its jobs did not submit: a job counts for the
    /// key that it came with, so it would pass by them.
    private func requireOwnCount(
        _ submission: Submission, _ context: APIContext
    ) throws(Problem) {
        guard let id = context.principal.key, submission.key != id.number,
            let key = access.key(id), key.tasksMax != nil || key.runningMax != nil
        else { return }
        throw Problem(
            .notAllowed,
            "key \(id) has `tasks_max` or `running_max`, which hold for the jobs that it submits;"
                + " it repeats no others: submit the scenarios with it, or repeat the job with"
                + " another key")
    }

    /// What the owner may have along with jobs.
    func uploadQuota(of owner: Owner) -> UploadQuota {
        UploadQuota(owner: owner, limits: limits.value.owner) {
            [store] () throws(StoreError) in try store.openUploads(of: owner)
        }
    }

    /// Why a job or one of its tasks, numbered from 1, waits, runs or ended.
    func why(_ job: StoredJob, task number: Int?) async throws -> WhyShape {
        if let number { return try await why(try task("\(number)", of: job)) }
        if job.state.isOver {
            return WhyShape(
                job: job.id, task: nil,
                state: .ended(outcome: job.state.rawValue, reason: job.shape.error))
        }
        return try await whyOpen(job)
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
