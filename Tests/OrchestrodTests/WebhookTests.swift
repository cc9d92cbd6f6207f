import Foundation
import Testing

/// Messages to webhooks with a real receiver: what they say, how they are signed, whom they reach.
@Suite(.serialized) struct WebhookTests {
    @Test func `a job's story is told in messages that a stranger can verify`() throws {
        let receiver = try Receiver(.answer(204))
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook(
            receiver.url, ["events": ["job.started", "job.completed", "task.finished"]])
        let job = try daemon.submit("command: echo a", more: ["name": "nightly"])
        let messages = try receiver.waitFor(3)
        let types = messages.map(\.type).sorted()
        #expect(types == ["job.completed", "job.started", "task.finished"])
        for message in messages {
            #expect(message.path == "/hook")
            #expect(message.headers["content-type"] == "application/json")
            #expect(message.headers["user-agent"]?.hasPrefix("orchestrod/") == true)
            #expect(message.headers["expect"] == nil)
            #expect(try message.isVerified(by: webhook.secret))
            let data = try #require(message.object["data"] as? [String: Any])
            let event = try #require(data["event"] as? [String: Any])
            let shown = try #require(data["job"] as? [String: Any])
            #expect(event["time"] as? String == message.object["timestamp"] as? String)
            #expect(shown["job_id"] as? String == job)
            #expect(shown["name"] as? String == "nightly")
            let isEnd = message.type == "job.completed"
            #expect(shown["status"] as? String == (isEnd ? "completed" : "running"))
        }
        let shown = try daemon.deliveries(of: webhook)
        #expect(
            Set(shown.compactMap { $0["message_id"] as? String })
                == Set(messages.compactMap { $0.headers["webhook-id"] }))
        var forged = messages[0]
        forged.body = forged.body.replacing("\"", with: "'", maxReplacements: 1)
        #expect(try !forged.isVerified(by: webhook.secret))
        var late = messages[0]
        late.headers["webhook-timestamp"] = "1700000000"
        #expect(try !late.isVerified(by: webhook.secret))
    }

    @Test func `a new secret and the one before both verify`() throws {
        let receiver = try Receiver(.answer(200))
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook(receiver.url)
        let rotated = try daemon.http.post(webhook.path + "/rotate")
        #expect(rotated.headers["cache-control"] == "no-store")
        let secret = try #require(rotated.object["secret"] as? String)
        #expect(secret != webhook.secret)
        try daemon.ping(webhook)
        let message = try receiver.waitFor(1)[0]
        #expect(message.type == "webhook.ping")
        #expect(try message.isVerified(by: secret))
        #expect(try message.isVerified(by: webhook.secret))
        #expect(try !message.isVerified(by: "whsec_" + String(repeating: "A", count: 43) + "="))
        let shown = try daemon.http.get(webhook.path).text
        #expect(!shown.contains("whsec_"))
        #expect(try !daemon.http.get("/api/v1/audit").text.contains("whsec_"))
    }

    @Test func `a webhook is told of its owner's jobs, of those it wants, of all for some`() throws
    {
        let daemon = try RunningDaemon.withWebhooks()
        let (own, named, all) = (
            try Receiver(.answer(200)), try Receiver(.answer(200)), try Receiver(.answer(200))
        )
        _ = try daemon.makeWebhook(own.url)
        _ = try daemon.makeWebhook(named.url, ["job_name": "nightly"])
        _ = try daemon.makeWebhook(all.url, ["all_jobs": true])
        let tenant = try daemon.makeTenant("daemon")
        let foreign = try daemon.submit("command: echo a", with: tenant)
        try daemon.waitForEnd(of: foreign)
        try daemon.waitForEnd(of: daemon.submit("command: echo b", more: ["name": "nightly"]))
        try daemon.waitForEnd(of: daemon.submit("command: 'false'\nexit_code: 0\n"))
        func jobs(_ receiver: Receiver, _ count: Int) throws -> [String] {
            try receiver.waitFor(count).compactMap { message in
                let data = message.object["data"] as? [String: Any]
                let job = (data?["job"] as? [String: Any])?["job_id"] as? String
                return job.map { "\(message.type) \($0)" }
            }.sorted()
        }
        #expect(
            try jobs(all, 3) == ["job.completed \(foreign)", "job.completed 2", "job.failed 3"])
        #expect(try jobs(own, 2) == ["job.completed 2", "job.failed 3"])
        #expect(try jobs(named, 1) == ["job.completed 2"])
    }

    @Test func `a webhook is changed, listed and removed, and the audit log tells it`() throws {
        let receiver = try Receiver(.answer(200))
        let daemon = try RunningDaemon.withWebhooks()
        let made = try daemon.http.post("/api/v1/webhooks", ["url": receiver.url])
        #expect(made.headers["location"] == "/api/v1/webhooks/1")
        #expect(made.headers["cache-control"] == "no-store")
        let webhook = HeldWebhook(number: 1, secret: "")
        let changed = try daemon.patch(
            webhook, ["name": "chat", "events": ["task.finished"], "job_name": "nightly"])
        #expect(changed.object["events"] as? [String] == ["task.finished"])
        #expect(changed.object["url"] as? String == receiver.url)
        let again = try daemon.patch(webhook, ["job_name": ""])
        #expect(again.object["job_name"] is NSNull)
        #expect(again.object["name"] as? String == "chat")
        let list = try daemon.http.get("/api/v1/webhooks").object["webhooks"] as? [Any]
        #expect(list?.count == 1)
        #expect(try daemon.http.request("DELETE", webhook.path, [:], nil).status == 200)
        #expect(try daemon.http.get(webhook.path).status == 404)
        #expect(try daemon.http.request("DELETE", webhook.path, [:], nil).status == 404)
        #expect(try daemon.makeWebhook(receiver.url).number == 2)
        #expect(
            try daemon.audit().map(\.action) == [
                "webhook_created", "webhook_changed", "webhook_changed", "webhook_removed",
                "webhook_created",
            ])
    }

    private static let wrong: [(body: String, why: String)] = [
        ("", "expected JSON"), ("[]", "expected an object"), ("{}", "$.url"),
        (#"{"url":7}"#, "$.url"), (#"{"url":"https://a","event":"job.failed"}"#, "`event`"),
        (#"{"url":"https://a","events":["job.lost"]}"#, "an event is one of"),
        (#"{"url":"https://a","events":["webhook.ping"]}"#, "an event is one of"),
        (#"{"url":"https://a","events":"job.failed"}"#, "$.events"),
        (#"{"url":"https://a","name":""}"#, "`name` has 1 to 200 bytes"),
        (#"{"url":"https://a","job_name":"a\n"}"#, "`job_name` has 1 to 200 bytes"),
        (#"{"url":"https://a","all_jobs":1}"#, "$.all_jobs"),
        (#"{"url":"ftp://a/"}"#, "`url` begins with http:// or https://"),
        (#"{"url":"https://ann:secret@a/"}"#, "no user name"),
        (#"{"url":"http://127.0.0.1/"}"#, "loopback"),
        (#"{"url":"http://[::1]/"}"#, "loopback"),
        (#"{"url":"http://[::ffff:127.0.0.1]/"}"#, "loopback"),
        (#"{"url":"http://[64:ff9b::7f00:1]/"}"#, "loopback"),
        (#"{"url":"http://169.254.169.254/latest/meta-data/"}"#, "link-local"),
        (#"{"url":"http://2130706433/"}"#, "four plain numbers"),
    ]

    @Test func `what is wrong is told, and nothing is made`() throws {
        let daemon = try RunningDaemon()
        for (body, why) in Self.wrong {
            let answer = try daemon.http.request(
                "POST", "/api/v1/webhooks", [:], Array(body.utf8))
            #expect(answer.status == 400, "\(body): \(answer.text)")
            #expect(answer.text.contains(why), "\(body): \(answer.text)")
        }
        let large = "{\"url\":\"https://a/" + String(repeating: "b", count: 100_000) + "\"}"
        let answer = try daemon.http.request("POST", "/api/v1/webhooks", [:], Array(large.utf8))
        #expect(answer.status == 413)
        #expect(answer.text.contains("more than 65536 bytes"), "\(answer.text)")
        // No setting makes it larger.
        #expect(!answer.text.contains("orchestrod.yaml"), "\(answer.text)")
        for (method, path) in [
            ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/ping"),
            ("GET", "/deliveries"), ("POST", "/deliveries/1/retry"),
        ] {
            for number in ["1", "0", "x", "99999999999999999999"] {
                let answer = try daemon.http.request(
                    method, "/api/v1/webhooks/\(number)\(path)", [:], Array("{}".utf8))
                #expect(answer.status == 404, "\(method) \(number)\(path): \(answer.text)")
            }
        }
        let list = try daemon.http.get("/api/v1/webhooks")
        #expect((list.object["webhooks"] as? [Any])?.isEmpty == true)
        let webhook = try daemon.makeWebhook("https://ci.example/")
        for body: [String: Any] in [
            ["events": [String]()], ["events": ["x"]], ["url": "http://127.0.0.1/"],
            ["name": ""], ["active": "no"], ["all_jobs": true],
        ] {
            #expect(try daemon.patch(webhook, body).status == 400, "\(body)")
        }
        for path in ["/deliveries?state=lost", "/deliveries?limit=0", "/deliveries?cursor=x"] {
            #expect(try daemon.http.get(webhook.path + path).status == 400, "\(path)")
        }
        #expect(try daemon.http.post(webhook.path + "/deliveries/7/retry").status == 404)
        #expect(try daemon.http.get(webhook.path).object["active"] as? Bool == true)
    }

    @Test func `an owner has so many webhooks and no more`() throws {
        let daemon = try RunningDaemon()
        for _ in 0..<50 { _ = try daemon.makeWebhook("https://ci.example/") }
        let answer = try daemon.http.post("/api/v1/webhooks", ["url": "https://ci.example/"])
        #expect(answer.status == 429)
        #expect(try daemon.http.request("DELETE", "/api/v1/webhooks/7", [:], nil).status == 200)
        #expect(try daemon.makeWebhook("https://ci.example/").number == 51)
    }
}
