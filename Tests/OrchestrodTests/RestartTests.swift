import Foundation
import Testing

/// What survives the daemon's end.
@Suite(.serialized) struct RestartTests {
    /// Appends a line to a file of its own each time it is carried out.
    private static func counting(_ name: String) -> String {
        "command: 'echo x >> ran-\(name); echo done'\nshell: true\nexit_code: 0\n"
            + "steps: [{expect: done}]\n"
    }

    @Test func `killed with a queue, nothing is lost and nothing runs twice`() throws {
        var daemon = try RunningDaemon(configuration: "workers: 2\n")
        let directory = daemon.directory
        let texts = (0..<12).map { Self.counting(String($0)) }
        let answer = try daemon.http.post("/api/v1/jobs", daemon.body(texts))
        let job = try #require(answer.object["job_id"] as? String)
        for round in 1...3 {
            // Killed as soon as something more is over, wherever everything else is then.
            var seen = 0
            _ = try? daemon.http.events(of: job) { event in
                seen += event.name == "task_finished" ? 1 : 0
                return seen > round * 2
            }
            daemon.kill()
            daemon = try RunningDaemon(in: directory, configuration: "workers: 2\n")
        }
        try daemon.waitForEnd(of: job)
        #expect(try daemon.outcomes(of: job) == Array(repeating: "passed", count: 12))
        for place in 0..<12 {
            let attempts =
                try daemon.http.get("/api/v1/jobs/\(job)/tasks/\(place + 1)")
                .object["attempts"] as? [[String: Any]]
            // An attempt that was interrupted may have got as far as its line.
            let interrupted = attempts?.count { $0["verdict"] as? String == "interrupted" } ?? 0
            let lines = daemon.content("ran-\(place)").split(separator: "\n").count
            #expect((1...1 + interrupted).contains(lines), "\(place): \(lines), \(interrupted)")
            #expect(attempts?.count { $0["verdict"] as? String == "passed" } == 1)
        }
    }

    @Test func `stopped while something runs, it is attempted again`() throws {
        var daemon = try RunningDaemon()
        let directory = daemon.directory
        let job = try daemon.submit(
            "command: 'echo x >> ran; if [ -e second ]; then echo done; else echo waits; sleep 600;"
                + " fi'\nshell: true\ndeadline: 700\nexit_code: 0\n"
                + "steps: [{expect: done, timeout: 600}]\n")
        try daemon.http.waitUntilShown("waits", by: job)
        daemon.stop()
        try "".write(toFile: directory + "/second", atomically: true, encoding: .utf8)
        daemon = try RunningDaemon(in: directory)
        try daemon.waitForEnd(of: job)
        #expect(try daemon.outcomes(of: job) == ["passed"])
        let task = try daemon.http.get("/api/v1/jobs/\(job)/tasks/1").object
        let attempts = try #require(task["attempts"] as? [[String: Any]])
        #expect(attempts.map { $0["verdict"] as? String } == ["interrupted", "passed"])
    }

    @Test func `a worker that is killed costs its attempt one retry, not the daemon`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\n")
        let job = try daemon.submit(
            "command: 'if [ -e second ]; then echo done; else touch second; echo on; sleep 600; fi'"
                + "\nshell: true\ndeadline: 700\nexit_code: 0\n"
                + "steps: [{expect: 'on|done', timeout: 600}, {expect_exit: 0, timeout: 600}]\n")
        try daemon.http.waitUntilShown("on", by: job)
        let workers = try daemon.http.get("/api/v1/workers").object["workers"] as? [[String: Any]]
        let pid = try #require(workers?.first?["pid"] as? Int32)
        kill(pid, SIGKILL)
        try daemon.waitForEnd(of: job)
        #expect(try daemon.outcomes(of: job) == ["passed"])
        let task = try daemon.http.get("/api/v1/jobs/\(job)/tasks/1").object
        let attempts = try #require(task["attempts"] as? [[String: Any]])
        #expect(attempts.map { $0["verdict"] as? String } == ["lost", "passed"])
        let record = attempts.first?["record"] as? [String: Any]
        let error = record?["error"] as? [String: Any]
        #expect(error?["kind"] as? String == "lost")
    }

    @Test func `numbers are not used again and the drain is remembered`() throws {
        var daemon = try RunningDaemon()
        let directory = daemon.directory
        let first = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: first)
        _ = try daemon.http.post("/api/v1/drain")
        daemon.kill()
        daemon = try RunningDaemon(in: directory)
        #expect(try daemon.http.get("/api/v1/status").object["draining"] as? Bool == true)
        #expect(try daemon.submit("command: echo b") == "2")
    }

    @Test func `a reload takes good settings and refuses bad ones`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 2\n")
        func slots() throws -> Int? {
            let slots = try daemon.http.get("/api/v1/status").object["slots"] as? [String: Any]
            return slots?["total"] as? Int
        }
        let file = daemon.directory + "/orchestrod.yaml"
        try "workers: 5\n".write(toFile: file, atomically: true, encoding: .utf8)
        daemon.signal(SIGHUP)
        daemon.waitUntilItSays("the configuration was read again")
        #expect(try slots() == 5)
        try "workers: none\n".write(toFile: file, atomically: true, encoding: .utf8)
        daemon.signal(SIGHUP)
        daemon.waitUntilItSays("`workers` must be a whole number")
        #expect(try slots() == 5)
    }
}
