import Scenarios

/// Since when a daemon that was there is away.
struct Absence {
    private var since: Instant?

    /// It is away; true when it was there until now.
    mutating func begin(at now: Instant) -> Bool {
        guard since == nil else { return false }
        since = now
        return true
    }

    /// It was heard of; true when it was away until now.
    mutating func end() -> Bool {
        defer { since = nil }
        return since != nil
    }

    /// Whether it has been away for longer than it is waited for.
    func isTooLong(at now: Instant) -> Bool {
        guard let since else { return false }
        return now >= since + .seconds(ClientLimits.reconnectSeconds)
    }
}
