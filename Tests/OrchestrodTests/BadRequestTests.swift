import Foundation
import Testing

/// Wrong requests get an answer that says what is wrong; the service stays as it was.
@Suite(.serialized) struct BadRequestTests {
    /// Method, path, body, status, and a part of the detail.
    private static let requests: [(String, String, String, Int, String)] = [
        ("GET", "/nowhere", "", 404, "there is nothing at /nowhere"),
        ("PUT", "/api/v1/jobs", "", 405, "takes POST, GET, HEAD, OPTIONS, not PUT"),
        ("POST", "/api/v1/jobs", "", 400, "expected JSON"),
        ("POST", "/api/v1/jobs", "[]", 400, "expected an object"),
        ("POST", "/api/v1/jobs", "{\"fils\": []}", 400, "`fils`"),
        ("POST", "/api/v1/jobs", "\u{7F}", 400, "expected JSON"),
        (
            "POST", "/api/v1/jobs",
            #"{"caller_directory":"x","files":[{"path":"a","directory":"/","text":""}]}"#, 400,
            "$.caller_directory"
        ),
        (
            "POST", "/api/v1/jobs",
            #"{"caller_directory":"/","files":[{"path":"a","directory":"/","text":"comand: x"}]}"#,
            422, "mistake"
        ),
        (
            "POST", "/api/v1/jobs",
            #"{"caller_directory":"/","tags":["x"],"files":[{"path":"a","directory":"/","#
                + #""text":"command: x"}]}"#, 400, "no scenario has the tags"
        ),
        ("GET", "/api/v1/jobs?state=over", "", 400, "`state` is one of"),
        ("GET", "/api/v1/jobs?limit=0", "", 400, "`limit` must be a whole number from 1"),
        ("GET", "/api/v1/jobs?cursor=x", "", 400, "`cursor` must be"),
        ("GET", "/api/v1/jobs?stat=pending", "", 400, "it may have `state`, `owner`"),
        ("GET", "/api/v1/jobs?limit=1&limit=2", "", 400, "`limit` more than once"),
        ("GET", "/api/v1/jobs/1?x", "", 400, "there is nothing to ask for here"),
        ("GET", "/api/v1/jobs/1/tasks?records=yes", "", 400, "`records` is 1 or 0"),
        ("GET", "/api/v1/jobs/7", "", 404, "there is no job 7"),
        ("GET", "/api/v1/jobs/x", "", 404, "there is no job x"),
        ("DELETE", "/api/v1/jobs/7", "", 404, "there is no job 7"),
        ("DELETE", "/api/v1/jobs/1?task=9", "", 404, "has no task 9"),
        ("POST", "/api/v1/jobs/7/retry", "", 404, "there is no job 7"),
        ("POST", "/api/v1/jobs/1/retry", "", 409, "passed"),
        ("GET", "/api/v1/jobs/7/why", "", 404, "there is no job 7"),
        ("GET", "/api/v1/jobs/1/why?task=9", "", 404, "has no task 9"),
        ("GET", "/api/v1/jobs/7/tasks", "", 404, "there is no job 7"),
        ("GET", "/api/v1/jobs/1/tasks?limit=1001", "", 400, "from 1 to 1000"),
        ("GET", "/api/v1/jobs/1/tasks/9", "", 404, "has no task 9"),
        ("GET", "/api/v1/jobs/1/tasks/0", "", 404, "has no task 0"),
        ("GET", "/api/v1/jobs/1/tasks/9/recording", "", 404, "has no task 9"),
        ("GET", "/api/v1/jobs/1/tasks/1/recording?attempt=9", "", 404, "has no attempt 9"),
        ("GET", "/api/v1/jobs/1/tasks/1/artifacts?attempt=9", "", 404, "has no attempt 9"),
        ("GET", "/api/v1/jobs/7/events", "", 404, "there is no job 7"),
        ("PUT", "/api/v1/strategy", "{}", 400, "$.strategy"),
        ("PUT", "/api/v1/strategy", #"{"strategy":"x"}"#, 400, "one of"),
    ]

    @Test func `each is answered by a problem document`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        for (method, path, body, status, detail) in Self.requests {
            let answer = try daemon.http.request(method, path, [:], Array(body.utf8))
            #expect(answer.status == status, "\(method) \(path): \(answer.text)")
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.object["status"] as? Int == status)
            let said = answer.object["detail"] as? String ?? ""
            #expect(said.contains(detail), "\(method) \(path): \(said)")
        }
        let header = ["Last-Event-ID": "x"]
        #expect(try daemon.http.get("/api/v1/jobs/1/events", header).status == 400)
        #expect(try daemon.http.get("/health").object["status"] as? String == "healthy")
    }

    @Test func `mistakes of scenarios come with their places`() throws {
        let daemon = try RunningDaemon()
        let answer = try daemon.http.post(
            "/api/v1/jobs", daemon.body(["comand: x\nstep: 1", "command: y\nsteps: 3"]))
        let diagnostics = try #require(answer.object["diagnostics"] as? [[String: Any]])
        #expect(diagnostics.map { $0["path"] as? String } == ["s0.yaml", "s0.yaml", "s1.yaml"])
        #expect(diagnostics.allSatisfy { $0["line"] is Int && $0["column"] is Int })
    }

    @Test func `what is too much is refused`() throws {
        let daemon = try RunningDaemon(
            configuration: """
                workers: 1
                owner: {queued: 3}
                job: {tasks: 2, size: 2K}
                """)
        _ = try daemon.http.post("/api/v1/drain")
        let two = ["command: echo a", "command: echo b"]
        let three = daemon.body(two + ["command: echo c"])
        let long = try daemon.http.post("/api/v1/jobs", three)
        #expect(long.status == 413)
        #expect(long.text.contains("at most 2 are allowed (`job: {tasks: …}`"), "\(long.text)")
        #expect(try daemon.http.post("/api/v1/jobs", daemon.body(two)).status == 201)
        let many = try daemon.http.post("/api/v1/jobs", daemon.body(two))
        #expect(many.status == 429)
        #expect(many.text.contains("2 tasks that are not over"))
        #expect(try daemon.submit("command: echo d") == "2")
        let large = "command: echo \(String(repeating: "x", count: 3_000))"
        let tooLarge = try daemon.http.post("/api/v1/jobs", daemon.body([large]))
        #expect(tooLarge.status == 413)
        #expect(tooLarge.text.contains("more than 2048 bytes"), "\(tooLarge.text)")
        #expect(tooLarge.text.contains("`job: {size: …}`"), "\(tooLarge.text)")
        let header = ["X-Long": String(repeating: "x", count: 100_000)]
        #expect(try daemon.http.get("/health", header).status >= 400)
    }

    @Test func `one connection too many is told so`() throws {
        let daemon = try RunningDaemon(configuration: "connections: {account: 2}\n")
        let kept = try (0..<2).map { _ in try Connection(daemon.directory + "/api.sock") }
        for connection in kept {
            try connection.send("GET", "/health", [:], [])
            #expect(try connection.head().status == 200)
        }
        let refused = try daemon.http.get("/health")
        #expect(refused.status == 429)
        #expect(refused.text.contains("too many connections"))
    }

    @Test func `what is no HTTP ends its connection and nothing else`() throws {
        let daemon = try RunningDaemon()
        for bytes in [[0, 1, 2, 255], Array("GET\r\n\r\n".utf8), Array("\r\n\r\n\r\n".utf8)] {
            let connection = try Connection(daemon.directory + "/api.sock")
            connection.write(bytes + Array("\r\n\r\n".utf8))
            while connection.fill() {}
        }
        #expect(try daemon.http.get("/health").status == 200)
    }
}
