import Foundation
import Testing

/// Events by `graphql-transport-ws`: in order, and for everybody his own.
@Suite(.serialized, .enabled(if: PythonClient.graphQL != nil, PythonClient.absence))
struct GraphQLSubscriptionTests {
    private static let fields = "{ event number jobId }"

    private func kept(_ talk: GraphQLTalk, _ field: String) -> [[String: Any]] {
        // Steps are told between them and have no numbers.
        talk.answers.map { $0.field(field) }.filter { $0["number"] is Int }
    }

    @Test func `events come as they happen, everybody's own, and administrators see all`() throws {
        let daemon = try RunningDaemon.withTLS(configuration: "workers: 2\nstrategy: fifo\n")
        let one = try daemon.makeTenant("daemon", ["read", "submit"])
        let two = try daemon.makeTenant("bin", ["read", "submit"])
        let admin = try daemon.makeKey(["admin"])
        var ofJob: [String: [Int]] = [:]
        for (key, owner) in [(one, one), (two, two), (admin, nil)] {
            #expect(try daemon.http.post("/api/v1/resume").status == 200)
            // What happened before is not told.
            let after = try daemon.submit("command: echo a", with: one)
            try daemon.waitForEnd(of: after)
            let last = try daemon.numbers(of: after).max() ?? 0
            var own: [Int] = []
            let seen = try daemon.talk(
                [
                    .begin(key),
                    .subscribe("1", "subscription { events(after: \(last)) \(Self.fields) }"),
                    .wait(1), .pause, .until("DRAINED"), .leave,
                ]
            ) {
                let jobs = try [one, two].map {
                    try daemon.submit("command: echo a\nsteps: [{expect: a}]\n", with: $0)
                }
                for job in jobs {
                    try daemon.waitForEnd(of: job)
                    ofJob[job] = try daemon.numbers(of: job)
                }
                let mine = owner.map { $0.number == one.number ? jobs[0] : jobs[1] }
                own = jobs.filter { mine == nil || $0 == mine }.flatMap { ofJob[$0] ?? [] }
                #expect(try daemon.http.post("/api/v1/drain").status == 200)
            }
            let events = kept(seen, "events")
            #expect(events.dropLast().compactMap { $0["number"] as? Int } == own.sorted())
            #expect(events.last?["event"] as? String == "DRAINED")
            for event in events.dropLast() {
                let job = try #require(event["jobId"] as? String)
                #expect(ofJob[job]?.contains(event["number"] as? Int ?? 0) == true)
            }
        }
    }

    @Test func `who asks and leaves again and again is served as before`() throws {
        let daemon = try RunningDaemon.withTLS()
        let key = try daemon.makeTenant("daemon", ["read"])
        let pairs = (0..<300).flatMap { number -> [GraphQLTalk.Item] in
            let question = number % 2 == 0 ? "subscription { events { number } }" : "{ health }"
            return [.subscribe("\(number)", question), .complete("\(number)")]
        }
        let seen = try daemon.talk(
            [.begin(key)] + pairs + [
                .subscribe("last", "{ status { slots } }"), .until("slots"), .leave,
            ])
        #expect(seen.code == 1000)
        #expect(seen.answers.contains { $0.field("status")["slots"] is Int })
    }

    @Test func `one job's events are that job's alone, and end with it`() throws {
        let daemon = try RunningDaemon.withTLS()
        let key = try daemon.makeTenant("daemon", ["read", "submit"])
        let foreign = try daemon.makeTenant("bin", ["read"])
        let waiting =
            "command: 'until [ -e \(daemon.directory)/go ]; do sleep 0.01; done'\nshell: true\n"
        let jobs = try (0..<2).map { _ in try daemon.submit(waiting, with: key) }
        let question = "subscription { jobEvents(jobId: \\\"\(jobs[0])\\\") \(Self.fields) }"
        let seen = try daemon.talk(
            [
                .begin(key), .subscribe("1", question), .until("ATTEMPT_STARTED"), .pause,
                .until("complete"), .leave,
            ]
        ) {
            _ = FileManager.default.createFile(atPath: daemon.directory + "/go", contents: nil)
        }
        try daemon.waitForEnd(of: jobs[1])
        let events = kept(seen, "jobEvents")
        #expect(events.compactMap { $0["number"] as? Int } == (try daemon.numbers(of: jobs[0])))
        #expect(events.allSatisfy { $0["jobId"] as? String == jobs[0] })
        #expect(events.last?["event"] as? String == "JOB_FINISHED")
        #expect(seen.answers.last?.type == "complete")
        let refused = try daemon.talk(
            [.begin(foreign), .subscribe("1", question), .wait(2), .leave])
        #expect(refused.answers.map(\.type) == ["connection_ack", "error"])
        #expect(refused.answers.last?.code == "NOT_FOUND")
    }
}

extension RunningDaemon {
    /// The numbers of a job's events; it has to be over.
    fileprivate func numbers(of job: String) throws -> [Int] {
        try http.events(of: job).compactMap { $0.id.flatMap { Int($0) } }
    }
}
