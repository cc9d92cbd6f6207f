import Foundation
import HTTPTypes
import Testing
import Wire

@testable import orchestrod

/// Two owners by their keys on one daemon: neither learns anything of the other.
@Suite(.serialized) struct TenantTests {
    /// Ways to ask at any place: what comes after the path, header fields, body.
    private static let ways: [(query: String, headers: [String: String], body: String?)] = [
        ("", [:], nil), ("?task=1", [:], nil), ("?attempt=1", [:], nil), ("?follow=1", [:], nil),
        ("?task=1&attempt=1&follow=1", [:], nil), ("?records=1&limit=1", [:], nil),
        ("?cursor=1", [:], nil), ("?owner=daemon", [:], nil), ("?key=1", [:], nil),
        ("", ["Last-Event-ID": "0"], nil), ("", ["If-Match": "*"], nil),
        ("", ["If-None-Match": "*"], nil), ("", ["Idempotency-Key": "\(mark)"], nil),
        ("", [:], "{}"), ("", [:], "{\"job_id\":\"1\",\"owner\":\"daemon\"}"),
    ]

    /// In the name of everything that the first owner has.
    private static let mark = "only-of-the-first"

    /// A path of a place, with a number for each of its variable parts.
    private static func path(_ route: APIRoute, job: String) -> String {
        route.template.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return switch APIRoute.Parameter(rawValue: String(part.dropFirst().dropLast())) {
            case .job: job
            case .task, .key, .file, .webhook, .delivery, nil: "1"
            }
        }.joined(separator: "/")
    }

    @Test func `at every place, what belongs to another is as what does not exist`() throws {
        let daemon = try RunningDaemon()
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let body = daemon.body(["name: \(Self.mark)\ncommand: echo a"], ["name": Self.mark])
        let header = one.header.merging(["Idempotency-Key": Self.mark]) { $1 }
        let made = try daemon.http.post("/api/v1/jobs", body, header)
        let job = try #require(made.object["job_id"] as? String)
        try daemon.waitForEnd(of: job)
        let hook = ["url": "https://ci.invalid/", "name": Self.mark]
        #expect(try daemon.http.post("/api/v1/webhooks", hook).status == 201)
        let before = try daemon.http.get("/api/v1/jobs/\(job)").text
        for endpoint in APIService.endpoints {
            for way in Self.ways {
                func ask(_ job: String) throws -> HTTPClient.Answer {
                    try daemon.http.request(
                        endpoint.method.rawValue,
                        Self.path(endpoint.route, job: job) + way.query,
                        two.header.merging(way.headers) { $1 }, way.body.map { Array($0.utf8) })
                }
                let foreign = try ask(job)
                let what = "\(endpoint.method) \(endpoint.route.template)\(way)"
                #expect(!foreign.text.contains(Self.mark), "\(what): \(foreign.text)")
                guard endpoint.route.template.contains("{job_id}") else { continue }
                let unknown = try ask("999")
                // A query that the place does not have is refused before anything is looked up.
                #expect(
                    foreign.status == 404 || foreign.status == 400 && !way.query.isEmpty,
                    "\(what): \(foreign.text)")
                #expect(foreign.text == unknown.text.replacing("999", with: job), "\(what)")
            }
        }
        #expect(try daemon.http.get("/api/v1/jobs/\(job)").text == before)
    }

    @Test func `each sees the own jobs, administrators all`() throws {
        let daemon = try RunningDaemon()
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let job = try daemon.submit("command: echo a", with: one)
        let own = try daemon.submit("command: echo b", with: two)
        for (owner, key, sees) in [("daemon", one, job), ("bin", two, own)] {
            let jobs = try daemon.http.get("/api/v1/jobs", key.header).object["jobs"]
            let shown = try #require(jobs as? [[String: Any]])
            #expect(shown.map { $0["job_id"] as? String } == [sees])
            #expect(shown.map { $0["owner"] as? String } == [owner])
            let asked = try daemon.http.get("/api/v1/jobs?owner=daemon", key.header)
            #expect((asked.object["jobs"] as? [Any])?.count == (owner == "daemon" ? 1 : 0))
        }
        let all = try daemon.http.get("/api/v1/jobs").object["jobs"] as? [Any]
        #expect(all?.count == 2)
    }

    @Test func `a long queue of one does not hold up the other`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\n")
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let many = daemon.body((0..<60).map { "name: t\($0)\ncommand: echo a" })
        let long = try daemon.http.post("/api/v1/jobs", many, one.header)
        let first = try #require(long.object["job_id"] as? String)
        let short = try daemon.submit("command: echo b", with: two)
        try daemon.waitForEnd(of: short)
        let tasks = try daemon.http.get("/api/v1/jobs/\(first)").object["tasks"] as? [String: Any]
        let queued = try #require(tasks?["queued"] as? Int)
        #expect(queued > 30, "\(queued) of 60 tasks of the other were still waiting")
        #expect(try daemon.http.request("DELETE", "/api/v1/jobs/\(first)", [:], nil).status == 200)
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
            ("GET", "/api/v1/webhooks"), ("POST", "/api/v1/webhooks"),
            ("GET", "/api/v1/webhooks/1"), ("PATCH", "/api/v1/webhooks/1"),
            ("DELETE", "/api/v1/webhooks/1"), ("POST", "/api/v1/webhooks/1/rotate"),
            ("POST", "/api/v1/webhooks/1/ping"), ("GET", "/api/v1/webhooks/1/deliveries"),
            ("POST", "/api/v1/webhooks/1/deliveries/1/retry"),
            ("POST", "/api/v1/drain"), ("POST", "/api/v1/resume"), ("PUT", "/api/v1/strategy"),
        ] {
            let answer = try daemon.http.request(method, path, two.header, nil)
            #expect(answer.status == 403, "\(method) \(path): \(answer.text)")
        }
        #expect(try daemon.http.get("/api/v1/status", one.header).status == 200)
    }

    @Test func `GraphQL tells each of them no more`() throws {
        let daemon = try RunningDaemon()
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let job = try daemon.submit("command: echo a", with: one)
        try daemon.waitForEnd(of: job)
        _ = try daemon.http.post("/api/v1/drain")
        let open = try daemon.submit("command: echo b", with: one)
        for field in [
            "job(jobId: \"JOB\") { jobId tasks { next } }",
            "task(jobId: \"JOB\", task: 1) { name }",
            "why(jobId: \"JOB\") { jobId }", "why(jobId: \"JOB\", task: 1) { jobId }",
        ] {
            for job in [job, open, "999"] {
                let answer = try daemon.data(
                    "{ a: \(field.replacing("JOB", with: job)) }", with: two)
                #expect(answer.data["a"] is NSNull, "\(field): \(answer.text)")
            }
        }
        for field in [
            "cancel(jobId: \"JOB\") { tasks }", "cancel(jobId: \"JOB\", task: 1) { tasks }",
            "cancel(jobId: \"JOB\", task: 9) { tasks }", "retry(jobId: \"JOB\") { tasks }",
            "cancelJob(jobId: \"JOB\")",
        ] {
            for job in [job, open] {
                let foreign = try daemon.ask(
                    "mutation { \(field.replacing("JOB", with: job)) }", with: two)
                let unknown = try daemon.ask(
                    "mutation { \(field.replacing("JOB", with: "999")) }", with: two)
                #expect(
                    foreign.problems.map { $0.replacing("job \(job)", with: "job 999") }
                        == unknown.problems)
                #expect(foreign.errors.isEmpty == field.hasPrefix("cancelJob"))
                #expect(foreign.value("cancelJob") as? Bool != true)
            }
        }
        for (key, jobs) in [(one, 2), (two, 0)] {
            let lists = try daemon.data(
                "{ listJobs { owner } jobs { jobs { owner } } all: jobs(owner: \"daemon\") {"
                    + " jobs { owner } } workers { account attempt pid } }", with: key)
            #expect(lists.count("listJobs") == jobs)
            #expect(lists.count("jobs.jobs") == jobs)
            #expect(lists.count("all.jobs") == jobs)
            #expect(lists.text("workers.0.account") == nil)
        }
        let asked = try daemon.data("{ usage { usage { keyId } } }", with: two)
        #expect(!asked.text.contains("\"\(one.number)\""))
        #expect(try daemon.state(of: open) == "pending")
    }
}
