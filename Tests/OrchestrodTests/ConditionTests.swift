import Foundation
import Testing

/// Entity tags: what is known is not sent again, what has changed is not changed blindly.
@Suite(.serialized) struct ConditionTests {
    private static let places = [
        "/api/v1/jobs", "/api/v1/jobs/1", "/api/v1/jobs/1/tasks", "/api/v1/jobs/1/tasks/1",
        "/api/v1/keys", "/api/v1/keys/1", "/api/v1/audit", "/api/v1/usage", "/api/v1/webhooks",
        "/api/v1/webhooks/1", "/api/v1/webhooks/1/deliveries",
    ]

    @Test func `what the caller has is not sent again`() throws {
        let daemon = try RunningDaemon()
        let job = try daemon.submit("command: echo a")
        try daemon.waitForEnd(of: job)
        _ = try daemon.makeKey(["read"])
        _ = try daemon.makeWebhook("https://ci.invalid/")
        for place in Self.places {
            let first = try daemon.http.get(place)
            let tag = try #require(first.headers["etag"], "\(place)")
            for known in [tag, "W/\(tag)", "\"x,y\", \(tag)", "*"] {
                let again = try daemon.http.get(place, ["If-None-Match": known])
                #expect(again.status == 304, "\(place) \(known)")
                #expect(again.headers["etag"] == tag)
                #expect(again.body.isEmpty)
            }
            let other = try daemon.http.get(place, ["If-None-Match": "\"x\""])
            #expect(other.status == 200)
            #expect(other.text == first.text)
            #expect(try daemon.http.get(place, ["If-Match": "\"x\""]).status == 412)
            #expect(try daemon.http.get(place, ["If-Match": tag]).status == 200)
            let head = try daemon.http.request("HEAD", place, [:], nil)
            #expect(head.headers["etag"] == tag)
            #expect(try daemon.http.get(place, ["If-None-Match": "x"]).status == 400)
        }
        #expect(try daemon.http.get("/api/v1/status").headers["etag"] == nil)
    }

    @Test func `a job that changed has another tag and is not stopped by the old one`() throws {
        let daemon = try RunningDaemon()
        _ = try daemon.http.post("/api/v1/drain")
        let place = "/api/v1/jobs/" + (try daemon.submit("command: echo a", "command: echo b"))
        let seen = try #require(daemon.http.get(place).headers["etag"])
        let one = try daemon.http.request("DELETE", place + "?task=1", ["If-Match": seen], nil)
        #expect(one.status == 200)
        let stale = try daemon.http.request("DELETE", place, ["If-Match": seen], nil)
        #expect(stale.status == 412)
        #expect(stale.object["type"] as? String == "urn:orchestro:problem:precondition-failed")
        #expect(try daemon.state(of: "1") != "cancelled")
        let now = try #require(daemon.http.get(place).headers["etag"])
        #expect(now != seen)
        let known = try daemon.http.request("DELETE", place, ["If-None-Match": now], nil)
        #expect(known.status == 412)
        let weak = try daemon.http.request("DELETE", place, ["If-Match": "W/\(now)"], nil)
        #expect(weak.status == 412)
        let both = "\(seen), \(now)"
        #expect(try daemon.http.request("DELETE", place, ["If-Match": both], nil).status == 200)
        let retry = try daemon.http.post(place + "/retry", nil, ["If-Match": now])
        #expect(retry.status == 412)
        #expect(try daemon.http.post(place + "/retry", nil, ["If-Match": "*"]).status == 200)
    }

    @Test func `a key that was replaced meanwhile is not replaced again`() throws {
        let daemon = try RunningDaemon()
        _ = try daemon.makeKey(["read"])
        let seen = try #require(daemon.http.get("/api/v1/keys/1").headers["etag"])
        let rotation = "/api/v1/keys/1/rotate"
        #expect(try daemon.http.post(rotation, nil, ["If-Match": seen]).status == 200)
        #expect(try daemon.http.post(rotation, nil, ["If-Match": seen]).status == 412)
        let key = "/api/v1/keys/1"
        #expect(try daemon.http.request("DELETE", key, ["If-Match": seen], nil).status == 412)
        let now = try #require(daemon.http.get(key).headers["etag"])
        #expect(try daemon.http.request("DELETE", key, ["If-Match": now], nil).status == 200)
    }

    @Test func `use of a key and messages of a webhook change no tag`() throws {
        let daemon = try RunningDaemon()
        let used = try daemon.makeKey(["read"])
        let webhook = try daemon.makeWebhook("https://ci.invalid/")
        let key = try daemon.http.get("/api/v1/keys/1")
        let quiet = try daemon.http.get(webhook.path)
        #expect(try daemon.http.get("/api/v1/status", used.header).status == 200)
        try daemon.ping(webhook)
        daemon.stop()
        let again = try RunningDaemon(in: daemon.directory)
        let usedKey = try again.http.get("/api/v1/keys/1")
        #expect(usedKey.object["uses"] as? Int == 1)
        #expect(usedKey.headers["etag"] == key.headers["etag"])
        let busy = try again.http.get(webhook.path)
        #expect(busy.object["pending"] as? Int == 1)
        #expect(busy.headers["etag"] == quiet.headers["etag"])
        let held = ["If-Match": try #require(key.headers["etag"])]
        #expect(try again.http.post("/api/v1/keys/1/rotate", nil, held).status == 200)
        let hook = ["If-Match": try #require(quiet.headers["etag"])]
        #expect(try again.http.post(webhook.path + "/rotate", nil, hook).status == 200)
    }

    @Test func `a webhook that changed is not changed, rotated or removed blindly`() throws {
        let daemon = try RunningDaemon()
        let webhook = try daemon.makeWebhook("https://ci.invalid/")
        func tag() throws -> String {
            try #require(daemon.http.get(webhook.path).headers["etag"])
        }
        func ask(
            _ method: String, _ place: String, _ header: [String: String], _ body: String = ""
        ) throws -> Int {
            try daemon.http.request(method, webhook.path + place, header, Array(body.utf8)).status
        }
        let seen = try tag()
        #expect(try ask("PATCH", "", ["If-Match": "x"], #"{"name":"b"}"#) == 400)
        #expect(try ask("PATCH", "", ["If-Match": seen], #"{"name":"b"}"#) == 200)
        #expect(try ask("PATCH", "", ["If-Match": seen], #"{"name":"c"}"#) == 412)
        #expect(try ask("POST", "/rotate", ["If-Match": seen]) == 412)
        #expect(try ask("DELETE", "", ["If-Match": seen]) == 412)
        let shown = try daemon.http.get(webhook.path).object
        #expect(shown["name"] as? String == "b")
        #expect(shown["rotated_at"] is NSNull)
        #expect(try ask("PATCH", "", ["If-None-Match": try tag()], "{}") == 412)
        #expect(try ask("POST", "/rotate", ["If-Match": try tag()]) == 200)
        #expect(try ask("DELETE", "", ["If-None-Match": "*"]) == 412)
        #expect(try ask("DELETE", "", ["If-Match": try tag()]) == 200)
        #expect(try ask("DELETE", "", ["If-Match": "*"]) == 404)
        let changes = ["webhook_created", "webhook_changed", "webhook_rotated", "webhook_removed"]
        #expect(try daemon.audit().map(\.action) == changes)
    }
}
