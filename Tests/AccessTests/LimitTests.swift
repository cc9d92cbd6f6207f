import Scenarios
import Testing

@testable import Access

@Suite struct LimitTests {
    private func at(_ seconds: Double) -> Instant {
        Instant(nanoseconds: Int64(seconds * 1e9))
    }

    /// A bucket that expectations may take of.
    private final class Held {
        private var bucket: TokenBucket

        init(_ capacity: Int, at now: Instant) {
            bucket = TokenBucket(capacity: capacity, window: .seconds(60), at: now)
        }

        func take(at now: Instant) -> TokenBucket.Answer { bucket.take(at: now) }
        func hasToken(at now: Instant) -> Bool { bucket.hasToken(at: now) }
    }

    /// A limiter that expectations may take of.
    private final class HeldLimiter<Subject: Hashable & Sendable> {
        private var limiter: RateLimiter<Subject>

        init(subjectsMax: Int) {
            limiter = RateLimiter(name: "test", window: .seconds(60), subjectsMax: subjectsMax)
        }

        var count: Int { limiter.count }

        func take(_ subject: Subject, capacity: Int, at now: Instant) -> TokenBucket.Answer {
            limiter.take(subject, capacity: capacity, at: now)
        }
    }

    @Test func `a bucket gives what it has and is refilled evenly`() {
        let bucket = Held(3, at: at(100))
        #expect(bucket.take(at: at(100)).remaining == 2)
        #expect(bucket.take(at: at(100)).remaining == 1)
        let last = bucket.take(at: at(100))
        #expect(last.isTaken)
        #expect(last.remaining == 0)
        #expect(last.untilFull == .seconds(60))
        let refused = bucket.take(at: at(101))
        #expect(!refused.isTaken)
        #expect(refused.untilNext == .seconds(19))
        #expect(!bucket.hasToken(at: at(119.9)))
        #expect(bucket.take(at: at(120)).isTaken)
        #expect(bucket.take(at: at(1_000)).remaining == 2)
    }

    @Test func `a bucket whose size does not divide its window gives no more than its size`() {
        let bucket = Held(7, at: at(0))
        for second in [0.0, 60] {
            var taken = 0
            for _ in 0..<20 where bucket.take(at: at(second)).isTaken { taken += 1 }
            #expect(taken == 7)
        }
    }

    @Test func `the header fields are those of the draft`() {
        let bucket = Held(2, at: at(0))
        let first = Dictionary(
            uniqueKeysWithValues: bucket.take(at: at(0)).headers(policy: "key"))
        #expect(first["RateLimit-Policy"] == "\"key\";q=2;w=60")
        #expect(first["RateLimit"] == "\"key\";r=1;t=30")
        #expect(first["RateLimit-Limit"] == "2")
        #expect(first["RateLimit-Remaining"] == "1")
        #expect(first["RateLimit-Reset"] == "30")
        #expect(first["Retry-After"] == nil)
        _ = bucket.take(at: at(0))
        let refused = Dictionary(
            uniqueKeysWithValues: bucket.take(at: at(0.5)).headers(policy: "key"))
        #expect(refused["RateLimit"] == "\"key\";r=0;t=60")
        #expect(refused["Retry-After"] == "30")
    }

    @Test func `each subject has its own bucket, and another size is another bucket`() {
        let limiter = HeldLimiter<String>(subjectsMax: 10)
        #expect(limiter.take("a", capacity: 1, at: at(0)).isTaken)
        #expect(!limiter.take("a", capacity: 1, at: at(0)).isTaken)
        #expect(limiter.take("b", capacity: 1, at: at(0)).isTaken)
        #expect(limiter.take("a", capacity: 2, at: at(0)).isTaken)
    }

    @Test func `the table of subjects does not grow; the one added first is forgotten`() {
        let limiter = HeldLimiter<Int>(subjectsMax: 3)
        for subject in 0..<1_000 {
            #expect(limiter.take(subject, capacity: 1, at: at(0)).isTaken)
            #expect(limiter.count <= 3)
        }
        #expect(!limiter.take(999, capacity: 1, at: at(0)).isTaken)
        #expect(!limiter.take(997, capacity: 1, at: at(0)).isTaken)
        #expect(limiter.take(996, capacity: 1, at: at(0)).isTaken)
    }
}
