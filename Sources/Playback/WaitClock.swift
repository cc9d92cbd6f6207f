import Scenarios

/// The time of one wait: its bound, and what is credited while the machine was busy.
struct WaitClock: Sendable {
    let began: Instant
    let timeout: Duration
    /// Credit nothing.
    let isStrict: Bool
    private(set) var credited: Duration = .zero

    init(began: Instant, timeout: Duration, isStrict: Bool) {
        self.began = began
        self.timeout = timeout
        self.isStrict = isStrict
    }

    /// When it is up, as far as is known.
    var deadline: Instant { began + timeout + credited }

    /// The deadline came: takes the stall time since the wait began (a measured lower bound of
    /// how long the attempt could not run). True when the wait is really over; else the deadline
    /// has moved. A gain under a hundredth of the timeout is not worth another wake-up.
    mutating func isOver(stalled: Duration) -> Bool {
        guard !isStrict else { return true }
        let cap = timeout * (PlaybackLimits.creditFactorMax - 1)
        let gained = min(max(stalled, .zero), cap) - credited
        guard gained > timeout / 100 else { return true }
        credited += gained
        return false
    }
}
