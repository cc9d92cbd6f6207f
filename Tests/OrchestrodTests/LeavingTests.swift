import Foundation
import Testing

/// A daemon that is stopped answers who came before.
@Suite(.serialized) struct LeavingTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Support/Leaving/restarts.py").path

    @Test(arguments: ["stopped", "idle"])
    func `nobody is refused while it leaves and comes again`(way: String) throws {
        let directory = try RunningDaemon.scratch()
        let file = directory + "/c.yaml"
        try "idle_exit: 0.03\n".write(toFile: file, atomically: true, encoding: .utf8)
        let daemon = [
            RunningDaemon.programs + "/orchestrod", "--config", file, "--state",
            directory + "/state", "--worker-socket", directory + "/worker.sock",
        ]
        let outcome = try Outside(
            ["python3", Self.script, directory, "40", way] + daemon, seconds: 240)
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains("40 restarts, exit [0], 0 refused"), "\(outcome.output)")
    }

    @Test func `who has connected may ask, and what is being sent is read and answered`() throws {
        let daemon = try RunningDaemon()
        // Answered before: the others are in then, since they came first.
        let fresh = try Connection(daemon.directory + "/api.sock")
        let sending = try Connection(daemon.directory + "/api.sock")
        let body = Array(
            try JSONSerialization.data(withJSONObject: daemon.body(["command: echo a"])))
        let head =
            "POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        sending.write(Array(head.utf8) + body.prefix(10))
        let last = try Connection(daemon.directory + "/api.sock")
        try last.send("GET", "/api/v1/status", [:], [])
        #expect(try last.head().status == 200)
        // Stopped while it does not run: the requests and the signal are there together.
        daemon.signal(SIGSTOP)
        try fresh.send("GET", "/api/v1/status", [:], [])
        sending.write(Array(body.dropFirst(10)))
        daemon.signal(SIGTERM)
        daemon.signal(SIGCONT)
        #expect(try fresh.head().status == 200)
        #expect(try sending.head().status == 201)
        #expect(daemon.waitForExit() == 0)
        let next = try RunningDaemon(in: daemon.directory)
        #expect(try next.http.get("/api/v1/jobs/1").status == 200)
    }
}
