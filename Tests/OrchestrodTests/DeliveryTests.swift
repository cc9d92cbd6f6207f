import Foundation
import Store
import Testing
import Webhooks

/// What becomes of messages to webhooks whose receivers are not as they should be.
@Suite(.serialized) struct DeliveryTests {
    @Test func `a message that is not taken is sent again, the same`() throws {
        let receiver = try Receiver(.answer(500), .answer(404), .answer(201))
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook(receiver.url)
        let number = try daemon.ping(webhook)
        let messages = try receiver.waitFor(3)
        daemon.waitUntil(message: number, of: webhook, is: "delivered")
        #expect(Set(messages.map(\.body)).count == 1)
        #expect(Set(messages.compactMap { $0.headers["webhook-id"] }).count == 1)
        let delivery = try daemon.deliveries(of: webhook)[0]
        #expect(delivery["state"] as? String == "delivered")
        #expect(delivery["attempts"] as? Int == 3)
        #expect(delivery["status"] as? Int == 201)
        #expect(delivery["error"] is NSNull)
        #expect(delivery["next_at"] is NSNull)
        let metrics = try daemon.http.get("/metrics").text
        #expect(metrics.contains("orchestro_webhook_tries_total{outcome=\"again\"} 2\n"))
        #expect(metrics.contains("orchestro_webhook_tries_total{outcome=\"delivered\"} 1\n"))
        #expect(metrics.contains("orchestro_webhook_pending 0.0\n"))
    }

    @Test func `a dead letter is shown and sent again by hand`() throws {
        let receiver = try Receiver(.answer(503), .answer(200))
        let daemon = try RunningDaemon.withWebhooks(", give_up: 0.001")
        let webhook = try daemon.makeWebhook(receiver.url)
        let number = try daemon.ping(webhook)
        daemon.waitUntil(message: number, of: webhook, is: "dead")
        let dead = try daemon.deliveries(of: webhook, "?state=dead")
        #expect(dead.map { $0["status"] as? Int } == [503])
        #expect(dead[0]["error"] as? String == "the receiver answered 503")
        #expect(try daemon.deliveries(of: webhook, "?state=delivered").isEmpty)
        let again = try daemon.http.post("\(webhook.path)/deliveries/\(number)/retry")
        #expect(again.object["state"] as? String == "pending")
        daemon.waitUntil(message: number, of: webhook, is: "delivered")
        let messages = try receiver.waitFor(2)
        #expect(messages[0].headers["webhook-id"] == messages[1].headers["webhook-id"])
        #expect(try daemon.deliveries(of: webhook, "?state=dead").isEmpty)
    }

    @Test func `messages outlive the daemon, whether they wait or are on their way`() throws {
        let receiver = try Receiver(
            .answer(503, ["Retry-After: 3000"]), .silence, .answer(200))
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook(receiver.url)
        let waiting = try daemon.ping(webhook)
        daemon.waitUntil(message: waiting, of: webhook, is: "pending")
        let next = try daemon.deliveries(of: webhook)[0]["next_at"] as? String
        let going = try daemon.ping(webhook)
        _ = try receiver.waitFor(2)
        daemon.kill()
        try receiver.waitUntilGone()
        let after = try RunningDaemon.withWebhooks(in: daemon.directory)
        after.waitUntil(message: going, of: webhook, is: "delivered")
        let messages = try receiver.waitFor(3)
        #expect(messages[1].headers["webhook-id"] == messages[2].headers["webhook-id"])
        let shown = try after.deliveries(of: webhook, "?state=pending")
        #expect(shown.map { $0["delivery_id"] as? String } == [String(waiting)])
        #expect(shown[0]["next_at"] as? String == next)
        #expect(try after.http.get(webhook.path).object["pending"] as? Int == 1)
    }

