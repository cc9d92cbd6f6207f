import Foundation
import HTTPTypes
import Testing
import Wire

@testable import orchestrod

/// What is true of every place: its methods, its spelling, what its bodies are.
@Suite(.serialized) struct PlaceTests {
    /// A path of each place that names job 1, task 1 and key 1.
    private static func path(_ route: APIRoute) -> String {
        route.template.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "1" : String($0) }.joined(separator: "/")
    }

    @Test func `every place tells its methods, and refuses others by them`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        for route in Set(APIService.endpoints.map(\.route)) {
            let path = Self.path(route)
            let own = APIService.endpoints.filter { $0.route == route }.flatMap(\.methods)
            let words = own.map(\.rawValue) + ["OPTIONS"]
            let asked = try daemon.http.request("OPTIONS", path, [:], nil)
            #expect(asked.status == 204)
            let allow = asked.headers["allow"] ?? ""
            #expect(Set(allow.components(separatedBy: ", ")) == Set(words), "\(path)")
            for method in ["GET", "PUT", "PATCH", "DELETE", "POST", "TRACE", "PROPFIND"]
            where !words.contains(method) {
                let answer = try daemon.http.request(method, path, [:], nil)
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.headers["allow"] == allow)
                #expect(answer.headers["content-type"] == "application/problem+json")
            }
            let slash = try daemon.http.request(own[0].rawValue, path + "/", [:], nil)
            #expect(slash.status == 404, "\(path)/")
            #expect(slash.text.contains("no empty parts"))
            let double = try daemon.http.request(own[0].rawValue, "/" + path, [:], nil)
            #expect(double.status == 404, "/\(path)")
        }
    }

    @Test func `HEAD is GET without the body`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        for endpoint in APIService.endpoints where endpoint.methods.contains(.head) {
            let path = Self.path(endpoint.route)
            let get = try daemon.http.get(path)
            // On one connection, so that a byte too many would be seen by the next answer.
            let connection = try Connection(daemon.directory + "/api.sock")
            for _ in 0..<2 {
                try connection.send("HEAD", path, [:], [])
                let (status, headers) = try connection.head()
                #expect(status == get.status, "\(path)")
                #expect(headers["content-type"] == get.headers["content-type"])
                #expect(headers["content-length"] != nil)
            }
        }
        #expect(try daemon.http.request("HEAD", "/api/v1/jobs/9", [:], nil).status == 404)
        #expect(try daemon.http.request("HEAD", "/nowhere", [:], nil).status == 404)
        #expect(try daemon.http.request("HEAD", "/api/v1/jobs/1/events", [:], nil).status == 405)
    }

    @Test func `a body that says that it is no JSON is not read as JSON`() throws {
        let daemon = try RunningDaemon()
        let body = Array(try JSONSerialization.data(withJSONObject: ["strategy": "fifo"]))
        for (type, status) in [
            ("application/json", 200), ("Application/JSON; charset=utf-8", 200),
            ("application/vnd.x+json", 200), ("text/plain", 415), ("", 415),
            ("application/x-www-form-urlencoded", 415), ("multipart/form-data; boundary=x", 415),
        ] {
            let header = ["Content-Type": type]
            let answer = try daemon.http.request("PUT", "/api/v1/strategy", header, body)
            #expect(answer.status == status, "\(type): \(answer.text)")
        }
        #expect(try daemon.http.request("PUT", "/api/v1/strategy", [:], body).status == 200)
    }

    @Test func `a body that breaks off, or is sent wrongly, is the sender's mistake`() throws {
        let daemon = try RunningDaemon()
        let trailers = "0\r\n" + String(repeating: "T: x\r\n", count: 2_000) + "\r\n"
        for (field, body) in [
            ("Transfer-Encoding: chunked", trailers), ("Transfer-Encoding: chunked", "x\r\n"),
            ("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\nx"),
        ] {
            let connection = try Connection(daemon.directory + "/api.sock")
            let head = "POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n"
            connection.write(Array((head + body).utf8))
            #expect(try connection.head().status == 400, "\(body.prefix(20))")
        }
        #expect(try daemon.http.get("/health").status == 200)
    }

    @Test func `a request is for somebody, once`() throws {
        let daemon = try RunningDaemon()
        for (head, status) in [
            ("GET /health HTTP/1.1\r\n", 400),
            ("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
            ("GET /health HTTP/1.1\r\nhost: a\r\n", 200),
            ("GET http://a/health HTTP/1.1\r\nHost: a\r\n", 200),
        ] {
            let connection = try Connection(daemon.directory + "/api.sock")
            connection.write(Array((head + "\r\n").utf8))
            #expect(try connection.head().status == status, "\(head)")
        }
    }
}
