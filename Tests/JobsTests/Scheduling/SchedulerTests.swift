import Scenarios
import Testing

@testable import Jobs

/// The rules of jobs, tasks and attempts, one by one.
struct SchedulerTests {
    @Test func `a job is pending, runs and is over`() {
        var rig = SchedulerRig()
        rig.tell(.drained(by: "root"))
        rig.submit(1, [task(), task()])
        #expect(rig.started.isEmpty && rig.scheduler.state(of: JobID(1)) == .pending)
        rig.tell(.resumed(by: "root"))
        #expect(rig.started == ["1.1.1"] && rig.scheduler.state(of: JobID(1)) == .running)
        rig.end("1.1.1")
        #expect(rig.ended == ["1.1 passed"])
        rig.end("1.2.1")
        #expect(rig.ended == ["1.2 passed", "1 completed"])
        #expect(rig.scheduler.state(of: JobID(1)) == nil && rig.scheduler.counts.jobs == 0)
    }

    @Test func `a start is recorded before it is ordered`() {
        var rig = SchedulerRig()
        rig.submit(1, [task()])
        let attempt = rig.attempt("1.1.1")
        #expect(
            rig.effects == [
                .record(.submitted(JobID(1))), .record(.attemptStarted(attempt, slot: 0)),
                .start(attempt, slot: 0, account: "ann"),
            ])
    }

    @Test func `a job without tasks is complete at once`() {
        var rig = SchedulerRig()
        rig.submit(1, [])
        #expect(rig.ended == ["1 completed"])
    }

    @Test func `nothing starts before replaying is over`() {
        var settings = SchedulerSettings(slots: 1)
        settings.strategy = .fifo
        var scheduler = Scheduler(settings)
        let owner = Owner(account: "ann", userID: 1)
        let job = QueuedJob(
            id: JobID(1), owner: owner, account: "ann", deadline: nil, failFast: false,
            tasks: [task()])
        let now = Instant(nanoseconds: 0)
        #expect(scheduler.handle(.submitted(job), at: now) == [.record(.submitted(JobID(1)))])
        #expect(scheduler.handle(.replayed, at: now).count == 2)
    }

    @Test func `tasks wait for what they need and are skipped without it`() {
        var rig = SchedulerRig(slots: 4)
        rig.submit(1, [task(needs: [1, 2]), task(), task(), task(needs: [0])])
        #expect(rig.started == ["1.2.1", "1.3.1"])
        rig.end("1.2.1")
        #expect(rig.started.isEmpty)
        rig.end("1.3.1", .failed)
        #expect(rig.ended == ["1.3 failed", "1.1 skipped", "1.4 skipped", "1 failed"])
    }

    @Test func `a long chain needs no deep stack`() {
        var rig = SchedulerRig()
        rig.submit(1, (0..<50_000).map { task(needs: $0 == 0 ? [] : [$0 - 1]) })
        rig.end("1.1.1", .error)
        #expect(rig.ended.count == 50_001)
    }

    @Test func `the pause before a further attempt doubles`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 3, backoff: .seconds(2))])
        for (attempt, pause) in [(1, 2.0), (2, 4), (3, 8)] {
            rig.end("1.1.\(attempt)", .failed)
            let due = rig.now + .seconds(pause)
            #expect(rig.effects.last == .wake(at: due) && rig.started.isEmpty)
            rig.wait(pause - 0.5)
            #expect(rig.started.isEmpty && rig.effects == [.wake(at: due)])
            rig.wait(0.5)
            #expect(rig.started == ["1.1.\(attempt + 1)"])
        }
        rig.end("1.1.4", .failed)
        #expect(rig.ended == ["1.1 failed", "1 failed"])
    }

    @Test func `a retry without pause keeps its place`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 1), task()])
        rig.end("1.1.1", .failed)
        #expect(rig.started == ["1.1.2"])
    }

    @Test func `errors are not repeated`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 3)])
        rig.end("1.1.1", .error)
        #expect(rig.ended == ["1.1 error", "1 failed"])
    }

    @Test func `a lost attempt is repeated once`() {
        var rig = SchedulerRig()
        rig.submit(1, [task()])
        rig.end("1.1.1", .lost)
        #expect(rig.started == ["1.1.2"])
        rig.end("1.1.2", .lost)
        #expect(rig.ended == ["1.1 error", "1 failed"])
        let reason = "its worker was lost without a result"
        #expect(
            rig.recorded.contains(
                .taskFinished(TaskKey(JobID(1), TaskID(0)), outcome: "error", reason: reason)))
    }

    @Test func `an interrupted attempt costs nothing, up to a limit`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 1)])
        for attempt in 1...SchedulingLimits.interruptionsMax {
            rig.end("1.1.\(attempt)", .interrupted)
            #expect(rig.started == ["1.1.\(attempt + 1)"])
        }
        rig.end("1.1.\(SchedulingLimits.interruptionsMax + 1)", .interrupted)
        #expect(rig.ended == ["1.1 error", "1 failed"])
    }

    @Test func `fail-fast skips the rest and lets what runs end`() {
        var rig = SchedulerRig(slots: 2)
        rig.submit(1, [task(), task(retries: 5), task()], failFast: true)
        rig.end("1.1.1", .failed)
        #expect(rig.ended == ["1.1 failed", "1.3 skipped"])
        rig.end("1.2.1", .failed)
        #expect(rig.ended == ["1.2 failed", "1 failed"])
    }

    @Test func `draining keeps what waits back, not what runs`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(), task()])
        rig.tell(.drained(by: "root"))
        rig.end("1.1.1")
        #expect(rig.ended == ["1.1 passed"] && rig.started.isEmpty)
        #expect(rig.why("1.2") == .drained(by: "root"))
        rig.tell(.resumed(by: "root"))
        #expect(rig.started == ["1.2.1"] && rig.scheduler.drainedBy == nil)
    }

    @Test func `a finished job is retried where it did not pass`() {
        var rig = SchedulerRig(slots: 3)
        let tasks = [task(), task(), task(needs: [0, 1])]
        rig.submit(1, tasks)
        rig.end("1.1.1")
        rig.end("1.2.1", .failed)
        #expect(rig.ended.last == "1 failed")
        var again = tasks
        again[0].attemptsBefore = 1
        again[1].attemptsBefore = 1
        let job = QueuedJob(
            id: JobID(1), owner: Owner(account: "ann", userID: 1), account: "ann", deadline: nil,
            failFast: false, tasks: again)
        rig.tell(.retried(job, tasks: [TaskID(1), TaskID(2)], by: "ann"))
        #expect(rig.started == ["1.2.2"])
        rig.end("1.2.2")
        #expect(rig.started == ["1.3.1"])
        rig.end("1.3.1")
        #expect(rig.ended == ["1.3 passed", "1 completed"])
    }
}

