import Scenarios

/// So many requests in a window of time, refilled evenly. What is kept is one moment: when the
/// bucket would be full again (the generic cell rate algorithm), so that nothing is rounded away.
public struct TokenBucket: Hashable, Sendable {
    /// How many at once, and in each window.
    public let capacity: Int
    /// In what time an empty bucket is full again.
    public let window: Duration
    private(set) var fullAt: Instant

    /// A full bucket.
    public init(capacity: Int, window: Duration, at now: Instant) {
        self.capacity = max(1, capacity)
        self.window = window
        fullAt = now
    }

    /// What one request was told.
    public struct Answer: Hashable, Sendable {
        /// Whether there was a token for it.
        public var isTaken: Bool
        /// Tokens that are left.
        public var remaining: Int
        /// In what time the bucket is full again.
        public var untilFull: Duration
        /// In what time there is a token; zero: now.
        public var untilNext: Duration
        /// The bucket's size.
        public var capacity: Int
        /// Its window.
        public var window: Duration
    }

    /// Takes a token when there is one.
    public mutating func take(at now: Instant) -> Answer {
        let start = max(fullAt, now)
        let isTaken = start - now + interval <= window
        if isTaken { fullAt = start + interval }
        return answer(isTaken, at: now)
    }

    /// Whether there is a token now, taking none.
    public func hasToken(at now: Instant) -> Bool {
        max(fullAt, now) - now + interval <= window
    }

    private var interval: Duration {
        .nanoseconds(max(1, window.nanoseconds / Int64(capacity)))
    }

    private func answer(_ isTaken: Bool, at now: Instant) -> Answer {
        let untilFull = max(fullAt, now) - now
        let free = window - untilFull
        let remaining = min(capacity, max(0, Int(free.nanoseconds / interval.nanoseconds)))
        return Answer(
            isTaken: isTaken, remaining: remaining, untilFull: untilFull,
            untilNext: remaining > 0 ? .zero : max(.zero, interval - free), capacity: capacity,
            window: window)
    }
}

extension TokenBucket.Answer {
    /// Names of the header fields that tell it.
    public enum Header: String, CaseIterable, Sendable {
        case retryAfter = "Retry-After"
        case limits = "RateLimit"
        case policy = "RateLimit-Policy"
        case limit = "RateLimit-Limit"
        case remaining = "RateLimit-Remaining"
        case reset = "RateLimit-Reset"
    }

    /// The header fields that tell it: `RateLimit-Policy` and `RateLimit` as
    /// draft-ietf-httpapi-ratelimit-headers has them, the three names of its earlier versions, and
    /// `Retry-After` where there was no token. Seconds are rounded up.
    public func headers(policy: String) -> [(name: String, value: String)] {
        let reset = Self.seconds(untilFull)
        var headers: [(name: String, value: String)] = [
            (Header.policy.rawValue, "\"\(policy)\";q=\(capacity);w=\(Self.seconds(window))"),
            (Header.limits.rawValue, "\"\(policy)\";r=\(remaining);t=\(reset)"),
            (Header.limit.rawValue, String(capacity)),
            (Header.remaining.rawValue, String(remaining)),
            (Header.reset.rawValue, String(reset)),
        ]
        if !isTaken {
            let pause = max(1, Self.seconds(untilNext))
            headers.append((Header.retryAfter.rawValue, String(pause)))
        }
        return headers
    }

    private static func seconds(_ duration: Duration) -> Int64 {
        (duration.nanoseconds + 999_999_999) / 1_000_000_000
    }
}
