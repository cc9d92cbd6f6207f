import Jobs
import Scenarios
import Testing
import Webhooks

@testable import orchestrod

/// How many messages are on their way at once, to whom and of whom.
@Suite struct OutgoingTests {
    private func due(_ numbers: ClosedRange<Int>, _ url: String, of user: Int) -> [DueMessage] {
        numbers.map { DueMessage(number: Int64($0), ownerID: UInt32(user), url: url) }
    }

    /// What is on its way, and what is due, on a clock of its own.
    private final class Rig {
        var outgoing = Outgoing()
        var now = Instant(nanoseconds: 0)
        var due: [DueMessage]

        init(due: [DueMessage]) { self.due = due }

        /// The numbers of what goes now.
        func look() -> [Int] {
            let going = outgoing.look(
                pending: due.count, nextMicroseconds: nil, due, at: now)
            for number in going {
                outgoing.begin(
                    Delivery(
                        number: number, webhook: WebhookID(1), event: .ping,
                        createdMicroseconds: 0))
            }
            return going.map { Int($0) }
        }

        /// One comes back after that time, delivered.
        func back(_ number: Int, after time: Duration = .zero) -> Int? {
            now = now + time
            due.removeAll { $0.number == number }
            let delivery = outgoing.back(Int64(number), at: now, slowAfter: .seconds(2))
            return delivery.map { Int($0.number) }
        }
    }

    @Test func `a receiver gets one, and more as they come back, up to four`() {
        let rig = Rig(due: due(1...12, "http://a.example/x", of: 1))
        #expect(rig.look() == [1])
        #expect(rig.look().isEmpty)
        #expect(rig.back(1) == 1)
        #expect(rig.back(1) == nil)
        #expect(rig.look() == [2, 3])
        #expect(rig.back(3) == 3)
        #expect(rig.look() == [4, 5])
        #expect(rig.back(2) == 2)
        #expect(rig.look() == [6, 7])
        #expect(rig.back(4) == 4)
        #expect(rig.look() == [8])
        #expect(rig.outgoing.sendingCount == 4)
    }

    @Test func `another port or owner is another receiver, and one owner has eight`() {
        let ports = (1...10).flatMap { due($0...$0, "http://a.example:\($0)/", of: 1) }
        let rig = Rig(
            due: ports + due(11...11, "http://A.example:1/", of: 2)
                + due(12...12, "http://a.example:1/x", of: 2))
        #expect(rig.look() == [1, 11, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test func `owners take turns, and who has waited longest comes first`() {
        let rig = Rig(
            due: (1...10).flatMap { user in
                self.due((user * 100)...(user * 100 + 30), "http://h\(user).example/", of: user)
            })
        var going = rig.look()
        #expect(going == (1...10).map { $0 * 100 })
        // All are slow now and share the few places of slow ones.
        for number in going { #expect(rig.back(number, after: .seconds(15)) != nil) }
        var counts: [Int: Int] = [:]
        going = rig.look()
        #expect(going.count == CourierLimits.slowMax)
        for _ in 0..<200 {
            let number = going.removeFirst()
            counts[number / 100, default: 0] += 1
            #expect(rig.back(number, after: .seconds(15)) == number)
            going += rig.look()
        }
        #expect(counts.values.allSatisfy { $0 == 20 }, "\(counts)")
    }

    @Test func `all together are twenty-four, and the last is for who has none`() {
        let alone = Rig(
            due: (1...30).flatMap { self.due($0...$0, "http://h\($0).example/", of: $0) })
        #expect(alone.look().count == CourierLimits.promptMax)
        let pairs = Rig(
            due: (1...40).flatMap { self.due($0...$0, "http://h\($0).example/", of: $0 / 2) })
        #expect(pairs.look().count == CourierLimits.promptMax - 1)
        pairs.due += due(99...99, "http://h99.example/", of: 99)
        #expect(pairs.look() == [99])
    }

    @Test func `a message that cannot be read leaves its place`() {
        var outgoing = Outgoing()
        let (due, now) = (due(1...2, "http://a.example/", of: 1), Instant(nanoseconds: 0))
        #expect(outgoing.look(pending: 2, nextMicroseconds: nil, due, at: now) == [1])
        outgoing.leave(1)
        #expect(outgoing.look(pending: 2, nextMicroseconds: nil, due, at: now) == [1])
    }

    @Test func `what waits for its next try is work`() {
        var outgoing = Outgoing()
        let now = Instant(nanoseconds: 0)
        #expect(outgoing.isIdle)
        _ = outgoing.look(pending: 1, nextMicroseconds: 5_000_000, [], at: now)
        #expect(!outgoing.isIdle)
        #expect(outgoing.lookAt == Instant(nanoseconds: 5_000_000_000))
        _ = outgoing.look(pending: 0, nextMicroseconds: nil, [], at: now)
        #expect(outgoing.isIdle)
    }

    @Test func `looking takes a tenth of the time at most`() {
        func after(_ milliseconds: Int64) -> Instant {
            Instant(nanoseconds: milliseconds * 1_000_000)
        }
        var outgoing = Outgoing()
        outgoing.notice(at: after(1_000))
        #expect(outgoing.lookAt == after(1_000))
        _ = outgoing.look(pending: 9, nextMicroseconds: 1_050_000, [], at: after(1_000))
        outgoing.looked(since: after(1_000), until: after(1_020))
        #expect(outgoing.lookAt == after(1_200), "the next one is due sooner")
        outgoing.notice(at: after(1_100))
        #expect(outgoing.lookAt == after(1_200))
        outgoing.notice(at: after(1_300))
        #expect(outgoing.lookAt == after(1_300))
        _ = outgoing.look(pending: 0, nextMicroseconds: nil, [], at: after(1_300))
        outgoing.looked(since: after(1_300), until: after(1_301))
        #expect(outgoing.lookAt == nil)
    }
}
