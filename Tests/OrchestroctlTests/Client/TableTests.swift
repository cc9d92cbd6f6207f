import Jobs
import Scenarios
import Testing
import Wire

@testable import orchestroctl

/// What people see of jobs, tasks, workers and reasons.
@Suite struct TableTests {
    static let now: Int64 = 1_769_850_300_000_000

    static let job: JobShape = {
        var tasks = TaskCounts()
        (tasks.queued, tasks.running, tasks.passed, tasks.failed) = (1, 1, 2, 1)
        var job = JobShape(
            id: JobID(42), owner: "ann", account: "ci", state: .running,
            createdMicroseconds: now - 65_000_000, callerDirectory: "/home/ann", tasks: tasks)
        job.name = "nightly \u{1B}[31m"
        return job
    }()

    @Test func `jobs`() {
        var second = Self.job
        (second.id, second.name, second.state) = (JobID(7), nil, .cancelled)
        #expect(
            JobTable.jobs([Self.job, second], now: Self.now, columns: nil) == [
                "JOB  STATE      DONE  NOT PASSED  OWNER  SUBMITTED       NAME",
                " 42  running     3/5           1  ann    1 min 05 s ago  nightly ␛[31m",
                "  7  cancelled   3/5           1  ann    1 min 05 s ago  -",
            ])
        let narrow = JobTable.jobs([Self.job], now: Self.now, columns: 20)
        #expect(narrow[1] == " 42  running   3/5 …")
    }

    @Test func `tasks`() {
        let key = TaskKey(JobID(42), TaskID(0))
        var passed = TaskShape(
            key: key, name: "log in", path: "a.yaml",
            state: .finished(outcome: "passed", reason: nil))
        var attempt = AttemptShape(number: 1, startedMicroseconds: Self.now)
        (attempt.verdict, attempt.duration) = ("failed", .milliseconds(1500))
        var again = attempt
        (again.number, again.verdict) = (2, "passed")
        passed.attempts = [attempt, again]
        let queued = TaskShape(
            key: TaskKey(JobID(42), TaskID(1)), name: "log out", path: "b.yaml", state: .queued)
        #expect(
            JobTable.tasks([passed, queued], now: Self.now, columns: nil) == [
                "TASK  STATE   ATTEMPTS  TIME   NAME     FILE",
                "42.1  passed         2  3.0 s  log in   a.yaml",
                "42.2  queued         0  -      log out  b.yaml",
            ])
    }

    @Test func `facts`() {
        let lines = JobTable.facts(Self.job)
        #expect(
            lines.prefix(4) == [
                "state:      running", "tasks:      5: 1 queued, 1 running, 2 passed, 1 failed",
                "owner:      ann", "runs as:    ci",
            ])
    }

    @Test func `workers`() {
        var busy = WorkerShape(slot: 0, state: .busy)
        (busy.account, busy.pid) = ("ann", 4711)
        busy.attempt = AttemptKey(TaskKey(JobID(42), TaskID(2)), 1)
        busy.sinceMicroseconds = Self.now - 2_000_000
        busy.controllers = ["cpu", "memory"]
        let lines = WorkersCommand.lines(
            [busy, WorkerShape(slot: 1, state: .absent)], now: Self.now, columns: nil)
        #expect(
            lines == [
                "SLOT  STATE   ACCOUNT  ATTEMPT  FOR    PROCESS  CONTROLLERS",
                "   0  busy    ann      42.3.1   2.0 s     4711  cpu memory",
                "   1  absent  -        -        -            -  -",
            ])
    }

    @Test func `reasons`() {
        var waiting = WhyShape.Waiting(.resource, "`serial` is taken")
        waiting.position = 2
        waiting.ahead = [TaskKey(JobID(41), TaskID(0)), TaskKey(JobID(41), TaskID(1))]
        waiting.estimate = .seconds(75)
        let why = WhyShape(job: JobID(42), task: TaskID(2), state: .waiting(waiting))
        #expect(
            WhyText.lines(why, waiting) == [
                "task 42.3 waits: `serial` is taken", "  ahead of it: 2",
                "  waiting for: 41.1 41.2", "  it may start in about 1 min 15 s",
            ])
        let attempt = AttemptKey(TaskKey(JobID(42), TaskID(2)), 1)
        #expect(
            WhyText.lines(running: [attempt]) == [
                "task 42.3 runs, attempt 1; see it: orchestroctl logs 42.3 -f"
            ])
    }

    @Test func `cancellations`() {
        let answer = CancelAnswer(job: JobID(42), tasks: 1, processes: 11, killed: 2, left: 0)
        #expect(
            CancelCommand.text(answer)
                == "job 42: 1 task cancelled; 11 processes, 2 needed SIGKILL, 0 left")
    }
}
