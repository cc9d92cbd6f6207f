import Jobs
import Scenarios
import Store
import Wire

extension Dispatcher {
    /// Accepts a job; the answer goes when it is stored.
    mutating func submit(
        _ submission: Submission, _ reply: Reply<SubmitAnswer>, _ turn: inout Turn
    ) {
        lastJob += 1
        let job = JobID(lastJob)
        let microseconds = turn.now.wallMicroseconds
        turn.accepted.append((job, reply))
        turn.changes.append(.jobAccepted(job, submission, microseconds: microseconds))
        turn.effects.append(
            .answer(job) { reply(.accepted(job, microseconds: microseconds)) })
        schedule(.submitted(QueuedJob(id: job, submission: submission)), &turn)
    }

    /// Takes back a job of this turn that could not be stored: it never was. Nothing of the turn
    /// has been done yet; what its attempts were to get is idle.
    mutating func withdraw(_ job: JobID, from turn: inout Turn) {
        var undone = Turn(now: turn.now)
        schedule(.cancelRequested(job, task: nil, by: "orchestrod"), &undone)
        for (number, slot) in slots where slot.attempt?.task.job == job {
            guard let attempt = slot.attempt else { continue }
            slots[number]?.turn(to: slot.isConnected ? .idle : .absent, at: turn.now)
            let end = SchedulerEvent.ended(attempt, .cancelled(by: "orchestrod"), duration: .zero)
            schedule(end, &undone)
        }
        undone.urgent.removeAll { $0.job == job }
        turn.append(undone)
        turn.remove(job)
        forget(job)
    }

    /// Stops a job or one task of it; the answer goes when what ran is gone.
    mutating func cancel(
        _ job: JobID, task: TaskID?, by: String, _ reply: Reply<CancelAnswer>, _ turn: inout Turn
    ) {
        guard scheduler.state(of: job) != nil else {
            return refuse(reply, .conflict, "job \(job) is over", &turn)
        }
        if let task, case .unknown = scheduler.explain(TaskKey(job, task), at: turn.now) {
            let key = TaskKey(job, task)
            return refuse(reply, .conflict, "task \(key) is over", &turn)
        }
        let running = slots.values.compactMap(\.attempt).filter {
            $0.task.job == job && (task == nil || $0.task.task == task)
        }
        waiters.append(CancelWaiter(job: job, running: Set(running), reply: reply))
        schedule(.cancelRequested(job, task: task, by: by), &turn)
        answerWaiters(&turn)
    }

    /// Queues tasks of a job that is over again; `tasks` did not pass.
    mutating func retry(
        _ job: QueuedJob, tasks: [TaskID], by: String, _ reply: Reply<RetryAnswer>,
        _ turn: inout Turn
    ) {
        guard scheduler.state(of: job.id) == nil else {
            return refuse(reply, .conflict, "job \(job.id) is not over yet", &turn)
        }
        guard !tasks.isEmpty else {
            return refuse(reply, .conflict, "every task of job \(job.id) passed", &turn)
        }
        schedule(.retried(job, tasks: tasks, by: by), &turn)
        let answer = RetryAnswer(job: job.id, tasks: tasks.count)
        turn.effects.append(.answer(nil) { reply(answer) })
    }

    /// Why a task waits or runs; one for which no worker can be had waits for that.
    func why(_ task: TaskKey, at now: Instant) -> WhyShape? {
        let reason = scheduler.explain(task, at: now)
        guard case .running(_, let slot) = reason,
            case .connecting(_, _, let at)? = slots[slot]?.phase
        else { return WhyShape(reason, of: task, at: now) }
        var waiting = WhyShape.Waiting(
            .worker, "no worker can be started at the moment; orchestrod tries again and again")
        waiting.notBeforeMicroseconds = at.wallMicroseconds
        return WhyShape(job: task.job, task: task.task, state: .waiting(waiting))
    }

    /// Answers those whose cancellation is complete.
    mutating func answerWaiters(_ turn: inout Turn) {
        let done = waiters.filter(\.isDone)
        guard !done.isEmpty else { return }
        waiters.removeAll(where: \.isDone)
        for waiter in done { turn.effects.append(.answer(nil) { waiter.answer() }) }
    }

    func refuse<Value>(
        _ reply: Reply<Value>, _ kind: Problem.Kind, _ detail: String, _ turn: inout Turn
    ) {
        turn.effects.append(.answer(nil) { reply.refuse(Problem(kind, detail)) })
    }
}

/// Somebody who waits until everything that a cancellation stopped is gone.
struct CancelWaiter {
    let job: JobID
    private var running: Set<AttemptKey>
    private var counts = CancelAnswer(
        job: JobID(1), tasks: 0, processes: 0, killed: 0, left: 0)
    private let reply: Reply<CancelAnswer>

    init(job: JobID, running: Set<AttemptKey>, reply: Reply<CancelAnswer>) {
        self.job = job
        self.running = running
        self.reply = reply
        counts.job = job
    }

    /// Nothing of it runs any more.
    var isDone: Bool { running.isEmpty }

    /// Counts the tasks that end as cancelled.
    mutating func observe(_ event: JobEvent) {
        if case .taskFinished(let task, "cancelled", _) = event, task.job == job {
            counts.tasks += 1
        }
    }

    /// Counts what stopping an attempt came to.
    mutating func ended(_ end: FinishedAttempt) {
        guard running.remove(end.attempt) != nil, let stopped = end.stopped else { return }
        counts.processes += stopped.processes
        counts.killed += stopped.killed
        counts.left += stopped.left
    }

    func answer() { reply(counts) }

    func refuse(_ problem: Problem) { reply.refuse(problem) }
}
