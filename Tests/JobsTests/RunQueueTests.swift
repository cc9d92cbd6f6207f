import Scenarios
import Testing

@testable import Jobs

private let epoch = Instant(nanoseconds: 0)

private func entry(
    _ priority: Double = 0, needs: [Int] = [], retries: Int = 0, backoff: Duration = .zero
) -> RunQueue.Entry {
    RunQueue.Entry(
        priority: priority, needs: needs, retries: RetryPolicy(count: retries, backoff: backoff))
}

private let failure = Outcome.failed(Failure("no"))

/// The queue's rules, one by one.
struct RunQueueTests {
    @Test func higherPriorityFirstThenAsGiven() {
        var queue = RunQueue([entry(0), entry(5), entry(-1), entry(5)], failFast: false)
        for task in [1, 3, 0, 2] { #expect(queue.next(at: epoch) == .run(task: task, attempt: 1)) }
        #expect(queue.next(at: epoch) == .wait(until: nil))
        for task in 0..<4 {
            let again = queue.ended(task: task, outcome: .passed, at: epoch)
            #expect(!again)
        }
        #expect(queue.next(at: epoch) == .done)
    }

    @Test func needsComeFirstAndTheirFailureSkips() {
        var queue = RunQueue([entry(9, needs: [1]), entry(), entry(needs: [0])], failFast: false)
        #expect(queue.next(at: epoch) == .run(task: 1, attempt: 1))
        #expect(queue.next(at: epoch) == .wait(until: nil))
        _ = queue.ended(task: 1, outcome: .cancelled(by: "x"), at: epoch)
        #expect(queue.takeSkipped().map(\.task) == [0, 2] && queue.takeSkipped().isEmpty)
        #expect(queue.next(at: epoch) == .done)
    }

    @Test func backoffDoublesAndErrorsAreNotRepeated() {
        var queue = RunQueue([entry(retries: 3, backoff: .seconds(2))], failFast: false)
        var now = epoch
        for (attempt, pause) in [(1, 2), (2, 4), (3, 8)] {
            #expect(queue.next(at: now) == .run(task: 0, attempt: attempt))
            let again = queue.ended(task: 0, outcome: failure, at: now)
            let due = now + .seconds(pause)
            #expect(again && queue.next(at: now) == .wait(until: due))
            let early = Instant(nanoseconds: due.nanoseconds - 1)
            #expect(queue.next(at: early) == .wait(until: due))
            now = due
        }
        #expect(queue.next(at: now) == .run(task: 0, attempt: 4))
        let last = queue.ended(task: 0, outcome: failure, at: now)
        #expect(!last && queue.next(at: now) == .done)
        var other = RunQueue([entry(retries: 3)], failFast: false)
        _ = other.next(at: epoch)
        let again = other.ended(
            task: 0, outcome: .error(ErrorCause(.setup, "no")), at: epoch)
        #expect(!again && other.next(at: epoch) == .done)
    }

    @Test func nothingIsRepeatedAfterAStop() {
        for failFast in [false, true] {
            var queue = RunQueue([entry(retries: 2), entry(), entry()], failFast: failFast)
            _ = queue.next(at: epoch)
            _ = queue.next(at: epoch)
            if failFast {
                _ = queue.ended(task: 1, outcome: failure, at: epoch)
            } else {
                queue.stop(reason: "enough")
            }
            #expect(queue.takeSkipped().map(\.task) == [2])
            let again = queue.ended(task: 0, outcome: failure, at: epoch)
            #expect(!again)
            if !failFast { _ = queue.ended(task: 1, outcome: .passed, at: epoch) }
            #expect(queue.next(at: epoch) == .done)
        }
    }

    @Test func aLongChainNeedsNoDeepStack() {
        let count = 200_000
        let chain = (0..<count).map { entry(needs: $0 == 0 ? [] : [$0 - 1]) }
        var queue = RunQueue(chain, failFast: false)
        _ = queue.next(at: epoch)
        _ = queue.ended(task: 0, outcome: failure, at: epoch)
        #expect(queue.takeSkipped().count == count - 1 && queue.next(at: epoch) == .done)
    }

    @Test func anEmptyRunIsDoneAndStrangersAreIgnored() {
        var queue = RunQueue([], failFast: true)
        #expect(queue.next(at: epoch) == .done)
        queue = RunQueue([entry()], failFast: true)
        let again = queue.ended(task: 0, outcome: failure, at: epoch)
        #expect(!again && queue.next(at: epoch) == .run(task: 0, attempt: 1))
    }
}
