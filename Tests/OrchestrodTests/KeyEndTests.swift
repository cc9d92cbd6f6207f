import Foundation
import Testing

/// A key that ends: what it opened ends with it, at once, and tells nothing more.
@Suite(.serialized) struct KeyEndTests {
    /// How a key ends.
    enum End: String, CaseIterable, CustomTestStringConvertible {
        case revoked, replaced

        var testDescription: String { rawValue }

        func happen(to key: HeldKey, of daemon: RunningDaemon) throws {
            let path = "/api/v1/keys/\(key.number)"
            let answer =
                switch self {
                case .revoked: try daemon.http.request("DELETE", path, [:], nil)
                case .replaced: try daemon.http.post(path + "/rotate")
                }
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test(
        .enabled(if: PythonClient.sockets != nil, PythonClient.absence), arguments: End.allCases)
    func `a WebSocket ends with its key`(end: End) throws {
        let daemon = try RunningDaemon()
        let client = try #require(PythonClient.sockets)
        let key = try daemon.makeTenant("daemon")
        let other = try daemon.makeTenant("daemon")
        for held in [key, other] {
            let job = try daemon.submit("command: sleep 600\ndeadline: 700\n", with: held)
            let path = held.number == key.number ? "/ws/events" : "/ws/jobs/\(job)"
            let after = try daemon.lastNumber(of: job)
            let seen = try client.run(
                "slow", daemon.socket, "\(path)?after=\(after)", "--key", held.secret
            ) {
                try end.happen(to: held, of: daemon)
                // What happens now may be seen by the owner, and not by this key.
                let cancelled = try daemon.http.request(
                    "DELETE", "/api/v1/jobs/\(job)", [:], nil)
                #expect(cancelled.status == 200)
            }
            #expect(seen["code"] as? Int == 1008)
            #expect(seen["reason"] as? String == "the key is not valid any more")
            #expect((seen["events"] as? [Any])?.count == 0, "\(seen)")
        }
    }

    @Test(arguments: End.allCases)
    func `a stream of server-sent events ends with its key`(end: End) throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeTenant("daemon")
        let job = try daemon.submit("command: sleep 600\ndeadline: 700\n", with: key)
        _ = try daemon.lastNumber(of: job)
        let connection = try Connection(daemon.socket)
        try connection.send("GET", "/api/v1/jobs/\(job)/events", key.header, [])
        #expect(try connection.head().status == 200)
        var text = ""
        while !text.contains("event: attempt_started"), let part = try connection.bodyChunk() {
            text += String(decoding: part, as: UTF8.self)
        }
        try end.happen(to: key, of: daemon)
        let cancelled = try daemon.http.request("DELETE", "/api/v1/jobs/\(job)", [:], nil)
        #expect(cancelled.status == 200)
        while let part = try connection.bodyChunk() {
            text += String(decoding: part, as: UTF8.self)
        }
        #expect(!text.contains("event: attempt_ended"), "\(text)")
        #expect(!text.contains("event: job_finished"), "\(text)")
    }

    @Test(arguments: End.allCases)
    func `a recording that is followed ends with its key`(end: End) throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeTenant("daemon")
        let job = try daemon.submit(
            "command: 'echo early; until [ -e go ]; do sleep 0.05; done; echo late; sleep 600'\n"
                + "shell: true\ndeadline: 700\n", with: key)
        _ = try daemon.lastNumber(of: job)
        let connection = try Connection(daemon.socket)
        let place = "/api/v1/jobs/\(job)/tasks/1/recording?follow=1"
        try connection.send("GET", place, key.header, [])
        #expect(try connection.head().status == 200)
        var text = ""
        func read(until word: String) throws {
            while !text.contains(word), let part = try connection.bodyChunk() {
                text += String(decoding: part, as: UTF8.self)
            }
        }
        try read(until: "early")
        try end.happen(to: key, of: daemon)
        try "".write(toFile: daemon.directory + "/go", atomically: true, encoding: .utf8)
        try read(until: "late")
        #expect(text == "early\r\n")
        try daemon.http.waitUntilShown("late", by: job)
    }

