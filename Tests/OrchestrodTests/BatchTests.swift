import Foundation
import Testing

/// Several jobs by one request.
@Suite(.serialized) struct BatchTests {
    private static let place = "/api/v1/jobs/batch"

    @Test func `each job of a batch is taken or refused by itself, in order`() throws {
        let daemon = try RunningDaemon()
        _ = try daemon.http.post("/api/v1/drain")
        let jobs: [Any] = [
            daemon.body(["command: echo a"], ["idempotency_key": "one"]),
            daemon.body(["comand: x"]), 7,
            daemon.body(["command: echo b"], ["name": "b"]),
            daemon.body(["command: echo a"], ["idempotency_key": "one"]),
            daemon.body(["command: echo c"], ["idempotency_key": ""]),
        ]
        let answer = try daemon.http.post(Self.place, ["jobs": jobs])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.object["accepted"] as? Int == 2)
        #expect(answer.object["refused"] as? Int == 3)
        let results = try #require(answer.object["results"] as? [[String: Any]])
        #expect(results.map { $0["status"] as? Int } == [201, 422, 400, 201, 200, 400])
        let numbers = results.map { ($0["job"] as? [String: Any])?["job_id"] as? String }
        #expect(numbers == ["1", nil, nil, "2", "1", nil])
        let problem = try #require(results[2]["problem"] as? [String: Any])
        #expect((problem["detail"] as? String)?.contains("$.jobs[2]") == true)
        let header = ["Idempotency-Key": "one"]
        let same = try daemon.http.post("/api/v1/jobs", daemon.body(["command: echo a"]), header)
        #expect(same.status == 200)
        #expect(same.object["job_id"] as? String == "1")
    }

    @Test func `a key of idempotency for all of a batch is refused`() throws {
        let daemon = try RunningDaemon()
        let answer = try daemon.http.post(
            Self.place, ["jobs": [daemon.body(["command: echo a"])]], ["Idempotency-Key": "one"])
        #expect(answer.status == 400)
        #expect(answer.text.contains("give each job of the batch its `idempotency_key`"))
        #expect((try daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any])?.isEmpty == true)
    }

    @Test func `all or nothing is all, or nothing`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\nowner: {queued: 3}\n")
        _ = try daemon.http.post("/api/v1/drain")
        let good = daemon.body(["command: echo a"])
        func ask(_ jobs: [Any]) throws -> HTTPClient.Answer {
            try daemon.http.post(Self.place, ["jobs": jobs, "all_or_nothing": true])
        }
        let wrong = try ask([good, daemon.body(["comand: x"])])
        #expect(wrong.status == 422)
        #expect((wrong.object["detail"] as? String)?.hasPrefix("$.jobs[1]: ") == true)
        #expect((wrong.object["diagnostics"] as? [Any])?.isEmpty == false)
        let many = try ask([good, daemon.body(["command: echo a", "command: echo b"]), good])
        #expect(many.status == 429, "\(many.text)")
        #expect(try (daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any])?.isEmpty == true)
        let all = try ask([good, good, good])
        #expect(all.status == 200)
        #expect(all.object["accepted"] as? Int == 3)
        // One by one, what there is no room for is refused alone.
        _ = try daemon.http.request("DELETE", "/api/v1/jobs/1", [:], nil)
        let some = try daemon.http.post(Self.place, ["jobs": [good, good]])
        let results = try #require(some.object["results"] as? [[String: Any]])
        #expect(results.map { $0["status"] as? Int } == [201, 429])
    }

    @Test func `a batch is bounded, and counts each job for its key`() throws {
        let daemon = try RunningDaemon()
        _ = try daemon.http.post("/api/v1/drain")
        let key = try daemon.makeKey(["submit", "read"], ["tasks_max": 100])
        let good = daemon.body(["command: echo a"])
        let batch = ["jobs": Array(repeating: good, count: 101)]
        #expect(try daemon.http.post(Self.place, batch).status == 400)
        #expect(try daemon.http.post(Self.place, ["jobs": []]).status == 400)
        #expect(try daemon.http.post(Self.place, ["jobs": [good], "more": 1]).status == 400)
        let most = ["jobs": Array(repeating: good, count: 100)]
        let answer = try daemon.http.post(Self.place, most, key.header)
        #expect(answer.object["accepted"] as? Int == 100, "\(answer.text.prefix(300))")
        let more = try daemon.http.post(Self.place, ["jobs": [good]], key.header)
        #expect(more.object["refused"] as? Int == 1)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let usage = try again.http.get("/api/v1/usage").object["usage"] as? [[String: Any]]
        #expect(usage?.first?["jobs"] as? Int == 100)
        #expect(usage?.first?["requests"] as? Int == 2)
    }
}
