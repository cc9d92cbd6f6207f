import Jobs
import Scenarios
import Testing
import Wire

/// What receivers of webhooks rely on.
@Suite struct WebhookMessageTests {
    @Test func `messages stay as they are`() throws {
        let event = NumberedEvent(
            number: 99, microseconds: APISample.time, event: .jobFinished(JobID(42), .failed))
        let told = WebhookMessage.event(type: "job.failed", event, APISample.job)
        try expectFrozen(try JSONValue.parse(told.text), "webhook-message")
        let ping = WebhookMessage.ping(webhook: 7, microseconds: APISample.time)
        try expectFrozen(try JSONValue.parse(ping.text), "webhook-message-ping")
    }
}
