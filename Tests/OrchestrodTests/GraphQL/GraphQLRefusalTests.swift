import Foundation
import Testing

/// Wrong questions to `/graphql`: what is said, and that nothing else happens.
@Suite(.serialized) struct GraphQLRefusalTests {
    /// A question and what is said about it; job 1 is over, with one task.
    private static let questions: [(String, String)] = [
        ("{ jobs(limit: 0) { next } }", "INVALID_REQUEST 400 `limit` must be a whole number"),
        ("{ jobs(limit: 1001) { next } }", "INVALID_REQUEST 400 `limit` must be a whole number"),
        ("{ jobs(cursor: \"x\") { next } }", "INVALID_REQUEST 400 `cursor` must be"),
        ("{ job(jobId: 1) { jobId } }", "- - Expected value of type \"String\", found 1."),
        (
            "{ job(jobId: \"1\") { tasks(limit: 0) { next } } }",
            "INVALID_REQUEST 400 `limit` must be"
        ),
        ("{ usage(since: \"x\") { next } }", "INVALID_REQUEST 400 `since` is a day"),
        ("{ usage(cursor: \"x\") { next } }", "INVALID_REQUEST 400 `cursor` is the `next`"),
        ("{ audit(action: \"x\") { next } }", "INVALID_REQUEST 400 `action` is one of"),
        ("{ audit(key: \"x\") { next } }", "INVALID_REQUEST 400 `key` must be"),
        ("{ keys(owner: \"nobody-is-so\") { name } }", "INVALID_REQUEST 400 there is no account"),
        ("{ keys(after: \"x\") { name } }", "INVALID_REQUEST 400 `after` must be"),
        ("mutation { cancel(jobId: \"7\") { tasks } }", "NOT_FOUND 404 there is no job 7"),
        ("mutation { cancel(jobId: \"x\") { tasks } }", "NOT_FOUND 404 there is no job x"),
        (
            "mutation { cancel(jobId: \"1\", task: 9) { tasks } }",
            "NOT_FOUND 404 job 1 has no task 9"
        ),
        (
            "mutation { cancel(jobId: \"1\", task: -1) { tasks } }",
            "NOT_FOUND 404 job 1 has no task -1"
        ),
        ("mutation { cancel(jobId: \"1\") { tasks } }", "CONFLICT 409 job 1 is over"),
        ("mutation { retry(jobId: \"7\") { tasks } }", "NOT_FOUND 404 there is no job 7"),
        ("mutation { retry(jobId: \"1\") { tasks } }", "CONFLICT 409 every task of job 1 passed"),
        ("mutation { revokeKey(keyId: \"9\") { name } }", "NOT_FOUND 404 there is no key 9"),
        ("mutation { rotateKey(keyId: \"x\") { secret } }", "NOT_FOUND 404 there is no key x"),
        (
            "mutation { createKey(input: {name: \"\"}) { secret } }",
            "INVALID_REQUEST 400 `name` has 1 to"
        ),
        (
            "mutation { createKey(input: {name: \"a\", requestsPerMinute: 0}) { secret } }",
            "INVALID_REQUEST 400 $.requestsPerMinute: expected a whole number from 1"
        ),
        (
            "mutation { createKey(input: {name: \"a\", networks: [\"x\"]}) { secret } }",
            "INVALID_REQUEST 400 `x` is no network"
        ),
        (
            "mutation { createKey(input: {name: \"a\", expiresAt: \"soon\"}) { secret } }",
            "INVALID_REQUEST 400 $.expiresAt: expected a time"
        ),
        (
            "mutation { submit(input: {callerDirectory: \"x\", files: []}) { jobId } }",
            "INVALID_REQUEST 400 $.callerDirectory: expected an absolute path"
        ),
        (
            "mutation { submit(input: {callerDirectory: \"/\", files: []}) { jobId } }",
            "INVALID_REQUEST 400 $.files: expected at least one file"
        ),
        (
            "mutation { submit(input: {callerDirectory: \"/\", limits: {memoryBytes: 0},"
                + " files: []}) { jobId } }",
            "INVALID_REQUEST 400 $.limits.memoryBytes: expected a whole number from 1"
        ),
        (
            "mutation { submit(input: {callerDirectory: \"/\", files: [{path: \"a\","
                + " directory: \"/\", text: \"comand: x\"}]}) { jobId } }",
            "INVALID_SCENARIO 422 "
        ),
        ("mutation { setStrategy(strategy: BEST) { slots } }", "- - Value \"BEST\" does not"),
        ("{ nothing }", "- - Cannot query field \"nothing\" on type \"Query\"."),
        ("{", "- - Syntax Error"),
        ("subscription { events { number } }", "- - Subscriptions need a WebSocket"),
    ]

