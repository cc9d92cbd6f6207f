import Jobs
import Scenarios
import Settings
import Store
import Wire

extension Loop {
    /// Takes up what somebody asks for.
    func handle(_ command: LoopCommand, _ turn: inout Turn) {
        switch command {
        case .submit(let submission, let reply): submit(submission, reply, &turn)
        case .submitAll(let submissions, let together, let reply):
            submit(submissions, together: together, reply, &turn)
        case .cancel(let job, let task, let by, let conditions, let reply):
            if let objection = objection(of: conditions, to: job, turn) {
                return reply.refuse(objection)
            }
            dispatcher.cancel(job, task: task, by: by, reply, &turn)
        case .retry(let job, let by, let conditions, let reply):
            if let objection = objection(of: conditions, to: job, turn) {
                return reply.refuse(objection)
            }
            retry(job, by: by, reply, &turn)
        case .why(let task, let reply):
            reply(dispatcher.why(task, at: turn.now))
        case .status(let reply): reply(status(at: turn.now))
        case .workers(let reply): reply(workers(at: turn.now))
        case .drain(let by, let reply): govern(.drained(by: by), reply, &turn)
        case .resume(let by, let reply): govern(.resumed(by: by), reply, &turn)
        case .strategy(let strategy, let by, let reply):
            govern(.strategyChosen(strategy, by: by), reply, &turn)
        case .estimates(let identities, let reply):
            var durations: [String: Duration] = [:]
            for identity in identities {
                durations[identity] = dispatcher.scheduler.estimates[identity]?.duration
            }
            reply(durations)
        case .key(let order, let entry, let conditions, let reply):
            if let objection = objection(of: conditions, to: order, turn) {
                return reply.refuse(objection)
            }
            change(order, entry, reply, &turn)
        case .webhook(let order, let entry, let conditions, let reply):
            if let objection = objection(of: conditions, to: order, turn) {
                return reply.refuse(objection)
            }
            change(order, entry, reply, &turn)
        case .delivery(let order, let reply): deliver(order, reply, &turn)
        case .sent(let receipt): sent(receipt, &turn)
        case .accounting: break
        case .watch(let path, let token):
            watcher.add(path, token: token)
            // What was written before the watch began is told by nobody else.
            feed.tell(.grew, token: token)
        case .unwatch(let token, let path): watcher.remove(token, path)
        case .recordReleased(let attempt): probeAgain(attempt, &turn)
        case .nobodyLeft: break
        case .stop: stopRequest = .asked
        }
    }

    func submit(
        _ submission: Submission, _ reply: Reply<SubmitAnswer>, _ turn: inout Turn
    ) {
        if let at = storeRetryAt, at > turn.now { return reply.refuse(Self.storeProblem(nil)) }
        do throws(StoreError) {
            if try answerKnown(submission, &turn, reply) { return }
            if let problem = try overQuota(submission, adding: submission.tasks.count, turn) {
                return reply.refuse(problem)
            }
        } catch {
            return reply.refuse(Self.storeProblem(error))
        }
        if let problem = queuedProblem(adding: submission.tasks.count, of: submission.owner) {
            return reply.refuse(problem)
        }
        dispatcher.submit(submission, reply, &turn)
        owners[JobID(dispatcher.lastJob)] = submission.owner.account
    }

    /// Why an owner may not have that many tasks more; nil: it may.
    func queuedProblem(adding count: Int, of owner: Owner) -> Problem? {
        let counts = dispatcher.scheduler.counts.owners.first { $0.owner == owner }
        let open = (counts?.queued ?? 0) + (counts?.running ?? 0)
        let most = settings.owner.queued
        guard open + count > most else { return nil }
        return Self.tooManyTasks(
            count, open, of: owner.account, most: most,
            "`owner: {queued: …}` of orchestrod.yaml lets one owner have")
    }

    /// That tasks are too many beside those that are open. Waiting helps only when they alone are
    /// not too many.
    static func tooManyTasks(
        _ count: Int, _ open: Int, of whom: String, most: Int, _ rule: String
    ) -> Problem {
        if count > most {
            return Problem(
                .limitReached,
                "these are \(count) tasks, more than the \(most) not over at once that \(rule);"
                    + " divide the job, and submit its parts one after the other")
        }
        return Problem(
            .limitReached,
            "\(whom) has \(open) tasks that are not over; with these \(count) it would be more"
                + " than the \(most) that \(rule); wait for some, or cancel some")
    }

    /// Whether a job was submitted before with the same key: that is the answer then. When it was
    /// in this very turn, the answer waits until it is stored.
    private func answerKnown(
        _ submission: Submission, _ turn: inout Turn, _ reply: Reply<SubmitAnswer>
    ) throws(StoreError) -> Bool {
        guard let (job, isStored) = try known(submission, turn) else { return false }
        if isStored {
            reply(.known(job))
        } else {
            turn.accepted.append((job, reply))
            turn.effects.append(.answer(job) { reply(.known(job)) })
        }
        return true
    }

