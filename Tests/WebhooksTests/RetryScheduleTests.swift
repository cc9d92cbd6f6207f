import Testing

@testable import Webhooks

@Suite struct RetryScheduleTests {
    private let start: Int64 = 1_700_000_000_000_000

    private func delivery(tries: Int) -> Delivery {
        var delivery = Delivery(
            number: 1, webhook: WebhookID(1), event: .jobFailed, createdMicroseconds: start)
        delivery.attemptsCount = tries
        return delivery
    }

    private func pause(
        tries: Int, random: Double, wish: Duration? = nil
    ) throws -> Double {
        let result = RetrySchedule().next(
            after: delivery(tries: tries), at: start, random: random, wish: wish)
        guard case .again(let next) = result else {
            Issue.record("it is given up")
            return -1
        }
        return Double(next - start) / 1e6
    }

    @Test func `pauses double up to an hour, and chance takes any part of them`() throws {
        let longest = try (0...12).map { try pause(tries: $0, random: 1) }
        let expected: [Double] = [
            5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600, 3_600,
        ]
        #expect(longest == expected)
        #expect(try pause(tries: 3, random: 0.5) == 20)
        #expect(try pause(tries: 0, random: 0) == 0.5)
        #expect(try pause(tries: 90, random: 0.25) == 900)
    }

    @Test func `a receiver's wish is heard up to an hour`() throws {
        #expect(try pause(tries: 0, random: 0.1, wish: .seconds(120)) == 120)
        #expect(try pause(tries: 9, random: 1, wish: .seconds(120)) == 2_560)
        #expect(try pause(tries: 0, random: 1, wish: .seconds(86_400)) == 3_600)
    }

    @Test func `it ends after a day, however often it was tried`() {
        let schedule = RetrySchedule()
        let day: Int64 = 86_400_000_000
        func result(_ tries: Int, _ age: Int64) -> DeliveryAttempt.Result {
            schedule.next(after: delivery(tries: tries), at: start + age, random: 1, wish: nil)
        }
        #expect(result(40, day - 1) == .again(atMicroseconds: start + day - 1 + 3_600_000_000))
        #expect(result(40, day) == .dead)
        #expect(result(10_000, day - 1) != .dead)
    }

    /// With all chances alike, a receiver that never answers is tried for about a day.
    @Test func `a dead receiver is tried about fifty times`() {
        var delivery = delivery(tries: 0)
        var now = start
        while true {
            let result = RetrySchedule().next(after: delivery, at: now, random: 0.5, wish: nil)
            delivery.attemptsCount += 1
            guard case .again(let next) = result else { break }
            now = next
        }
        #expect((45...60).contains(delivery.attemptsCount), "\(delivery.attemptsCount)")
        #expect(now - start < 90_000_000_000)
    }
}
