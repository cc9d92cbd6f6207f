import Jobs
import Testing
import Webhooks

@testable import Store

/// What is left of messages to webhooks when their time is over.
@Suite struct ForgettingTests {
    @Test func `messages that were over before a time go, so many at once; those that wait stay`()
        throws
    {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit([.webhook(.created(SampleWebhooks.webhook))])
        let results: [DeliveryAttempt.Result] = [
            .delivered, .dead, .again(atMicroseconds: 9_000), .delivered, .dead,
        ]
        for (index, result) in results.enumerated() {
            let (number, time) = (Int64(index + 1), Int64(index + 1) * 100)
            let attempt = DeliveryAttempt(
                number: number, microseconds: time, status: nil, error: nil, result: result)
            try store.commit([
                .delivery(.pinged(WebhookID(1), payload: "{}", microseconds: time)),
                .delivery(.attempted(attempt)),
            ])
        }
        func left() throws -> [Int64] {
            try store.deliveries(to: WebhookID(1), in: nil, before: nil, limit: 10).map(\.number)
        }
        #expect(try !store.forgetDeliveries(before: 100, rowsMax: 10))
        #expect(try left() == [5, 4, 3, 2, 1])
        #expect(try store.forgetDeliveries(before: 401, rowsMax: 2))
        #expect(try left() == [5, 4, 3])
        #expect(try !store.forgetDeliveries(before: 401, rowsMax: 2))
        #expect(try left() == [5, 3])
        #expect(try !store.forgetDeliveries(before: .max, rowsMax: 2))
        #expect(try left() == [3])
        try store.commit([.delivery(.pinged(WebhookID(1), payload: "{}", microseconds: 600))])
        #expect(try left() == [6, 3], "numbers are not used again")
        #expect(store.check() == [])
    }
}