    /// The job that was submitted before with the same key, and whether it is stored.
    func known(
        _ submission: Submission, _ turn: Turn
    ) throws(StoreError) -> (job: JobID, isStored: Bool)? {
        guard let key = submission.idempotencyKey else { return nil }
        for change in turn.changes {
            if case .jobAccepted(let job, let earlier, _) = change,
                earlier.idempotencyKey == key, earlier.owner == submission.owner
            {
                return (job, false)
            }
        }
        return try store.job(of: submission.owner, idempotencyKey: key).map { ($0, true) }
    }

    /// Everything of the job is read here, by the thread that decides, so that no other retry can
    /// come between the look and the deed.
    private func retry(
        _ id: JobID, by: String, _ reply: Reply<RetryAnswer>, _ turn: inout Turn
    ) {
        let pending = unstored(turn)
        if dispatcher.scheduler.state(of: id) == nil, pending.contains(where: { $0.job == id }) {
            return reply.refuse(
                Problem(
                    .unavailable,
                    "the end of job \(id) is not stored yet; repeat it when it is shown as over"))
        }
        do throws(StoreError) {
            guard let submission = try store.submission(of: id, withTexts: false) else {
                return reply.refuse(Problem(.notFound, "there is no job \(id)"))
            }
            var job = QueuedJob(id: id, submission: submission)
            var again: [TaskID] = []
            var after: TaskID?
            while true {
                let page = try store.tasks(
                    of: id, after: after, limit: StoreLimits.pageRowsMax)
                for task in page {
                    let place = task.key.task.index
                    guard job.tasks.indices.contains(place) else { continue }
                    job.tasks[place].attemptsBefore = task.attemptsCount
                    if case .finished(let outcome, _) = task.state, outcome != "passed" {
                        again.append(task.key.task)
                    }
                }
                guard page.count == StoreLimits.pageRowsMax else { break }
                after = page.last?.key.task
            }
            if let problem = queuedProblem(adding: again.count, of: submission.owner) {
                return reply.refuse(problem)
            }
            if let problem = try overQuota(submission, adding: again.count, turn) {
                return reply.refuse(problem)
            }
            dispatcher.retry(job, tasks: again, by: by, reply, &turn)
        } catch {
            reply.refuse(Problem(.internalError, error.description))
        }
    }

    private func govern(
        _ event: SchedulerEvent, _ reply: Reply<StatusShape>, _ turn: inout Turn
    ) {
        dispatcher.schedule(event, &turn)
        let status = status(at: turn.now)
        turn.effects.append(.answer(nil) { reply(status) })
    }

    func status(at now: Instant) -> StatusShape {
        let scheduler = dispatcher.scheduler
        let counts = scheduler.counts
        var status = StatusShape(
            version: OrchestroVersion.text,
            startedMicroseconds: environment.startedAt.wallMicroseconds,
            uptime: now - environment.startedAt, strategy: scheduler.strategy,
            slots: counts.slots)
        status.isDraining = scheduler.drainedBy != nil
        if scheduler.choosing != scheduler.strategy { status.chosen = scheduler.choosing }
        status.slotsBusy = counts.running
        status.jobsPending = dispatcher.pending.count
        status.jobsRunning = counts.jobs - dispatcher.pending.count
        status.tasksQueued = counts.queued
        status.tasksRunning = counts.running
        return status
    }

    private func workers(at now: Instant) -> WorkerList {
        let count = max(
            dispatcher.scheduler.settings.slots, (dispatcher.slots.keys.max() ?? -1) + 1)
        return WorkerList(
            (0..<count).map { dispatcher.slot($0, at: now).shape($0) })
    }

    /// Reads the configuration again; one with mistakes changes nothing. So it is with the
    /// certificate.
    func reload(_ turn: inout Turn) {
        notifier.reloading()
        var trouble: String?
        switch Configuration.read(environment.configuration) {
        case .wrong(let text):
            journal.tell(.configurationWrong, text)
            trouble = "the configuration has mistakes, the one before holds: \(text)"
        case .settings(let new):
            settings = new
            environment.limits.value = new
            environment.accounts.administrate(group: new.adminGroup)
            feed.tell(.accessChanged)
            dispatcher.idleLease = new.idleLease
            var scheduler = new.scheduler(processors: Configuration.processors)
            // What an administrator chose at run time outlives a reload.
            if let chosen = dispatcher.chosenStrategy { scheduler.strategy = chosen }
            scheduler.runningPerKeyMax = dispatcher.scheduler.settings.runningPerKeyMax
            dispatcher.schedule(.settingsChanged(scheduler), &turn)
            journal.tell(.reloaded, "the configuration was read again")
        }
        if let why = environment.certificate?.read(settings.tls, journal) {
            trouble = "the certificate cannot be used, the one before stays: \(why)"
        }
        notifier.ready(trouble ?? statusLine)
    }
}
