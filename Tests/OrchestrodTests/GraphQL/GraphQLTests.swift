import Foundation
import Testing

/// Every field of the schema, answered by a real daemon.
@Suite(.serialized) struct GraphQLTests {
    private static let submit =
        "mutation S($i: SubmitInput!, $k: String) { submit(input: $i, idempotencyKey: $k) {"
        + " jobId status name owner account priority deadline callerDirectory error progress"
        + " createdAt startedAt completedAt taskCounts { total queued running passed failed error"
        + " cancelled skipped } } }"

    @Test func `a job is submitted, looked at and gone through`() throws {
        let daemon = try RunningDaemon()
        let input = daemon.input(
            ["command: echo a", "command: cat\nsteps:\n- expect: never\n  timeout: 0.1"],
            [
                "name": "nightly", "priority": 2, "deadline": "2031-01-01T00:00:00Z",
                "retries": 1, "limits": ["processes": 50],
            ])
        let made = try daemon.data(Self.submit, ["i": input, "k": "once"])
        #expect(made.text("submit.jobId") == "1")
        #expect(made.text("submit.status") == "PENDING")
        #expect(made.text("submit.name") == "nightly")
        #expect(made.text("submit.owner") == RunningDaemon.account)
        #expect(made.text("submit.deadline") == "2031-01-01T00:00:00.000000Z")
        #expect(made.number("submit.priority") == 2)
        #expect(made.number("submit.taskCounts.queued") == 2)
        let again = try daemon.data(Self.submit, ["i": input, "k": "once"])
        #expect(again.text("submit.jobId") == "1")
        try daemon.waitForEnd(of: "1")
        let job = try daemon.data(
            "{ job(jobId: \"1\") { status progress completedAt startedAt error taskCounts {"
                + " passed failed } tasks { tasks { jobId task name path tags state outcome reason"
                + " estimateSeconds attempts { jobId task attempt startedAt verdict"
                + " durationSeconds slot record } } next } } }")
        #expect(job.text("job.status") == "FAILED")
        #expect(job.number("job.progress") == 100)
        #expect(job.text("job.completedAt") != nil)
        #expect(job.number("job.taskCounts.failed") == 1)
        #expect(job.count("job.tasks.tasks") == 2)
        #expect(job.text("job.tasks.tasks.0.outcome") == "PASSED")
        #expect(job.text("job.tasks.tasks.1.outcome") == "FAILED")
        #expect(job.count("job.tasks.tasks.1.attempts") == 2)
        #expect(job.number("job.tasks.tasks.1.attempts.1.attempt") == 2)
        #expect(job.text("job.tasks.tasks.1.attempts.1.verdict") == "FAILED")
        #expect(job.text("job.tasks.tasks.1.attempts.1.record.outcome") == "failed")
        let page = try daemon.data(
            "query ($c: String) { job(jobId: \"1\") { tasks(limit: 1, cursor: $c) {"
                + " tasks { task } next } } }", ["c": "1"])
        #expect(page.number("job.tasks.tasks.0.task") == 2)
        #expect(page.text("job.tasks.next") == nil)
        let task = try daemon.data(
            "{ task(jobId: \"1\", task: 1) { name state attempts { record } } }")
        #expect(task.text("task.state") == "FINISHED")
        #expect(task.text("task.attempts.0.record.name") == "s0")
    }