    @Test func `a recording that is followed ends when its key expires`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit(
            "command: 'while :; do echo on; sleep 0.05; done'\nshell: true\n")
        _ = try daemon.lastNumber(of: job)
        // All that has to happen before is one request.
        let expiry = Date(timeIntervalSinceNow: 6).ISO8601Format()
        let key = try daemon.makeKey(["read"], ["expires_at": expiry])
        let connection = try Connection(daemon.socket)
        let place = "/api/v1/jobs/\(job)/tasks/1/recording?follow=1"
        try connection.send("GET", place, key.header, [])
        #expect(try connection.head().status == 200)
        var partsLeft = 1_000
        while partsLeft > 0, try connection.bodyChunk() != nil { partsLeft -= 1 }
        #expect(partsLeft > 0)
        #expect(try daemon.state(of: job) == "running")
    }

    @Test(
        .enabled(if: PythonClient.graphQL != nil, PythonClient.absence), arguments: End.allCases)
    func `a conversation by GraphQL ends with its key`(end: End) throws {
        let daemon = try RunningDaemon.withTLS(configuration: "workers: 1\nstrategy: fifo\n")
        let key = try daemon.makeTenant("daemon")
        try daemon.waitForEnd(of: try daemon.submit("command: echo a", with: key))
        let seen = try daemon.talk(
            [
                .begin(key), .subscribe("1", "subscription { events(after: 0) { event } }"),
                .until("JOB_FINISHED"), .pause,
            ]
        ) {
            try end.happen(to: key, of: daemon)
            #expect(try daemon.http.post("/api/v1/drain").status == 200)
        }
        #expect(seen.code == 4403)
        #expect(seen.reason == "Forbidden")
        #expect(seen.answersAfterPause.map(\.type) == ["error"])
        #expect(seen.answersAfterPause.first?.code == "UNAUTHENTICATED")
    }

    @Test(.enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
    func `a conversation in which nothing is asked ends as well`() throws {
        let daemon = try RunningDaemon.withTLS()
        let key = try daemon.makeTenant("daemon")
        let seen = try daemon.talk([.begin(key), .wait(1), .pause]) {
            try End.revoked.happen(to: key, of: daemon)
        }
        #expect(seen.code == 4403)
        #expect(seen.answersAfterPause.isEmpty)
    }

    @Test(.enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
    func `a new secret is good on a connection that is older`() throws {
        let daemon = try RunningDaemon.withTLS()
        let key = try daemon.makeTenant("daemon")
        let file = daemon.directory + "/begin"
        let seen = try daemon.talk(
            [
                .pause, .file(file), .wait(1), .subscribe("1", "{ health }"), .wait(2),
                .leave,
            ]
        ) {
            let answer = try daemon.http.post("/api/v1/keys/\(key.number)/rotate")
            let secret = try #require(answer.object["secret"] as? String)
            let renewed = HeldKey(number: key.number, secret: secret)
            try GraphQLTalk.Item.begin(renewed).text
                .write(toFile: file, atomically: true, encoding: .utf8)
        }
        #expect(seen.code == 1000)
        #expect(seen.answersAfterPause.map(\.type) == ["connection_ack", "next", "complete"])
    }

    @Test(.enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
    func `a certificate has its number of operations, and ends with the settings`() throws {
        let identities = try ClientIdentities()
        func configuration(_ client: String) -> String {
            "workers: 1\ntls:\n  client_ca: \(identities.directory)/ca.pem\n  clients: \(client)\n"
        }
        let daemon = try RunningDaemon.withTLS(
            configuration: configuration(
                "{\"CN=ci,O=Lab\": {account: \(RunningDaemon.account), requests_per_minute: 3}}"))
        let ask = GraphQLTalk.Item.subscribe("1", "{ listJobs { jobId } }")
        // The handshake is the first of the three.
        let seen = try daemon.talk(
            [.begin(nil), .wait(1), ask, .wait(2), ask, .wait(2), ask, .wait(1), .pause],
            showing: "ci", of: identities
        ) {
            try configuration("{}").write(
                toFile: daemon.directory + "/orchestrod.yaml", atomically: true, encoding: .utf8)
            daemon.signal(SIGHUP)
        }
        #expect(
            seen.answers.map(\.type) == [
                "connection_ack", "next", "complete", "next", "complete", "error",
            ])
        #expect(seen.answers.last?.code == "LIMIT_REACHED")
        #expect(seen.code == 4403)
    }
}

extension RunningDaemon {
    /// The number of the latest event of a job when its first attempt has started.
    func lastNumber(of job: String) throws -> Int {
        let events = try http.events(of: job) { $0.name == "attempt_started" }
        return try #require(events.compactMap { $0.id.flatMap { Int($0) } }.last)
    }
}
