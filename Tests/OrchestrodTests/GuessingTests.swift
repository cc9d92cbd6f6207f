import Foundation
import Testing

/// Somebody who tries keys.
@Suite(.serialized) struct GuessingTests {
    private static let guesses = 10_000

    @Test func `ten thousand wrong keys are refused, limited, told, and slow nobody`() throws {
        let daemon = try RunningDaemon()
        let key = try daemon.makeKey(["read"])
        var statuses: [Int: Int] = [:]
        let connection = try Connection(daemon.directory + "/api.sock")
        for number in 0..<Self.guesses {
            let guess = "orchestro_" + String(repeating: "A", count: 37) + String(100_000 + number)
            try connection.send("GET", "/api/v1/jobs", ["X-API-Key": guess], [])
            let (status, headers) = try connection.head()
            while try connection.bodyChunk() != nil {}
            statuses[status, default: 0] += 1
            if status == 429 { #expect(headers["retry-after"] != nil) }
            guard number % 1_000 == 0 else { continue }
            // Others are served meanwhile, also with a right key from the same place.
            #expect(try daemon.http.get("/api/v1/status", key.header).status == 200)
            #expect(try daemon.http.get("/api/v1/status").status == 200)
        }
        #expect(Set(statuses.keys) == [401, 429])
        #expect(statuses.values.reduce(0, +) == Self.guesses)
        // Thirty at once and as many a minute.
        #expect(statuses[401, default: 0] < 300)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let told = try again.audit().filter { $0.action != "key_created" }
        #expect(told.map(\.count).reduce(0, +) == Self.guesses)
        #expect(Set(told.map(\.action)) == ["key_wrong", "guesses_limited"])
        #expect(told.count < 40, "\(told.count)")
        #expect(try again.http.get("/api/v1/usage").status == 200)
    }
}
