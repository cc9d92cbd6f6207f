import Access
import Foundation
import Testing

/// A store that cannot be written for a while.
@Suite(.serialized) struct LaggingStoreTests {
    /// Another program that keeps the database locked until it is let go.
    private final class Lock {
        private let process = Process()
        private let (into, from) = (Pipe(), Pipe())

        init(_ daemon: RunningDaemon) throws {
            let hold = """
                import sqlite3, sys
                database = sqlite3.connect(sys.argv[1], isolation_level=None)
                database.execute("BEGIN IMMEDIATE")
                print("held", flush=True)
                sys.stdin.read()
                """
            let state = daemon.directory + "/state"
            let file = try #require(
                FileManager.default.contentsOfDirectory(atPath: state)
                    .first { $0.hasSuffix(".sqlite") || $0.hasSuffix(".db") })
            process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            process.arguments = ["-c", hold, state + "/" + file]
            (process.standardInput, process.standardOutput) = (into, from)
            try process.run()
            try #require(from.fileHandleForReading.line() == "held")
        }

        func end() throws {
            try into.fileHandleForWriting.close()
            process.waitUntilExit()
        }
    }

    @Test func `a job whose end is not stored yet is not repeated`() throws {
        let daemon = try RunningDaemon()
        let wrong = "command: 'until [ -e go ]; do sleep 0.05; done; exit 1'\nshell: true\n"
        let job = try daemon.submit(wrong + "exit_code: 0\n")
        _ = try daemon.lastNumber(of: job)
        let lock = try Lock(daemon)
        try "".write(toFile: daemon.directory + "/go", atomically: true, encoding: .utf8)
        daemon.waitUntilItSays("another connection keeps the database locked")
        let place = "/api/v1/jobs/\(job)/retry"
        let early = try daemon.http.post(place)
        #expect(early.status == 503, "\(early.text)")
        #expect(early.text.contains("the end of job \(job) is not stored yet"), "\(early.text)")
        try lock.end()
        try daemon.waitForEnd(of: job)
        #expect(try daemon.http.post(place).status == 200)
    }

    @Test func `keys that are made at once are counted as well`() throws {
        let daemon = try RunningDaemon()
        for _ in 1..<AccessLimits.keysOfOwnerMax { _ = try daemon.makeKey(["read"]) }
        let lock = try Lock(daemon)
        func ask(_ place: String, _ body: String) throws -> Connection {
            let connection = try Connection(daemon.directory + "/api.sock")
            try connection.send("POST", place, [:], Array(body.utf8))
            // Whoever comes later is answered without the loop: the one before has come to it.
            #expect(try daemon.http.get("/api/v1/keys?limit=1").status == 200)
            return connection
        }
        // While this is being stored, the others gather for one turn.
        let first = try ask("/api/v1/drain", "")
        let others = try (0..<4).map { _ in try ask("/api/v1/keys", #"{"name": "one more"}"#) }
        try lock.end()
        #expect(try first.head().status == 200)
        let answers = try others.map { try $0.head().status }
        #expect(answers.count { $0 == 201 } == 1, "\(answers)")
        #expect(answers.count { $0 == 429 } == 3, "\(answers)")
    }
}
