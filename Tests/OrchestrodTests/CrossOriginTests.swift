import Foundation
import Testing

/// What browsers are told about pages of other origins.
@Suite(.serialized) struct CrossOriginTests {
    private static let preflight = [
        "Origin": "https://ci.example", "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization",
    ]

    @Test func `by default no page of another origin is told anything`() throws {
        let daemon = try RunningDaemon()
        let asked = try daemon.http.request("OPTIONS", "/api/v1/jobs/1", Self.preflight, nil)
        #expect(asked.status == 204)
        let answer = try daemon.http.get("/health", ["Origin": "https://ci.example"])
        for answer in [asked, answer] {
            #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control-") })
            #expect(answer.headers["vary"] == nil)
        }
    }

    @Test func `an origin that is listed may ask and read, and no other`() throws {
        let daemon = try RunningDaemon(
            configuration: "cors: {origins: [\"https://ci.example\", \"http://[::1]:8080\"]}\n")
        let asked = try daemon.http.request("OPTIONS", "/api/v1/jobs/1", Self.preflight, nil)
        #expect(asked.status == 204)
        #expect(asked.headers["access-control-allow-origin"] == "https://ci.example")
        #expect(asked.headers["access-control-allow-methods"]?.contains("DELETE") == true)
        let fields = asked.headers["access-control-allow-headers"]?.lowercased() ?? ""
        for field in ["authorization", "x-api-key", "content-type", "idempotency-key"] {
            #expect(fields.contains(field))
        }
        #expect(asked.headers["access-control-max-age"] == "600")
        #expect(asked.headers["vary"] == "Origin")
        #expect(asked.headers["access-control-expose-headers"] == nil, "it is no answer to read")
        for (status, path) in [(200, "/health"), (404, "/nowhere"), (404, "/api/v1/jobs/9")] {
            let answer = try daemon.http.get(path, ["Origin": "http://[::1]:8080"])
            #expect(answer.status == status)
            #expect(answer.headers["access-control-allow-origin"] == "http://[::1]:8080")
            #expect(answer.headers["access-control-expose-headers"]?.contains("ETag") == true)
            #expect(answer.headers["access-control-allow-credentials"] == nil)
            #expect(answer.headers["vary"] == "Origin")
        }
        for origin in ["https://ci.example.evil", "http://ci.example", "null", "*", ""] {
            let other = Self.preflight.merging(["Origin": origin]) { $1 }
            for answer in [
                try daemon.http.request("OPTIONS", "/api/v1/jobs/1", other, nil),
                try daemon.http.get("/health", ["Origin": origin]),
            ] {
                #expect(answer.headers["access-control-allow-origin"] == nil, "\(origin)")
                #expect(answer.headers["vary"] == "Origin")
            }
        }
    }

    @Test(arguments: [
        ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
    ]) func `a page of somebody else changes nothing by the browser it is in`(
        page: [String: String]
    ) throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: exit 1\nshell: true\nexit_code: 0\n")
        try daemon.waitForEnd(of: job)
        let form = page.merging(["Content-Type": "multipart/form-data; boundary=x"]) { $1 }
        #expect(try daemon.http.request("POST", "/api/v1/jobs", form, []).status == 403)
        for (method, path) in [
            ("POST", "/api/v1/jobs"), ("POST", "/api/v1/jobs/\(job)/retry"),
            ("DELETE", "/api/v1/jobs/\(job)"), ("POST", "/api/v1/drain"),
            ("PUT", "/api/v1/strategy"),
            ("POST", "/api/v1/keys"), ("POST", "/graphql"),
        ] {
            let answer = try daemon.http.request(method, path, page, Array("{}".utf8))
            #expect(answer.status == 403, "\(method) \(path)")
            #expect(answer.object["type"] as? String == "urn:orchestro:problem:not-allowed")
        }
        #expect(try daemon.http.get("/api/v1/jobs", page).status == 200)
        #expect(try daemon.http.get("/health").object["draining"] as? Bool != true)
        let key = ["Authorization": "Bearer \(try daemon.makeKey(["submit"]).secret)"]
        let asked = try daemon.http.request(
            "POST", "/api/v1/jobs/\(job)/retry", page.merging(key) { $1 }, nil)
        #expect(asked.status == 200)
    }

    @Test func `the daemon's own pages, and those that are listed, may change things`() throws {
        let daemon = try RunningDaemon(configuration: "cors: {origins: [\"https://ci.example\"]}\n")
        for origin in ["http://x", "https://x", "https://ci.example"] {
            let answer = try daemon.http.request(
                "POST", "/api/v1/resume", ["Origin": origin], nil)
            #expect(answer.status == 200, "\(origin)")
        }
    }
}
