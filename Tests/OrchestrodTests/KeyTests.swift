import Foundation
import Testing

/// Keys over the socket: what they open, what they do not, and what is told of it.
@Suite(.serialized) struct KeyTests {
    @Test func `a key is told once, taken in both header fields and nowhere in the open`() throws {
        let daemon = try RunningDaemon()
        let made = try daemon.http.post("/api/v1/keys", ["name": "ci"])
        #expect(made.status == 201)
        #expect(made.headers["location"] == "/api/v1/keys/1")
        #expect(made.headers["cache-control"] == "no-store")
        let secret = try #require(made.object["secret"] as? String)
        #expect(secret.wholeMatch(of: /orchestro_[A-Za-z0-9_-]{43}/) != nil)
        #expect(made.object["scopes"] as? [String] == ["read"])
        for header in [("X-API-Key", secret), ("Authorization", "bearer  \(secret)")] {
            let answer = try daemon.http.get("/api/v1/status", [header.0: header.1])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.headers["ratelimit-limit"] == "6000")
            #expect(answer.headers["ratelimit-policy"] == "\"key\";q=6000;w=60")
        }
        #expect(try daemon.http.get("/api/v1/keys/1").object["secret"] == nil)
        #expect(try !daemon.http.get("/api/v1/keys").text.contains(secret))
        #expect(try !daemon.http.get("/api/v1/audit").text.contains(secret))
        daemon.stop()
        let state = daemon.directory + "/state"
        for file in try FileManager.default.contentsOfDirectory(atPath: state) {
            // Directories have no content.
            let content =
                (try? Data(contentsOf: URL(fileURLWithPath: "\(state)/\(file)"))) ?? Data()
            #expect(content.firstRange(of: Data(secret.utf8)) == nil, "\(file)")
        }
        let again = try RunningDaemon(in: daemon.directory)
        #expect(try again.http.get("/api/v1/status", ["X-API-Key": secret]).status == 200)
        #expect(!again.said.contains(secret))
    }

    @Test func `a wrong, revoked, expired, replaced or misplaced key gets the same answer`() throws
    {
        let daemon = try RunningDaemon()
        let revoked = try daemon.makeKey(["read"])
        #expect(try daemon.http.request("DELETE", "/api/v1/keys/1", [:], nil).status == 200)
        #expect(try daemon.http.request("DELETE", "/api/v1/keys/1", [:], nil).status == 200)
        let replaced = try daemon.makeKey(["read"])
        let rotated = try daemon.http.post("/api/v1/keys/2/rotate")
        let fresh = try #require(rotated.object["secret"] as? String)
        let elsewhere = try daemon.makeKey(["read"], ["networks": ["192.0.2.0/24"]])
        let here = try daemon.makeKey(["read"], ["networks": ["127.0.0.0/8"]])
        let wrong = "orchestro_" + String(repeating: "A", count: 43)
        var answers: Set<String> = []
        for secret in [wrong, revoked.secret, replaced.secret, elsewhere.secret, "", "x y"] {
            let answer = try daemon.http.get("/api/v1/status", ["X-API-Key": secret])
            #expect(answer.status == 401)
            #expect(
                answer.headers["www-authenticate"]
                    == "Bearer realm=\"orchestro\", error=\"invalid_token\"")
            #expect(answer.headers["content-type"] == "application/problem+json")
            answers.insert(answer.text)
        }
        #expect(answers.count == 1, "\(answers)")
        #expect(try daemon.http.get("/api/v1/status", ["X-API-Key": fresh]).status == 200)
        #expect(try daemon.http.get("/api/v1/status", here.header).status == 200)
        #expect(try daemon.http.post("/api/v1/keys/1/rotate").status == 409)
        // Whoever sends a key wants to be nobody else, not even where none is needed.
        #expect(try daemon.http.get("/health", ["X-API-Key": wrong]).status == 200)
    }

    @Test func `a credential that is not understood is refused, never passed over`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read"])
        let basic = try daemon.http.get("/api/v1/status", ["Authorization": "Basic eDp5"])
        #expect(basic.status == 401)
        #expect(basic.headers["www-authenticate"] == "Bearer realm=\"orchestro\"")
        let both = try daemon.http.get(
            "/api/v1/status", ["Authorization": "Bearer \(key.secret)", "X-API-Key": key.secret])
        #expect(both.status == 400)
        let query = "/api/v1/status?api_key=\(key.secret)"
        let refused = try daemon.http.get(query)
        #expect(refused.status == 401)
        #expect(!refused.text.contains(key.secret))
        let open = try RunningDaemon(configuration: "keys: {in_query: true}\n")
        let other = try open.makeKey(["read"])
        #expect(try open.http.get("/api/v1/status?api_key=\(other.secret)").status == 200)
        #expect(try open.http.get("/api/v1/nowhere?api_key=\(other.secret)").status == 404)
    }

    @Test func `a key may do what its scopes say and nothing else`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        let requests: [(String, String, String)] = [
            ("GET", "/api/v1/jobs", "read"), ("GET", "/api/v1/jobs/1", "read"),
            ("GET", "/api/v1/jobs/1/tasks", "read"), ("GET", "/api/v1/jobs/1/tasks/1", "read"),
            ("GET", "/api/v1/jobs/1/tasks/1/recording", "read"), ("GET", "/api/v1/status", "read"),
            ("GET", "/api/v1/jobs/1/events", "read"), ("GET", "/api/v1/jobs/1/why", "read"),
            ("GET", "/api/v1/workers", "read"), ("GET", "/api/v1/usage", "read"),
            ("POST", "/api/v1/jobs", "submit"), ("POST", "/api/v1/jobs/batch", "submit"),
            ("POST", "/api/v1/jobs/1/retry", "submit"),
            ("DELETE", "/api/v1/jobs/1", "cancel"), ("POST", "/api/v1/drain", "admin"),
            ("POST", "/api/v1/resume", "admin"), ("PUT", "/api/v1/strategy", "admin"),
            ("GET", "/api/v1/audit", "admin"), ("GET", "/api/v1/keys", "admin"),
            ("POST", "/api/v1/keys", "admin"), ("GET", "/api/v1/keys/1", "admin"),
            ("POST", "/api/v1/keys/1/rotate", "admin"),
        ]
        var keys: [String: HeldKey] = [:]
        for scope in ["read", "submit", "cancel", "admin"] {
            keys[scope] = try daemon.makeKey([scope])
        }
        for (method, path, needed) in requests {
            for (scope, key) in keys where scope != "admin" || method == "GET" {
                let answer = try daemon.http.request(method, path, key.header, nil)
                let isAllowed = scope == needed || scope == "admin"
                #expect((answer.status != 403) == isAllowed, "\(scope): \(method) \(path)")
            }
        }
        // A refusal is told within a second or at the end.
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let refusals = try again.audit("&action=not_allowed")
        #expect(refusals.map(\.count).reduce(0, +) == 3 * requests.count - 14)
    }

    @Test func `a key that asks too often is told when to ask again`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read"], ["requests_per_minute": 2])
        let other = try daemon.makeKey(["read"])
        #expect(try daemon.http.get("/api/v1/status", key.header).status == 200)
        let second = try daemon.http.get("/api/v1/nowhere", key.header)
        #expect(second.status == 404)
        #expect(second.headers["ratelimit-remaining"] == "0")
        let third = try daemon.http.get("/api/v1/status", key.header)
        #expect(third.status == 429)
        #expect(third.object["type"] as? String == "urn:orchestro:problem:limit-reached")
        let pause = try #require(Int(third.headers["retry-after"] ?? ""))
        #expect((1...30).contains(pause))
        #expect(third.headers["ratelimit"]?.hasPrefix("\"key\";r=0;t=") == true)
        #expect(try daemon.http.get("/api/v1/status", other.header).status == 200)
        #expect(try daemon.http.get("/api/v1/status").status == 200)
    }

    @Test func `uses are counted, for the key, its owner and administrators`() throws {
        let daemon = try RunningDaemon()
        let tenant = try daemon.makeTenant("daemon")
        let other = try daemon.makeTenant("bin")
        let job = try daemon.submit("command: echo a", with: tenant)
        try daemon.waitForEnd(of: job)
        for _ in 0..<5 { _ = try daemon.http.get("/api/v1/status", tenant.header) }
        _ = try daemon.http.get("/api/v1/audit", tenant.header)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let all = try again.http.get("/api/v1/usage").object["usage"] as? [[String: Any]] ?? []
        #expect(all.count == 1)
        #expect(all.first?["requests"] as? Int == 7)
        #expect(all.first?["jobs"] as? Int == 1)
        #expect(all.first?["refused"] as? Int == 1)
        let key = try again.http.get("/api/v1/keys/1").object
        #expect(key["uses"] as? Int == 7)
        #expect(key["last_used_at"] is String)
        let own = try again.http.get("/api/v1/usage", tenant.header).object["usage"] as? [Any]
        #expect(own?.count == 1)
        let none = try again.http.get("/api/v1/usage?key=1", other.header)
        #expect((none.object["usage"] as? [Any])?.count == 0)
    }

    @Test func `a key's jobs have no more open tasks than it may have`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read", "submit"], ["tasks_max": 2])
        #expect(try daemon.http.post("/api/v1/drain").status == 200)
        let two = daemon.body(["command: echo a", "command: echo b"])
        #expect(try daemon.http.post("/api/v1/jobs", two, key.header).status == 201)
        let third = try daemon.http.post(
            "/api/v1/jobs", daemon.body(["command: echo c"]), key.header)
        #expect(third.status == 429)
        #expect(third.text.contains("key 1 has 2 tasks that are not over"))
        _ = try daemon.submit("command: echo d")
        #expect(try daemon.http.post("/api/v1/resume").status == 200)
        try daemon.waitForEnd(of: "1")
        #expect(try daemon.submit("command: echo c", with: key) == "3")
        let told = try daemon.audit().map(\.action)
        #expect(told == ["key_created", "drained", "resumed"])
    }

    @Test func `retries are no way around what a key's jobs may have open`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read", "submit"], ["tasks_max": 2])
        let wrong = "command: 'exit 1'\nshell: true\nexit_code: 0\n"
        for job in ["1", "2"] {
            let two = daemon.body([wrong, wrong])
            #expect(try daemon.http.post("/api/v1/jobs", two, key.header).status == 201)
            try daemon.waitForEnd(of: job)
        }
        #expect(try daemon.http.post("/api/v1/drain").status == 200)
        #expect(try daemon.http.post("/api/v1/jobs/1/retry", nil, key.header).status == 200)
        let second = try daemon.http.post("/api/v1/jobs/2/retry", nil, key.header)
        #expect(second.status == 429, "\(second.text)")
        #expect(second.text.contains("key 1 has 2 tasks that are not over"))
        #expect(try daemon.state(of: "2") == "failed")
    }

    @Test func `a key with bounds for its jobs repeats those alone`() throws {
        let daemon = try RunningDaemon()
        let wrong = "command: 'exit 1'\nshell: true\nexit_code: 0\n"
        let other = try daemon.makeKey(["read", "submit"])
        let jobs = [try daemon.submit(wrong), try daemon.submit(wrong, with: other)]
        for job in jobs { try daemon.waitForEnd(of: job) }
        for bound in ["tasks_max", "running_max"] {
            let key = try daemon.makeKey(["read", "submit"], [bound: 100])
            for job in jobs {
                let place = "/api/v1/jobs/\(job)/retry"
                let refused = try daemon.http.post(place, nil, key.header)
                #expect(refused.status == 403, "\(refused.text)")
                #expect(refused.text.contains("`tasks_max` or `running_max`"))
                let query = "mutation { retry(jobId: \"\(job)\") { tasks } }"
                let asked = try daemon.ask(query, with: key)
                #expect(asked.problems.first?.hasPrefix("NOT_ALLOWED 403 ") == true)
                #expect(try daemon.state(of: job) == "failed")
            }
            let own = try daemon.submit(wrong, with: key)
            try daemon.waitForEnd(of: own)
            let place = "/api/v1/jobs/\(own)/retry"
            #expect(try daemon.http.post(place, nil, key.header).status == 200)
        }
        #expect(try daemon.http.post("/api/v1/jobs/2/retry", nil, other.header).status == 200)
        #expect(try daemon.http.post("/api/v1/jobs/1/retry", nil, other.header).status == 200)
    }

    @Test func `a key that is changed is told with its use`() throws {
        let daemon = try RunningDaemon()
        let used = try daemon.makeKey(["read"])
        #expect(try daemon.http.get("/api/v1/status", used.header).status == 200)
        // It is stored within a second.
        let uses = { try daemon.http.get("/api/v1/keys/1").object["uses"] as? Int }
        var looksLeft = 10_000
        while try uses() == 0, looksLeft > 0 { looksLeft -= 1 }
        let rotated = try daemon.http.post("/api/v1/keys/1/rotate").object
        #expect(rotated["uses"] as? Int == 1)
        #expect(rotated["last_used_at"] is String)
        #expect(rotated["secret"] is String)
        let query = "mutation { rotateKey(keyId: \"1\") { key { usageCount } } }"
        #expect(try daemon.data(query).number("rotateKey.key.usageCount") == 1)
        for _ in 0..<2 {
            let revoked = try daemon.http.request("DELETE", "/api/v1/keys/1", [:], nil).object
            #expect(revoked["uses"] as? Int == 1)
            #expect(revoked["last_used_at"] is String)
            #expect(revoked["revoked_at"] is String)
        }
    }

    @Test func `what alone is more than a key or an owner may have is to be divided`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\nowner: {queued: 3}\n")
        let key = try daemon.makeKey(["read", "submit"], ["tasks_max": 2])
        func refusal(_ count: Int, _ header: [String: String]) throws -> String {
            let scenarios = (0..<count).map { "command: echo \($0)" }
            let answer = try daemon.http.post("/api/v1/jobs", daemon.body(scenarios), header)
            #expect(answer.status == 429)
            return answer.object["detail"] as? String ?? ""
        }
        for (text, setting) in [
            (try refusal(3, key.header), "`tasks_max`"),
            (try refusal(4, [:]), "`owner: {queued: …}`"),
        ] {
            #expect(text.contains("divide the job") && text.contains(setting), "\(text)")
            #expect(!text.contains("wait"), "\(text)")
        }
        _ = try daemon.http.post("/api/v1/drain")
        _ = try daemon.submit("command: echo a", with: key)
        for (text, setting) in [
            (try refusal(2, key.header), "`tasks_max`"),
            (try refusal(3, [:]), "`owner: {queued: …}`"),
        ] {
            #expect(text.contains("1 tasks that are not over") && text.contains("wait"), "\(text)")
            #expect(text.contains(setting), "\(text)")
        }
    }

    @Test func `what ran as another account is not repeated without a key for it`() throws {
        let daemon = try RunningDaemon()
        let other = try daemon.makeKey(["read", "submit"], ["account": "nobody"])
        let own = try daemon.makeKey(["read", "submit"])
        let job = try daemon.submit("command: echo a", with: other)
        try daemon.waitForEnd(of: job)
        let refused = try daemon.http.post("/api/v1/jobs/\(job)/retry", nil, own.header)
        #expect(refused.status == 403, "\(refused.text)")
        #expect(refused.text.contains("ran as the account nobody"))
        let taken = try daemon.http.post("/api/v1/jobs/\(job)/retry", nil, other.header)
        #expect(taken.status == 200, "\(taken.text)")
    }

    @Test func `a key's jobs have no more running than it may have, also after a restart`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read", "submit"], ["running_max": 1])
        let two = daemon.body(["command: [sleep, '1000']", "command: [sleep, '1000']"])
        #expect(try daemon.http.post("/api/v1/jobs", two, key.header).status == 201)
        // Another job of the same owner is not held up by the key.
        let other = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: other)
        func counts(_ daemon: RunningDaemon) throws -> [String: Any] {
            try daemon.http.get("/api/v1/jobs/1").object["tasks"] as? [String: Any] ?? [:]
        }
        #expect(try counts(daemon)["running"] as? Int == 1)
        let why = try daemon.http.get("/api/v1/jobs/1/why?task=2").text
        #expect(why.contains("key_limit") && why.contains("key 1 has 1 attempt running"), "\(why)")
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let more = try again.submit("command: echo b")
        try again.waitForEnd(of: more)
        #expect(try counts(again)["queued"] as? Int == 1)
        #expect(try again.http.request("DELETE", "/api/v1/jobs/1?task=1", [:], nil).status == 200)
        _ = try again.http.events(of: "1") {
            $0.name == "attempt_started" && $0.data.contains("\"task\":2")
        }
        #expect(try again.http.request("DELETE", "/api/v1/jobs/1", [:], nil).status == 200)
    }

    @Test func `what is wrong with a new key is told, and none is made`() throws {
        let daemon = try RunningDaemon()
        let bodies: [([String: Any], String)] = [
            ([:], "$.name"), (["name": ""], "`name`"), (["name": "a\u{7}"], "`name`"),
            (["name": "a", "scopes": ["fly"]], "a scope is one of read, submit, cancel, admin"),
            (["name": "a", "networks": ["192.0.2.1/24"]], "is no network"),
            (["name": "a", "expires_at": "2020-01-01T00:00:00Z"], "`expires_at` is over"),
            (["name": "a", "expires_at": "soon"], "$.expires_at"),
            (["name": "a", "owner": "no such account"], "there is no account"),
            (["name": "a", "requests_per_minute": 0], "$.requests_per_minute"),
            (["name": "a", "secret": "mine"], "`secret`"),
        ]
        for (body, detail) in bodies {
            let answer = try daemon.http.post("/api/v1/keys", body)
            #expect(answer.status == 400, "\(body): \(answer.text)")
            #expect((answer.object["detail"] as? String ?? "").contains(detail), "\(answer.text)")
        }
        for path in ["7", "0", "x", "-1"] {
            #expect(try daemon.http.get("/api/v1/keys/\(path)").status == 404)
        }
        #expect((try daemon.http.get("/api/v1/keys").object["keys"] as? [Any])?.count == 0)
    }
}
