import Foundation
import Testing

/// Two owners by their keys on one daemon: neither learns anything of the other.
@Suite(.serialized) struct TenantTests {
    /// Method and place of everything that belongs to one job.
    private static let places: [(String, String)] = [
        ("GET", ""), ("DELETE", ""), ("DELETE", "?task=1"), ("POST", "/retry"), ("GET", "/events"),
        ("GET", "/why"), ("GET", "/why?task=1"), ("GET", "/tasks"), ("GET", "/tasks/1"),
        ("GET", "/tasks/1/recording"), ("GET", "/tasks/1/recording?follow=1"),
        ("GET", "/tasks/1/artifacts"),
    ]

    @Test func `what belongs to another is as what does not exist`() throws {
        let daemon = try RunningDaemon()
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let job = try daemon.submit("command: echo a", with: one)
        try daemon.waitForEnd(of: job)
        let own = try daemon.submit("command: echo b", with: two)
        try daemon.waitForEnd(of: own)
        for (method, place) in Self.places {
            let foreign = try daemon.http.request(
                method, "/api/v1/jobs/\(job)\(place)", two.header, nil)
            let unknown = try daemon.http.request(
                method, "/api/v1/jobs/999\(place)", two.header, nil)
            #expect(foreign.status == 404, "\(method) \(place): \(foreign.text)")
            #expect(
                foreign.text.replacing("999", with: job)
                    == unknown.text.replacing("999", with: job))
        }
        for (owner, key, sees) in [("daemon", one, job), ("bin", two, own)] {
            let jobs = try daemon.http.get("/api/v1/jobs", key.header).object["jobs"]
            let shown = try #require(jobs as? [[String: Any]])
            #expect(shown.map { $0["job_id"] as? String } == [sees])
            #expect(shown.map { $0["owner"] as? String } == [owner])
            let asked = try daemon.http.get("/api/v1/jobs?owner=daemon", key.header)
            #expect((asked.object["jobs"] as? [Any])?.count == (owner == "daemon" ? 1 : 0))
        }
        #expect(try daemon.state(of: job) == "completed")
        let all = try daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any]
        #expect(all?.count == 2)
    }

    @Test func `a job of one is not stopped by the other, and its key does not repeat his`() throws
    {
        let daemon = try RunningDaemon()
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        #expect(try daemon.http.post("/api/v1/drain").status == 200)
        let body = daemon.body(["command: echo a"])
        var jobs: [String] = []
        for key in [one, two, one] {
            let header = key.header.merging(["Idempotency-Key": "same"]) { $1 }
            let answer = try daemon.http.post("/api/v1/jobs", body, header)
            jobs.append(answer.object["job_id"] as? String ?? "")
        }
        #expect(jobs == ["1", "2", "1"])
        #expect(try daemon.http.request("DELETE", "/api/v1/jobs/1", two.header, nil).status == 404)
        #expect(try daemon.state(of: "1") == "pending")
        #expect(try daemon.http.request("DELETE", "/api/v1/jobs/1", one.header, nil).status == 200)
        #expect(try daemon.state(of: "1") == "cancelled")
        #expect(try daemon.state(of: "2") == "pending")
        for (method, path) in [
            ("GET", "/api/v1/keys"), ("GET", "/api/v1/keys/1"), ("DELETE", "/api/v1/keys/1"),
            ("POST", "/api/v1/keys"), ("POST", "/api/v1/keys/1/rotate"), ("GET", "/api/v1/audit"),
            ("POST", "/api/v1/drain"), ("POST", "/api/v1/resume"), ("PUT", "/api/v1/strategy"),
        ] {
            let answer = try daemon.http.request(method, path, two.header, nil)
            #expect(answer.status == 403, "\(method) \(path): \(answer.text)")
        }
        #expect(try daemon.http.get("/api/v1/status", one.header).status == 200)
    }
}
