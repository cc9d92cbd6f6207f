import Foundation
import Testing

/// `Expect: 100-continue`: the body is asked for by whoever wants it, and only then.
@Suite struct InvitationTests {
    private let daemon: RunningDaemon
    private let connection: Connection

    init() throws {
        daemon = try RunningDaemon()
        connection = try Connection(daemon.directory + "/api.sock")
    }

    private func announce(
        _ headers: [String: String] = [:], _ method: String = "POST",
        _ path: String = "/api/v1/jobs"
    ) throws {
        try connection.send(
            method, path, headers.merging(["Expect": "100-continue"]) { $1 }, [])
    }

    static let refused: [([String: String], Int)] = [
        (["Authorization": "Bearer wrong", "Content-Length": "100000"], 401),
        (["Authorization": "Bearer wrong", "Content-Length": "10"], 401),
        (["Authorization": "Bearer wrong", "Transfer-Encoding": "chunked"], 401),
        (["Content-Length": "100000000000", "Content-Type": "application/json"], 413),
        (
            [
                "Content-Length": "100000000000",
                "Content-Type": "multipart/form-data; boundary=b",
            ], 413
        ),
        (["Content-Length": "10", "Content-Type": "text/plain"], 415),
    ]

    @Test(arguments: refused) func `who is refused is told at once, and asked for nothing`(
        headers: [String: String], status: Int
    ) throws {
        try announce(headers)
        #expect(try connection.head().status == status)
        while try connection.bodyChunk() != nil {}
        #expect(throws: HTTPClient.Failure.self) { try connection.head() }
    }

    @Test func `a wanted body is asked for, and the connection goes on`() throws {
        let submission = daemon.body(["command: 'true'\nexit_code: 0\n"])
        let body = [UInt8](try JSONSerialization.data(withJSONObject: submission))
        for number in 1...2 {
            try announce([
                "Content-Length": "\(body.count)", "Content-Type": "application/json",
            ])
            #expect(try connection.head().status == 100)
            connection.write(body)
            let head = try connection.head()
            #expect(head.status == 201)
            #expect(head.headers["location"] == "/api/v1/jobs/\(number)")
            while try connection.bodyChunk() != nil {}
        }
        // Without a body there is nothing to ask for.
        try announce([:], "GET", "/api/v1/jobs/1/why")
        #expect(try connection.head().status == 200)
        while try connection.bodyChunk() != nil {}
        try announce([:], "GET", "/api/v1/status")
        #expect(try connection.head().status == 200)
    }
}
