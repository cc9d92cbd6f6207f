import Access
import Jobs
import Settings
import Store
import Wire

/// Who may do what: the only place that decides it.
extension APIService {
    /// The job of that number, when the caller may see it. A job of somebody else and one that does
    /// not exist are told by the same words.
    func job(named text: String, _ context: APIContext) throws -> StoredJob {
        guard let id = JobID(text: text), let job = try store.job(id) else {
            throw Self.noJob(text)
        }
        try requireSight(of: job.submission.owner, text, context)
        return job
    }

    /// Refuses who may not see jobs of that owner.
    private func requireSight(
        of owner: Owner, _ text: String, _ context: APIContext
    ) throws(Problem) {
        guard !Permission.maySee(context.principal, jobsOf: owner) else { return }
        tell(.notAllowed, context)
        throw Self.noJob(text)
    }

    private static func noJob(_ text: String) -> Problem {
        Problem(.notFound, "there is no job \(text.prefix(40))")
    }

    /// The job of the request as it is shown, when the caller may see it.
    func document(_ context: APIContext) throws -> TaggedDocument {
        let text = context.text(.job)
        guard let id = JobID(text: text),
            let job = try shownJobs.shown(id, read: { () throws(StoreError) in try store.job(id) })
        else { throw Self.noJob(text) }
        try requireSight(of: job.owner, text, context)
        return job.document
    }

    /// The job of the request.
    func job(_ context: APIContext) throws -> StoredJob {
        try job(named: context.text(.job), context)
    }

    /// The task of that number in a job, from 1.
    func task(_ text: String, of job: StoredJob) throws -> StoredTask {
        guard let key = TaskKey(text: "\(job.id).\(text)"), let task = try store.task(key) else {
            throw Self.noTask(text, of: job.id)
        }
        return task
    }

    /// The task of the request, when the caller may see its job.
    func task(_ context: APIContext) throws -> StoredTask {
        try task(context.text(.task), of: try job(context))
    }

    static func noTask(_ text: String, of job: JobID) -> Problem {
        Problem(.notFound, "job \(job) has no task \(text.prefix(40))")
    }

    /// Which jobs the caller's lists may have.
    func filter(_ peer: Peer) -> JobFilter {
        var filter = JobFilter()
        if !peer.isAdmin { filter.userID = peer.userID }
        return filter
    }

    /// A worker as the caller may see it: whom others run what for is nobody's business.
    func shown(_ worker: WorkerShape, _ peer: Peer) -> WorkerShape {
        guard !peer.isAdmin, worker.account != peer.account else { return worker }
        var worker = worker
        worker.account = nil
        worker.attempt = nil
        worker.pid = nil
        return worker
    }

    /// Lets administrators pass.
    func requireAdmin(_ context: APIContext) throws(Problem) {
        guard !context.peer.isAdmin else { return }
        let admins = "only root and members of the group \(limits.value.adminGroup)"
        guard context.principal.isPerson else {
            throw Problem(
                .notAllowed,
                "that needs the scope `admin`, which \(admins) may give to keys and certificates")
        }
        throw Problem(
            .notAllowed, "\(admins) may do that; \(context.peer.account) is neither")
    }

    /// Whom a job of the caller belongs to.
    func owner(_ peer: Peer) throws(Problem) -> Owner {
        // The account may have been removed since a key was made, and its number given away.
        let now = accounts.peer(peer.userID)
        guard now.isKnown, now.account == peer.account else {
            throw Problem(
                .notAllowed, "there is no account with the number \(peer.userID) on this machine")
        }
        return Owner(account: peer.account, userID: peer.userID)
    }
}