/// Stopping jobs and tasks.
struct CancelTests {
    @Test func `what waits is cancelled at once, what runs is stopped`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(), task(), task(needs: [1])])
        rig.tell(.cancelRequested(JobID(1), task: nil, by: "bob"))
        #expect(rig.ended == ["1.2 cancelled", "1.3 cancelled"])
        #expect(rig.effects.last == .stop(rig.attempt("1.1.1"), by: "bob"))
        rig.tell(.cancelRequested(JobID(1), task: nil, by: "cid"))
        #expect(rig.effects.isEmpty)
        rig.end("1.1.1", .cancelled(by: "bob"))
        #expect(rig.ended == ["1.1 cancelled", "1 cancelled"])
    }

    @Test func `a single task is cancelled and what needs it is skipped`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(), task(), task(needs: [1])])
        rig.tell(.cancelRequested(JobID(1), task: TaskID(1), by: "bob"))
        #expect(rig.ended == ["1.2 cancelled", "1.3 skipped"])
        rig.end("1.1.1")
        #expect(rig.ended == ["1.1 passed", "1 failed"])
    }

    @Test func `a job that passed before it could be stopped is complete`() {
        var rig = SchedulerRig()
        rig.submit(1, [task()])
        rig.tell(.cancelRequested(JobID(1), task: nil, by: "bob"))
        rig.end("1.1.1", .passed)
        #expect(rig.ended == ["1.1 passed", "1 completed"])
    }

    @Test(arguments: [AttemptVerdict.failed, .lost, .interrupted])
    func `nothing is repeated after a stop`(verdict: AttemptVerdict) {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 3)])
        rig.tell(.cancelRequested(JobID(1), task: TaskID(0), by: "bob"))
        rig.end("1.1.1", verdict)
        let outcome = verdict == .failed ? "failed" : "cancelled"
        #expect(rig.ended == ["1.1 \(outcome)", "1 failed"] && rig.started.isEmpty)
    }

    @Test func `a paused task is cancelled and its wake-up with it`() {
        var rig = SchedulerRig()
        rig.submit(1, [task(retries: 1, backoff: .seconds(5))])
        rig.end("1.1.1", .failed)
        rig.tell(.cancelRequested(JobID(1), task: nil, by: "bob"))
        #expect(rig.ended == ["1.1 cancelled", "1 cancelled"])
        #expect(rig.effects.last == .wake(at: nil))
    }
}
