/// When a message that was not taken is sent again: exponential backoff with full jitter, so that
/// what failed together does not come back together.
public struct RetrySchedule: Hashable, Sendable {
    /// The longest first pause; it doubles with each try.
    public var firstPause: Duration = .seconds(5)
    /// The longest pause.
    public var pauseMax: Duration = .seconds(3_600)
    /// How long it is tried.
    public var lifetime: Duration = .seconds(86_400)

    /// Five seconds, doubling up to an hour, for a day.
    public init() {}

    /// What follows a failed try that was over at that time (microseconds since 1970-01-01 UTC).
    /// `random` is from 0 to 1; `wish` is how long the receiver asked not to be bothered.
    public func next(
        after delivery: Delivery, at microseconds: Int64, random: Double, wish: Duration?
    ) -> DeliveryAttempt.Result {
        let tries = delivery.attemptsCount + 1
        guard microseconds - delivery.sinceMicroseconds < lifetime.microseconds else {
            return .dead
        }
        // From 64 doublings on the sum would not fit; an hour is reached long before.
        let bound = min(firstPause * (1 << min(tries - 1, 40)), pauseMax)
        let wished = min(wish ?? .zero, pauseMax)
        let pause = max(bound * min(max(random, 0), 1), firstPause / 10, wished)
        return .again(atMicroseconds: microseconds + pause.microseconds)
    }
}