    @Test func `a receiver that is gone switches its webhook off`() throws {
        let receiver = try Receiver(.answer(503, ["Retry-After: 3000"]), .answer(410), .answer(200))
        let daemon = try RunningDaemon.withWebhooks()
        let webhook = try daemon.makeWebhook(receiver.url)
        let waiting = try daemon.ping(webhook)
        daemon.waitUntil(message: waiting, of: webhook, is: "pending")
        let number = try daemon.ping(webhook)
        daemon.waitUntil(message: number, of: webhook, is: "dead")
        let shown = try daemon.http.get(webhook.path).object
        #expect(shown["active"] as? Bool == false)
        #expect(shown["inactive_reason"] as? String == "its receiver answered 410 (gone)")
        #expect(try daemon.deliveries(of: webhook, "?state=dead").count == 2)
        #expect(try daemon.http.post(webhook.path + "/ping").status == 409)
        let retry = try daemon.http.post("\(webhook.path)/deliveries/\(number)/retry")
        #expect(retry.status == 409)
        try daemon.waitForEnd(of: daemon.submit("command: echo a"))
        #expect(try daemon.deliveries(of: webhook).count == 2)
        #expect(try daemon.patch(webhook, ["active": true]).status == 200)
        #expect(try daemon.http.get(webhook.path).object["inactive_reason"] is NSNull)
        let again = try daemon.ping(webhook)
        daemon.waitUntil(message: again, of: webhook, is: "delivered")
        #expect(try daemon.audit().map(\.action).contains("webhook_switched_off"))
    }

    @Test func `a redirect is a failure and not followed`() throws {
        let other = try Receiver(.answer(200))
        let receiver = try Receiver(.answer(307, ["Location: \(other.url)"]))
        let daemon = try RunningDaemon.withWebhooks(", give_up: 0.001")
        let webhook = try daemon.makeWebhook(receiver.url)
        let number = try daemon.ping(webhook)
        daemon.waitUntil(message: number, of: webhook, is: "dead")
        #expect(other.count == 0)
        let error = try daemon.deliveries(of: webhook)[0]["error"] as? String
        #expect(error == "the receiver answered 307; redirects are not followed")
    }

    @Test func `a receiver that says nothing is left, one that says too much is not listened to`()
        throws
    {
        let silent = try Receiver(.silence)
        let flood = try Receiver(.flood)
        let daemon = try RunningDaemon.withWebhooks(", timeout: 0.3, give_up: 0.001")
        let quiet = try daemon.makeWebhook(silent.url)
        let number = try daemon.ping(quiet)
        daemon.waitUntil(message: number, of: quiet, is: "dead")
        try silent.waitUntilGone()
        let error = try daemon.deliveries(of: quiet)[0]["error"] as? String
        #expect(error?.contains("timed out") == true, "\(error ?? "")")
        let loud = try daemon.makeWebhook(flood.url)
        let taken = try daemon.ping(loud)
        daemon.waitUntil(message: taken, of: loud, is: "delivered")
        try flood.waitUntilGone()
        #expect(flood.floodBytes < 32 << 20)
    }

    @Test func `a name that stands for the machine gets no connection`() throws {
        let receiver = try Receiver(.answer(200))
        let daemon = try RunningDaemon(["--verbose"])
        let webhook = try daemon.makeWebhook("http://localhost:\(receiver.port)/")
        let number = try daemon.ping(webhook)
        daemon.waitUntil(message: number, of: webhook, is: "dead")
        #expect(receiver.count == 0)
        let error = try #require(try daemon.deliveries(of: webhook)[0]["error"] as? String)
        #expect(error.contains("messages are not sent there"), "\(error)")
        let open = try RunningDaemon.withWebhooks()
        let allowed = try open.makeWebhook("http://localhost:\(receiver.port)/")
        open.waitUntil(message: try open.ping(allowed), of: allowed, is: "delivered")
        #expect(receiver.count == 1)
    }

