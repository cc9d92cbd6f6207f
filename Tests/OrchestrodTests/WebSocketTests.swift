import Foundation
import Testing
import Wire

@testable import orchestrod

/// Events and terminals by WebSocket, with a client that others use.
@Suite(.serialized, .enabled(if: PythonClient.sockets != nil, PythonClient.absence))
struct WebSocketTests {
    private static let passing = "command: echo hello\nsteps: [{expect: hello}]\nexit_code: 0\n"

    private let client: PythonClient

    init() throws { client = try #require(PythonClient.sockets) }

    private func names(_ seen: [String: Any]) -> [String] {
        let events = seen["events"] as? [[String: Any]] ?? []
        return events.compactMap { $0["event"] as? String }
    }

    private func numbers(_ seen: [String: Any]) -> [Int] {
        let events = seen["events"] as? [[String: Any]] ?? []
        return events.compactMap { $0["number"] as? Int }
    }

    @Test func `a job is followed to its end, with what its terminals show`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(
            "command: 'echo one; read x; echo two'\nshell: true\n"
                + "steps: [{expect: one}, {send: go}, {expect: two}]\nexit_code: 0\n",
            Self.passing)
        let seen = try client.run("follow", daemon.socket, "/ws/jobs/\(job)")
        #expect(seen["code"] as? Int == 1000)
        #expect(seen["reason"] as? String == "the job is over")
        let kept = names(seen).filter { $0 != "step" }
        #expect(kept.first == "submitted")
        #expect(kept.last == "job_finished")
        #expect(try kept == daemon.http.events(of: job).map(\.name))
        let terminals = try #require(seen["terminals"] as? [String: String])
        #expect(terminals["1.1"] == "one\r\ntwo\r\n")
        #expect(terminals["2.1"] == "hello\r\n")
        #expect(seen["gaps"] as? Int == 0)
        let quiet = try client.run("follow", daemon.socket, "/ws/jobs/\(job)?terminals=0")
        #expect((quiet["terminals"] as? [String: String])?.isEmpty == true)
        #expect(numbers(quiet) == numbers(seen))
    }

