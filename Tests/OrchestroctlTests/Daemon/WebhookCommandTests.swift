import Foundation
import Testing

/// `orchestroctl webhook`.
@Suite struct WebhookCommandTests {
    @Test func `a webhook is made, changed, tried and deleted`() throws {
        let daemon = try PrivateDaemon()
        let client = daemon.client
        #expect(try client.run("webhook list").output == "no webhooks\n")
        let made = try client.run(
            "webhook create https://ci.invalid/hook --name chat --event job.failed")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.wholeMatch(of: /whsec_[A-Za-z0-9+\/]{43}=\n/) != nil)
        #expect(made.error.hasPrefix("webhook 1 sends to https://ci.invalid/hook;"))
        let listed = try client.run("webhook list").output
        #expect(listed.contains("chat"))
        #expect(listed.contains("job.failed"))
        #expect(!listed.contains("whsec_"))
        let changed = try client.run(
            "webhook change 1 --event job.started --event job.failed --job nightly --no-active")
        #expect(changed.output.contains("job.started, job.failed"), "\(changed.error)")
        #expect(changed.output.contains("own, named nightly"))
        #expect(try client.run("webhook show 1").output.contains("state:    off"))
        #expect(try client.run("webhook ping 1").status == 2)
        #expect(try client.run("webhook change 1 --active --json").status == 0)
        let rotated = try client.run("webhook rotate 1 --json")
        let object = try JSONSerialization.jsonObject(with: Data(rotated.output.utf8))
        #expect(((object as? [String: Any])?["secret"] as? String)?.hasPrefix("whsec_") == true)
        let pinged = try client.run("webhook ping 1")
        #expect(pinged.output == "message 1 to webhook 1 is pending\n")
        #expect(try client.run("webhook deliveries 1").output.contains("webhook.ping"))
        #expect(try client.run("webhook deliveries 1 --state delivered").output == "no messages\n")
        #expect(
            try client.run("webhook retry 1 1").output == "message 1 to webhook 1 is pending\n")
        #expect(try client.run("webhook delete 1").output == "webhook 1 is gone\n")
        #expect(try client.run("webhook list --json").output == "")
    }

    @Test(arguments: [
        ("webhook show 7", 2), ("webhook delete 7", 2), ("webhook retry 7 1", 2),
        ("webhook create http://127.0.0.1/", 2), ("webhook create https://a --event x", 2),
        ("webhook deliveries 7 --limit 0", 2), ("webhook ping", 2), ("webhook fly", 2),
    ])
    func `what cannot be done has its exit status`(command: String, status: Int32) throws {
        let daemon = try PrivateDaemon()
        let result = try daemon.client.run(command)
        #expect(result.status == status)
        #expect(!result.error.isEmpty)
    }
}