    @Test func `each is told by a problem's words, kind and status`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        for (query, wanted) in Self.questions {
            let answer = try daemon.ask(query)
            #expect(answer.errors.count == 1, "\(query): \(answer.text)")
            let said = answer.problems.first ?? ""
            #expect(said.hasPrefix(wanted), "\(query): \(said)")
        }
        let nothing = try daemon.data(
            "{ job(jobId: \"7\") { jobId } task(jobId: \"1\", task: 9) { name }"
                + " none: task(jobId: \"x\", task: 0) { name } why(jobId: \"7\") { jobId }"
                + " what: why(jobId: \"1\", task: 9) { jobId } }")
        #expect(nothing.data.values.allSatisfy { $0 is NSNull })
        #expect(nothing.data.count == 5)
        let after = try daemon.data("{ listJobs { jobId } keys { keyId } }")
        #expect(after.count("listJobs") == 1)
        #expect(after.count("keys") == 0)
    }

    @Test func `mistakes of scenarios come with their places`() throws {
        let daemon = try RunningDaemon()
        let answer = try daemon.ask(
            "mutation S($i: SubmitInput!) { submit(input: $i) { jobId } }",
            ["i": daemon.input(["command: echo a", "command: y\nstepz: 3"])])
        let more = answer.errors.first?["extensions"] as? [String: Any]
        let findings = try #require(more?["diagnostics"] as? [[String: Any]])
        #expect(findings.map { $0["path"] as? String } == ["s1.yaml"])
        #expect(findings.map { $0["line"] as? Int } == [2])
    }

    @Test func `what is too deep, too costly or too large is not begun`() throws {
        let daemon = try RunningDaemon()
        let deep = String(repeating: "{ ofType ", count: 30) + "{ name }"
        for (query, code) in [
            (
                "{ __type(name: \"Job\") \(deep)" + String(repeating: "}", count: 31),
                "TOO_DEEP"
            ),
            ("{ jobs(limit: 1000) { jobs { tasks(limit: 1000) { next } } } }", "-"),
            (
                "{ jobs(limit: 1000) { jobs { tasks(limit: 100) { tasks { name } } } } }",
                "TOO_COSTLY"
            ),
            (
                "mutation {"
                    + (0..<51).map { " a\($0): cancelJob(jobId: \"1\")" }.joined() + " }",
                "TOO_COSTLY"
            ),
        ] {
            let answer = try daemon.ask(query)
            let found = answer.problems.first.map { String($0.prefix { $0 != " " }) } ?? "-"
            #expect(found == code, "\(query): \(answer.text)")
        }
        let large = try daemon.ask("{ health }", ["x": String(repeating: "x", count: 1 << 20)])
        #expect(large.status == 413)
        #expect(large.text.contains("POST /api/v1/jobs takes larger submissions"))
    }

    @Test func `HTTP's side of a request is looked at first`() throws {
        let daemon = try RunningDaemon()
        let body = Array(#"{"query":"{ health }"}"#.utf8)
        func ask(
            _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8] = []
        ) throws -> HTTPClient.Answer {
            try daemon.http.request(method, path, headers, body)
        }
        let json = ["Content-Type": "application/json"]
        #expect(try ask("POST", "/graphql", json, body).status == 200)
        #expect(try ask("POST", "/graphql", ["Content-Type": "text/plain"], body).status == 415)
        #expect(try ask("POST", "/graphql", json, Array("{".utf8)).status == 400)
        #expect(try ask("POST", "/graphql", json, Array("{}".utf8)).status == 400)
        #expect(try ask("PUT", "/graphql", json, body).status == 405)
        let own = json.merging(["Accept": "application/graphql-response+json"]) { $1 }
        let wrong = try ask("POST", "/graphql", own, Array(#"{"query":"{ no }"}"#.utf8))
        #expect(wrong.status == 400)
        #expect(
            wrong.headers["content-type"] == "application/graphql-response+json; charset=utf-8")
        #expect(wrong.headers["cache-control"] == "no-store")
        let picture = json.merging(["Accept": "image/png"]) { $1 }
        #expect(try ask("POST", "/graphql", picture, body).status == 406)
        let asked = try ask("GET", "/graphql?query=%7Bhealth%7D", [:])
        #expect(asked.text == #"{"data":{"health":"healthy"}}"# + "\n")
        let changed = try ask("GET", "/graphql?query=mutation%7Bdrain%7Bslots%7D%7D", [:])
        #expect(changed.status == 405)
        #expect(changed.headers["allow"] == "POST")
        let state = try daemon.data("{ status { draining } }")
        #expect(state.value("status.draining") as? Bool == false)
        let counts = try daemon.http.get("/metrics").text
        #expect(
            counts.contains(
                #"orchestro_http_requests_total{method="GET",route="/graphql",status="405"} 1"#))
    }

    @Test func `each scope opens its own fields`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        // Of each field: the scope that it needs, as REST does.
        let fields: [(String, String)] = [
            ("{ job(jobId: \"1\") { jobId } }", "read"), ("{ listJobs { jobId } }", "read"),
            ("{ jobs { next } }", "read"), ("{ task(jobId: \"1\", task: 1) { name } }", "read"),
            ("{ why(jobId: \"1\") { jobId } }", "read"), ("{ status { slots } }", "read"),
            ("{ workers { slot } }", "read"), ("{ usage { next } }", "read"),
            ("mutation { retry(jobId: \"1\") { tasks } }", "submit"),
            (
                "mutation { submit(input: {callerDirectory: \"/\", files: []}) { jobId } }",
                "submit"
            ),
            ("mutation { cancel(jobId: \"1\") { tasks } }", "cancel"),
            ("mutation { cancelJob(jobId: \"1\") }", "cancel"),
            ("mutation { drain { slots } }", "admin"), ("mutation { resume { slots } }", "admin"),
            ("mutation { setStrategy(strategy: FIFO) { slots } }", "admin"),
            ("{ audit { next } }", "admin"), ("{ keys { name } }", "admin"),
            ("mutation { createKey(input: {name: \"a\"}) { secret } }", "admin"),
            ("mutation { revokeKey(keyId: \"1\") { name } }", "admin"),
            ("mutation { rotateKey(keyId: \"1\") { secret } }", "admin"),
        ]
        let scopes = ["read", "submit", "cancel"]
        let keys = try scopes.map { try daemon.makeKey([$0], ["owner": "daemon"]) }
        var refusals = 0
        for (query, need) in fields {
            for (scope, key) in zip(scopes, keys) {
                let answer = try daemon.ask(query, with: key)
                let isRefused = answer.problems.first?.hasPrefix("NOT_ALLOWED 403 ") == true
                #expect(isRefused == (scope != need), "\(scope): \(query): \(answer.text)")
                if isRefused { refusals += 1 }
            }
        }
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let told = try again.audit("&action=not_allowed").map(\.count).reduce(0, +)
        // Besides, the job that three keys may not see is told when it is asked for.
        #expect(told >= refusals)
        let state = try again.data("{ status { draining } }")
        #expect(state.value("status.draining") as? Bool == false)
    }
}