    @Test func `whoever comes again goes on where he was`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(Self.passing)
        let all = try client.run("follow", daemon.socket, "/ws/jobs/\(job)")
        for number in numbers(all) {
            let rest = try client.run(
                "follow", daemon.socket, "/ws/jobs/\(job)?after=\(number)&offset=1.1:3")
            #expect(rest["code"] as? Int == 1000)
            #expect(numbers(rest) == numbers(all).filter { $0 > number })
            #expect(rest["terminals"] as? [String: String] == ["1.1": "lo\r\n"])
        }
    }

    @Test func `everybody sees his jobs' events, and administrators all`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 2\nstrategy: fifo\n")
        let one = try daemon.makeTenant("daemon")
        let two = try daemon.makeTenant("bin")
        let first = try daemon.submit(Self.passing, with: one)
        try daemon.waitForEnd(of: first)
        let second = try daemon.submit(Self.passing, with: two)
        try daemon.waitForEnd(of: second)
        #expect(try daemon.http.post("/api/v1/drain").status == 200)
        let all = try client.run("follow", daemon.socket, "/ws/events?after=0", "--count", "11")
        #expect(numbers(all) == Array(1...11))
        #expect(names(all).last == "drained")
        for (key, job) in [(one, first), (two, second)] {
            let seen = try client.run(
                "follow", daemon.socket, "/ws/events?after=0", "--count", "6", "--key",
                key.secret)
            let events = try #require(seen["events"] as? [[String: Any]])
            #expect(events.dropLast().allSatisfy { $0["job_id"] as? String == job })
            #expect(names(seen) == names(all).suffix(6))
        }
    }

    @Test func `a key in a subprotocol opens, and is not sent back`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeTenant("daemon")
        let job = try daemon.submit(Self.passing, with: key)
        let seen = try client.run(
            "follow", daemon.socket, "/ws/jobs/\(job)", "--key-protocol", key.secret)
        #expect(seen["code"] as? Int == 1000)
        #expect(seen["subprotocol"] as? String == "orchestro.v1")
        let foreign = try daemon.makeTenant("bin")
        let answer = try client.run(
            "ask", daemon.socket, "/ws/jobs/\(job)",
            "Sec-WebSocket-Protocol: orchestro.key.\(foreign.secret), orchestro.v1")
        #expect(answer["status"] as? Int == 404)
        let wrong = try client.run(
            "ask", daemon.socket, "/ws/jobs/\(job)",
            "Sec-WebSocket-Protocol: orchestro.v1,orchestro.key.wrong")
        #expect(wrong["status"] as? Int == 401)
    }

    @Test func `by the network it is the same, by a key alone`() throws {
        let daemon = try RunningDaemon.withTLS()
        let place = "wss://\(daemon.tlsAddress)"
        let key = try daemon.makeTenant("daemon")
        let job = try daemon.submit(Self.passing, with: key)
        let kept = try daemon.http.events(of: job).compactMap { Int($0.id ?? "") }
        for option in ["--key", "--key-protocol"] {
            let seen = try client.run("follow", place, "/ws/jobs/\(job)", option, key.secret)
            #expect(seen["code"] as? Int == 1000)
            #expect(numbers(seen) == kept)
            #expect(seen["terminals"] as? [String: String] == ["1.1": "hello\r\n"])
        }
        for (fields, status) in [
            ([], 401), (["X-API-Key: \(key.secret)", "Origin: http://localhost"], 403),
            (["X-API-Key: \(key.secret)", "Origin: https://localhost"], 101),
            (["X-API-Key: \(key.secret)", "Origin: https://other.example"], 403),
        ] {
            let answer = try client.run(["ask", place, "/ws/events"] + fields)
            #expect(answer["status"] as? Int == status, "\(fields)")
        }
    }

    @Test(
        arguments: [
            (["Upgrade: -", "Connection: -"], 426), (["Upgrade: h2c"], 426),
            (["Connection: close"], 400), (["Sec-WebSocket-Version: 8"], 426),
            (["Sec-WebSocket-Version: -"], 426), (["Sec-WebSocket-Key: short"], 400),
            (["Sec-WebSocket-Key: -"], 400), (["Content-Length: 1"], 400),
            (["Sec-WebSocket-Protocol: chat"], 400), (["Origin: https://evil.example"], 403),
            (["Origin: null"], 403), (["Origin: http://localhost:81"], 403),
            (["Origin: http://localhost"], 101), (["Origin: https://localhost:443"], 403),
            (["Origin: https://LOCALHOST", "Host: localhost:443"], 101),
            (["Authorization: Bearer orchestro_wrong"], 401), (["Authorization: Basic a"], 401),
            ([], 101),
        ] as [([String], Int)])
    func `a bad handshake is told what is wrong with it`(fields: [String], status: Int) throws {
        let daemon = try RunningDaemon()
        let answer = try client.run(["ask", daemon.socket, "/ws/events"] + fields)
        #expect(answer["status"] as? Int == status, "\(answer)")
        let header = try #require(answer["header"] as? [String: String])
        let problem = answer["problem"] as? [String: Any]
        if status == 101 {
            #expect(header["upgrade"] == "websocket")
            return
        }
        #expect(answer["closed"] as? Bool == true)
        #expect(problem?["status"] as? Int == status)
        #expect(problem?["instance"] as? String == "/ws/events")
        #expect(header["content-type"] == "application/problem+json")
        if status == 426 {
            #expect(header["upgrade"] == "websocket")
            #expect(header["sec-websocket-version"] == "13")
        }
    }

    @Test func `places and numbers that are not there are refused before the upgrade`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(Self.passing)
        let most = (1...APILimits.offsetsMax).map { "offset=\($0).1:0" }.joined(separator: "&")
        for (path, status) in [
            ("/ws/jobs/\(job)?\(most)", 101), ("/ws/jobs/\(job)?\(most)&offset=999.1:0", 400),
            ("/ws/jobs/999", 404), ("/ws/jobs/x", 404), ("/ws/jobs", 404), ("/ws", 404),
            ("/ws/jobs/\(job)?after=x", 400), ("/ws/jobs/\(job)?after=-1", 400),
            ("/ws/jobs/\(job)?offset=1.1", 400), ("/ws/jobs/\(job)?offset=1.1:-1", 400),
            ("/ws/jobs/\(job)?offset=0.1:0", 400), ("/ws/jobs/\(job)?terminals=2", 400),
            ("/ws/events?after=1.5", 400), ("/api/v1/status", 200),
        ] {
            let answer = try client.run("ask", daemon.socket, path)
            #expect(answer["status"] as? Int == status, "\(path): \(answer)")
        }
    }

    @Test func `whoever breaks the protocol is told how by the code`() throws {
        let daemon = try RunningDaemon()
        let cases: [(String, Int)] = [
            // A text, a binary message, a text in two frames: nothing is to be sent here.
            ("818100000000" + "61", 1008), ("828100000000" + "61", 1008),
            ("018100000000" + "61,808100000000" + "62", 1008),
            // Ping first, then close 1000; an empty close; one with half a code; a bad code.
            ("898100000000" + "61,888200000000" + "03e8", 1000), ("888000000000", 1000),
            ("888100000000" + "03", 1002), ("888200000000" + "03ed", 1002),
            // Not masked, a reserved bit, a reserved kind, a fragmented ping, a long ping.
            ("8101" + "61", 1002), ("c18100000000" + "61", 1002), ("838000000000", 1002),
            ("098000000000", 1002), ("89fe007e00000000", 1002),
            // What continues nothing, a text within a text, bad UTF-8 over two frames.
            ("808000000000", 1002), ("018000000000,818000000000", 1002),
            ("018100000000" + "c3,808100000000" + "28", 1007),
            // Too long by its length alone: 4,097 bytes, 2^40 bytes, more than there are.
            ("81fe100100000000", 1009), ("81ff000001000000000000000000", 1009),
            ("81ffffffffffffffffff00000000", 1009),
        ]
        let seen = try client.run(
            ["break", daemon.socket, "/ws/events"] + cases.map { $0.0 })
        let codes = try #require(seen["codes"] as? [Int])
        #expect(codes == cases.map { $0.1 })
        #expect(try daemon.http.get("/health").status == 200)
    }

    @Test func `a slow reader is told what it lost, and costs the daemon no memory`() throws {
        let daemon = try RunningDaemon()
        // More than the kernel and the daemon hold for a reader, then more steps than wait for it.
        let steps = (1...400).map { "{expect: 'n\($0).'}" }.joined(separator: ", ")
        let program =
            "echo ready; until [ -e go ]; do sleep 0.01; done; yes 0123456789 | head -c 8000000;"
            + " for i in $(seq 400); do echo n$i.; done"
        let job = try daemon.submit(
            "command: '\(program)'\nshell: true\ndeadline: 120\n"
                + "steps: [{expect: ready}, \(steps)]\nexit_code: 0\n")
        var before = 0
        var after = 0
        let seen = try client.run("slow", daemon.socket, "/ws/jobs/\(job)") {
            before = try daemon.residentBytes()
            _ = FileManager.default.createFile(atPath: daemon.directory + "/go", contents: nil)
            try daemon.waitForEnd(of: job)
            after = try daemon.residentBytes()
        }
        #expect(after - before < 16 << 20, "\(before) \(after)")
        #expect(seen["code"] as? Int == 1000)
        let events = try #require(seen["events"] as? [[String: Any]])
        let lost = events.reduce(0) {
            $0 + ($1["event"] as? String == "lost" ? $1["steps"] as? Int ?? 0 : 0)
        }
        #expect(lost > 0)
        #expect(lost + names(seen).count { $0 == "step" } >= 399)
        #expect(
            try names(seen).filter { $0 != "step" && $0 != "lost" }
                == daemon.http.events(of: job).map(\.name))
        let terminal = try #require((seen["terminals"] as? [String: String])?["1.1"])
        #expect(terminal.utf8.count > 8_000_000)
        #expect(terminal.hasSuffix("n400.\r\n"))
        #expect(seen["gaps"] as? Int == 0)
    }

    @Test func `a daemon that leaves says so, and one with a WebSocket is not idle`() throws {
        let daemon = try RunningDaemon(configuration: "workers: 1\n")
        let seen = try client.run("slow", daemon.socket, "/ws/events") {
            daemon.stop()
        }
        #expect(seen["code"] as? Int == 1001)
    }

    @Test func `there are never more WebSockets than three of four connections`() throws {
        let daemon = try RunningDaemon(
            configuration: "workers: 1\nconnections: {total: 8, account: 4}\n")
        let job = try daemon.submit("command: sleep 600\ndeadline: 700\n")
        var statuses: [Int] = []
        func open(_ count: Int) throws {
            guard count > 0 else {
                let answer = try client.run("ask", daemon.socket, "/ws/events")
                statuses.append(answer["status"] as? Int ?? 0)
                statuses.append(try daemon.http.get("/health").status)
                _ = try daemon.http.request("DELETE", "/api/v1/jobs/\(job)", [:], nil)
                return
            }
            _ = try client.run("slow", daemon.socket, "/ws/jobs/\(job)") {
                try open(count - 1)
            }
        }
        try open(3)
        #expect(statuses == [429, 200])
    }

    @Test func `a WebSocket that is closed gives its place back, however it was closed`() throws {
        let daemon = try RunningDaemon(
            configuration: "workers: 1\nconnections: {total: 8, account: 4}\n")
        let job = try daemon.submit("command: sleep 600\ndeadline: 700\n")
        // Three places: what keeps one has none left at the fourth. So it is with the readers of
        // events, of which there may be more.
        let many = LoopLimits.feedReadersMax + 10
        for (path, count) in [("/ws/jobs/\(job)", 20), ("/ws/events", many)] {
            let seen = try client.run("again", daemon.socket, path, "--count", "\(count)")
            #expect(seen["opened"] as? Int == count)
        }
        #expect(
            try daemon.http.request("DELETE", "/api/v1/jobs/\(job)", [:], nil).status == 200)
    }
}

extension RunningDaemon {
    var socket: String { directory + "/api.sock" }
}