    @Test func `lists, reasons and the service's state are told`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\n")
        let done = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: done)
        _ = try daemon.data("mutation { drain { draining } }")
        _ = try daemon.submit("command: echo b")
        let jobs = try daemon.data(
            """
            { health
              listJobs(status: PENDING) { jobId }
              all: listJobs { jobId }
              jobs(limit: 1) { jobs { jobId } next }
              old: jobs(status: [COMPLETED, FAILED], cursor: "9") { jobs { jobId } next }
              none: jobs(owner: "nobody") { jobs { jobId } }
              ended: why(jobId: "1") { jobId task ended { outcome reason } running
                waiting { cause } }
              waits: why(jobId: "2", task: 1) { task waiting { cause message position ahead
                notBefore estimateSeconds } }
              status { release startedAt uptimeSeconds draining strategy chosenStrategy
                chosenReason slots slotsBusy jobsPending jobsRunning tasksQueued tasksRunning }
              workers { slot state account pid release attempt since controllers } }
            """)
        #expect(jobs.text("health") == "healthy")
        #expect(jobs.count("listJobs") == 1)
        #expect(jobs.text("all.0.jobId") == "2")
        #expect(jobs.text("jobs.next") == "2")
        #expect(jobs.text("old.jobs.0.jobId") == "1")
        #expect(jobs.count("none.jobs") == 0)
        #expect(jobs.text("ended.ended.outcome") == "completed")
        #expect(jobs.text("waits.waiting.cause") == "DRAINED")
        #expect(jobs.value("status.draining") as? Bool == true)
        #expect(jobs.number("status.tasksQueued") == 1)
        #expect(jobs.text("status.strategy") == "ADAPTIVE")
        #expect(jobs.number("workers.0.slot") == 0)
    }

    @Test func `jobs are stopped and repeated, and the service is told what to do`() throws {
        let daemon = try RunningDaemon()
        _ = try daemon.data("mutation { drain { draining } }")
        _ = try daemon.submit("command: sleep 60", "command: sleep 60")
        _ = try daemon.submit("command: sleep 60")
        let stopped = try daemon.data(
            """
            mutation {
              one: cancel(jobId: "1", task: 1) { jobId tasks processes killed left }
              all: cancel(jobId: "1") { tasks }
              told: cancelJob(jobId: "2")
              over: cancelJob(jobId: "2")
              none: cancelJob(jobId: "3")
              retry(jobId: "1") { jobId tasks }
              setStrategy(strategy: LOAD_BALANCE) { strategy }
              resume { draining }
            }
            """)
        #expect(stopped.number("one.tasks") == 1)
        #expect(stopped.number("one.left") == 0)
        #expect(stopped.number("all.tasks") == 1)
        #expect(stopped.value("told") as? Bool == true)
        #expect(stopped.value("over") as? Bool == false)
        #expect(stopped.value("none") as? Bool == false)
        #expect(stopped.number("retry.tasks") == 2)
        #expect(stopped.text("setStrategy.strategy") == "LOAD_BALANCE")
        #expect(stopped.value("resume.draining") as? Bool == false)
        #expect(try daemon.data("mutation { cancelJob(jobId: \"1\") }").data.count == 1)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        #expect(
            try again.audit().map(\.action) == ["drained", "strategy_chosen", "resumed"])
    }

    @Test func `keys are made, shown, replaced and ended`() throws {
        let daemon = try RunningDaemon()
        let fields =
            "keyId name owner account scopes createdAt createdBy rotatedAt expiresAt revokedAt"
            + " active requestsPerMinute usageCount lastUsedAt networks tasksMax"
        let made = try daemon.data(
            "mutation ($i: KeyInput!) { createKey(input: $i) { secret key { \(fields) } } }",
            [
                "i": [
                    "name": "ci", "scopes": ["READ", "SUBMIT"], "networks": ["127.0.0.0/8"],
                    "requestsPerMinute": 100, "tasksMax": 5, "expiresAt": "2031-01-01T00:00:00Z",
                ]
            ])
        let secret = try #require(made.text("createKey.secret"))
        #expect(made.text("createKey.key.keyId") == "1")
        #expect(made.value("createKey.key.scopes") as? [String] == ["READ", "SUBMIT"])
        #expect(made.number("createKey.key.tasksMax") == 5)
        #expect(made.value("createKey.key.active") as? Bool == true)
        let key = HeldKey(number: 1, secret: secret)
        #expect(try daemon.data("{ health }", with: key).text("health") == "healthy")
        let turned = try daemon.data(
            "mutation { rotateKey(keyId: 1) { secret key { rotatedAt } } }")
        #expect(turned.text("rotateKey.secret") != secret)
        #expect(turned.text("rotateKey.key.rotatedAt") != nil)
        #expect(try daemon.ask("{ health }", with: key).status == 401)
        let shown = try daemon.data(
            """
            mutation { revokeKey(keyId: "1") { active revokedAt } }
            """)
        #expect(shown.value("revokeKey.active") as? Bool == false)
        let listed = try daemon.data(
            "{ keys { \(fields) } later: keys(after: 1, limit: 1000) { keyId }"
                + " own: keys(owner: \"\(RunningDaemon.account)\") { keyId } }")
        #expect(listed.count("keys") == 1)
        #expect(listed.count("later") == 0)
        #expect(listed.count("own") == 1)
        #expect(!listed.text.contains("orchestro_"))
        let told = try daemon.data(
            """
            { audit(limit: 2) { entries { number at lastAt count action actor keyId origin subject }
                next }
              made: audit(action: "key_created", key: 1) { entries { action } }
              usage(key: 1, since: "2020-01-01") { usage { keyId day requests refused limited
                failed jobs lastAt } next } }
            """)
        #expect(told.text("audit.entries.0.action") == "key_revoked")
        #expect(told.text("audit.entries.0.keyId") == "1")
        #expect(told.text("audit.next") != nil)
        #expect(told.count("made.entries") == 1)
        #expect(told.count("usage.usage") ?? 2 <= 1)
    }

    @Test func `a job that was submitted is counted for its key`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["submit"])
        let answer = try daemon.ask(
            "mutation S($i: SubmitInput!) { a: submit(input: $i) { jobId } b: submit(input: $i) {"
                + " jobId tasks { next } } }",
            ["i": daemon.input(["command: echo a"])], with: key)
        #expect(answer.problems == ["NOT_ALLOWED 403 the key does not have the scope `read`"])
        #expect(try daemon.data("{ listJobs { jobId } }").count("listJobs") == 2)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let used = try again.data("{ usage { usage { requests refused jobs } } }")
        #expect(used.number("usage.usage.0.requests") == 1)
        #expect(used.number("usage.usage.0.refused") == 1)
        #expect(used.number("usage.usage.0.jobs") == 2)
        let refusals = try again.data(
            "{ audit(action: \"not_allowed\") { entries { subject keyId count } } }")
        #expect(refusals.count("audit.entries") == 1)
        #expect(refusals.text("audit.entries.0.subject") == "POST /graphql Job.tasks")
        #expect(refusals.text("audit.entries.0.keyId") == "\(key.number)")
    }
}
