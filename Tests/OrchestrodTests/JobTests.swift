import Foundation
import Testing

/// What becomes of jobs, with the real programs.
@Suite(.serialized) struct JobTests {
    private static let passing = "command: echo hello\nsteps: [{expect: hello}]\nexit_code: 0\n"
    private static let failing = "command: 'false'\nexit_code: 0\n"
    private static let lasting = "command: sleep 600\ndeadline: 700\n"

    @Test func `a job runs and its results are kept`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(Self.passing, Self.failing)
        let names = try daemon.waitForEnd(of: job)
        #expect(names.first == "submitted")
        #expect(names.last == "job_finished")
        #expect(try daemon.outcomes(of: job) == ["passed", "failed"])
        #expect(try daemon.state(of: job) == "failed")
        let task = try daemon.http.get("/api/v1/jobs/\(job)/tasks/1").object
        let attempts = try #require(task["attempts"] as? [[String: Any]])
        let record = try #require(attempts.first?["record"] as? [String: Any])
        #expect(record["outcome"] as? String == "passed")
        let recording = try daemon.http.get("/api/v1/jobs/\(job)/tasks/1/recording")
        #expect(recording.text == "hello\r\n")
    }

    @Test func `two jobs run at the same time`() throws {
        let daemon = try RunningDaemon()
        // Each waits for the file of the other.
        func scenario(_ own: String, _ other: String) -> String {
            let wait = "touch \(own); until [ -e \(other) ]; do sleep 0.01; done; echo met"
            return "command: '\(wait)'\nshell: true\nsteps: [{expect: met}]\n"
        }
        let first = try daemon.submit(scenario("a", "b"))
        let second = try daemon.submit(scenario("b", "a"))
        try daemon.waitForEnd(of: first)
        try daemon.waitForEnd(of: second)
        #expect(try daemon.state(of: first) == "completed")
        #expect(try daemon.state(of: second) == "completed")
    }

    @Test func `cancelling tells what it stopped`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\n")
        let job = try daemon.submit(
            "command: 'sleep 600 & sleep 600 & echo going; wait'\nshell: true\ndeadline: 700\n"
                + "steps: [{expect: going}, {expect: never, timeout: 600}]\n", Self.lasting)
        try daemon.http.waitUntilShown("going", by: job)
        let answer = try daemon.http.request("DELETE", "/api/v1/jobs/\(job)", [:], nil)
        #expect(answer.status == 200)
        #expect(answer.object["tasks"] as? Int == 2)
        #expect(answer.object["processes"] as? Int ?? 0 >= 3)
        #expect(answer.object["left"] as? Int == 0)
        #expect(try daemon.state(of: job) == "cancelled")
        #expect(try daemon.http.request("DELETE", "/api/v1/jobs/\(job)", [:], nil).status == 409)
    }

    @Test func `a retry attempts what did not pass`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(
            Self.passing, "command: test -e now\nexit_code: 0\n")
        try daemon.waitForEnd(of: job)
        #expect(try daemon.outcomes(of: job) == ["passed", "failed"])
        try "".write(toFile: daemon.directory + "/now", atomically: true, encoding: .utf8)
        let answer = try daemon.http.post("/api/v1/jobs/\(job)/retry")
        #expect(answer.status == 200)
        #expect(answer.object["tasks"] as? Int == 1)
        // The first end is in the stream too.
        var ends = 0
        while ends < 2 {
            ends = try daemon.waitForEnd(of: job).count { $0 == "job_finished" }
        }
        #expect(try daemon.outcomes(of: job) == ["passed", "passed"])
        #expect(try daemon.http.post("/api/v1/jobs/\(job)/retry").status == 409)
    }

    @Test func `a drained service starts nothing until it is resumed`() throws {
        let daemon = try RunningDaemon()
        #expect(try daemon.http.post("/api/v1/drain").object["draining"] as? Bool == true)
        let job = try daemon.submit(Self.passing)
        let why = try daemon.http.get("/api/v1/jobs/\(job)/why").object
        let waiting = try #require(why["waiting"] as? [String: Any])
        #expect(waiting["cause"] as? String == "drained")
        #expect(try daemon.http.post("/api/v1/resume").object["draining"] as? Bool == false)
        try daemon.waitForEnd(of: job)
        #expect(try daemon.state(of: job) == "completed")
    }

    @Test func `the same key gives the same job`() throws {
        let daemon = try RunningDaemon()
        let body = daemon.body([Self.passing])
        let key = ["Idempotency-Key": "once"]
        let first = try daemon.http.post("/api/v1/jobs", body, key)
        let second = try daemon.http.post("/api/v1/jobs", body, key)
        #expect(first.status == 201)
        #expect(second.status == 200)
        #expect(first.object["job_id"] as? String == second.object["job_id"] as? String)
    }

    @Test func `an empty key of idempotency is refused, and no key`() throws {
        let daemon = try RunningDaemon()
        let header = ["Idempotency-Key": ""]
        let refused = try daemon.http.post("/api/v1/jobs", daemon.body([Self.passing]), header)
        #expect(refused.status == 400)
        #expect(refused.text.contains("an idempotency key has 1 to 255 bytes"), "\(refused.text)")
        let asked = try daemon.ask(
            "mutation S($i: SubmitInput!) { submit(input: $i, idempotencyKey: \"\") { jobId } }",
            ["i": daemon.input([Self.passing])])
        #expect(asked.problems.first?.hasPrefix("INVALID_REQUEST 400 ") == true)
        #expect((try daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any])?.isEmpty == true)
    }

    @Test func `events go on after the last one that was seen`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(Self.passing)
        let all = try daemon.http.events(of: job).filter { $0.id != nil }
        for (place, event) in all.enumerated() {
            let rest = try daemon.http.events(of: job, after: event.id)
            #expect(rest.map(\.id) == all[(place + 1)...].map(\.id))
        }
    }

    @Test func `a recording is followed to the end of its attempt`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(
            "command: 'for i in 1 2 3; do echo $i; read x; done'\nshell: true\nsteps:\n"
                + ["1", "2", "3"].map { "  - {expect: '\($0)', send: go}\n" }.joined())
        _ = try daemon.http.events(of: job) { $0.name == "attempt_started" }
        let recording = try daemon.http.get("/api/v1/jobs/\(job)/tasks/1/recording?follow=1")
        #expect(recording.text == "1\r\n2\r\n3\r\n")
    }
}
