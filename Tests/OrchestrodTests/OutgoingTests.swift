import Jobs
import Scenarios
import Testing
import Webhooks

@testable import orchestrod

/// How many messages are on their way at once, to whom and of whom.
@Suite struct OutgoingTests {
    private func due(_ numbers: ClosedRange<Int>, _ url: String, of user: Int) -> [DueDelivery] {
        numbers.map { number in
            let webhook = Webhook(
                id: WebhookID(user), name: "a", owner: Owner(account: "u", userID: UInt32(user)),
                url: url, token: "t",
                secret: WebhookSecret(randomBytes: [UInt8](repeating: 0, count: 32)),
                createdMicroseconds: 0, createdBy: "u")
            let delivery = Delivery(
                number: Int64(number), webhook: webhook.id, event: .ping, createdMicroseconds: 0)
            return DueDelivery(webhook: webhook, delivery: delivery, payload: "")
        }
    }

    @Test func `one host gets four at once, and more as they come back`() {
        var outgoing = Outgoing()
        let due = due(1...9, "http://a.example/x", of: 1)
        let first = outgoing.look(pending: 9, nextMicroseconds: nil, due)
        #expect(first.map(\.delivery.number) == [1, 2, 3, 4])
        #expect(outgoing.look(pending: 9, nextMicroseconds: nil, due).isEmpty)
        #expect(outgoing.back(2)?.number == 2)
        #expect(outgoing.back(2) == nil)
        let left = due.filter { $0.delivery.number != 2 }
        let next = outgoing.look(pending: 8, nextMicroseconds: nil, left)
        #expect(next.map(\.delivery.number) == [5])
        #expect(outgoing.sendingCount == 4)
    }

    @Test func `another port is another host, and one owner has eight`() {
        var outgoing = Outgoing()
        let due =
            due(1...5, "http://a.example/", of: 1) + due(6...10, "http://a.example:81/", of: 1)
            + due(11...15, "http://a.example:82/", of: 1)
            + due(16...20, "http://A.example:80/", of: 2) + due(21...25, "http://b.example/", of: 2)
        let first = outgoing.look(pending: 25, nextMicroseconds: nil, due)
        #expect(first.map(\.delivery.number) == [1, 2, 3, 4, 6, 7, 8, 9, 21, 22, 23, 24])
    }

    @Test func `all together are thirty-two`() {
        var outgoing = Outgoing()
        let due = (1...10).flatMap { user in
            self.due((user * 10)...(user * 10 + 3), "http://h\(user).example/", of: user)
        }
        #expect(outgoing.look(pending: 40, nextMicroseconds: nil, due).count == 32)
    }

    @Test func `what waits for its next try is work`() {
        var outgoing = Outgoing()
        #expect(outgoing.isIdle)
        _ = outgoing.look(pending: 1, nextMicroseconds: 5_000_000, [])
        #expect(!outgoing.isIdle)
        #expect(outgoing.lookAt == Instant(nanoseconds: 5_000_000_000))
        _ = outgoing.look(pending: 0, nextMicroseconds: nil, [])
        #expect(outgoing.isIdle)
    }
}