    @Test func `a certificate that nobody trusts gets no message`() throws {
        let receiver = try RunningDaemon.withTLS()
        let daemon = try RunningDaemon.withWebhooks(", give_up: 0.001")
        let webhook = try daemon.makeWebhook("https://\(receiver.tlsAddress)/")
        let number = try daemon.ping(webhook)
        daemon.waitUntil(message: number, of: webhook, is: "dead")
        let error = try #require(try daemon.deliveries(of: webhook)[0]["error"] as? String)
        #expect(error.contains("certificate"), "\(error)")
    }

    @Test func `a name that nobody looks up to the end holds no other message up`() throws {
        let source = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <netdb.h>
            #include <string.h>
            #include <unistd.h>
            int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict found) {
                while (name && strcmp(name, "stuck.example") == 0) pause();
                int (*other)() = (int (*)())dlsym(RTLD_NEXT, "getaddrinfo");
                return other(name, service, hints, found);
            }
            """
        let library = try RunningDaemon.scratch() + "/stuck.so"
        let made = try Outside(
            ["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library, "-ldl"], input: source)
        try #require(made.status == 0, "\(made.output)")
        let daemon = try RunningDaemon.withWebhooks(
            ", timeout: 0.3", variables: ["LD_PRELOAD": library])
        let receiver = try Receiver(.silence, .answer(200))
        try daemon.ping(try daemon.makeWebhook("http://stuck.example/"))
        try daemon.ping(try daemon.makeWebhook(receiver.url))
        // The first try is given up after the name was, so that the second one comes after that.
        _ = try receiver.waitFor(2)
    }

    @Test func `proxies of the environment are not used`() throws {
        let proxy = try Receiver(.answer(200))
        let receiver = try Receiver(.answer(200))
        let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        var variables = Dictionary(
            uniqueKeysWithValues: names.map { ($0, "http://127.0.0.1:\(proxy.port)") })
        variables["no_proxy"] = ""
        let daemon = try RunningDaemon.withWebhooks(", give_up: 0.001", variables: variables)
        let webhook = try daemon.makeWebhook(receiver.url)
        daemon.waitUntil(message: try daemon.ping(webhook), of: webhook, is: "delivered")
        let secret = try daemon.makeWebhook("https://127.0.0.1:1/")
        daemon.waitUntil(message: try daemon.ping(secret), of: secret, is: "dead")
        #expect(receiver.count == 1)
        #expect(proxy.count == 0)
    }

    @Test func `messages are forgotten in time, dead ones too, and never those that wait`() throws {
        let first = try RunningDaemon.withWebhooks()
        let webhook = try first.makeWebhook("http://127.0.0.1:1/")
        first.stop()
        let id = WebhookID(webhook.number)
        let hour: Int64 = 3_600_000_000
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        do {
            let store = try Store(path: first.directory + "/state/orchestro.sqlite", access: .sole)
            func tell(_ number: Int64, hoursAgo: Int64, _ result: DeliveryAttempt.Result) throws {
                let time = now - hoursAgo * hour
                let attempt = DeliveryAttempt(
                    number: number, microseconds: time, status: nil, error: nil, result: result)
                try store.commit([
                    .delivery(.pinged(id, payload: "{}", microseconds: time)),
                    .delivery(.attempted(attempt)),
                ])
            }
            try tell(1, hoursAgo: 25, .delivered)
            try tell(2, hoursAgo: 25, .dead)
            try tell(3, hoursAgo: 25, .again(atMicroseconds: now + hour))
            try tell(4, hoursAgo: 23, .dead)
            try tell(5, hoursAgo: 23, .delivered)
        }
        func left(_ days: String) throws -> [String] {
            let daemon = try RunningDaemon(
                in: first.directory,
                configuration: "webhooks: {give_up: 200000}\nretention: {delivery_days: \(days)}\n")
            // The loop, which tidies in each turn, answers the second one in a later turn.
            for _ in 0..<2 { #expect(try daemon.http.get("/api/v1/status").status == 200) }
            return try daemon.deliveries(of: webhook).compactMap { $0["delivery_id"] as? String }
        }
        #expect(try left("forever") == ["5", "4", "3", "2", "1"])
        #expect(try left("1") == ["5", "4", "3"])
    }
}
