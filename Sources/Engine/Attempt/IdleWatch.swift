import Scenarios

/// When to look for evidence that the program waits for input, and when it is sure.
///
/// Looking costs a few reads of /proc, so it is done after a pause in the output, at growing
/// intervals. One look sees one moment; two with the same activity counter between them see that
/// nothing ran.
struct IdleWatch {
    private(set) var nextLook: Instant
    private var interval = EngineLimits.idleProbeFirst
    private var last: InputEvidence?
    private var weakSince: Instant?

    init(at now: Instant) { nextLook = now + EngineLimits.idleProbeFirst }

    /// Output came or input was given: what was seen before says nothing any more.
    mutating func disturb(at now: Instant) {
        interval = EngineLimits.idleProbeFirst
        nextLook = now + interval
        last = nil
        weakSince = nil
    }

    /// The latest input has not settled yet.
    mutating func postpone(until instant: Instant) { nextLook = instant }

    /// What the looks amount to so far.
    enum Judgement: Hashable {
        case none
        /// The program waits for input and can do nothing else.
        case sure
        /// It waits for input, but with a time limit of its own: it may go on without input.
        case weak
    }

    /// Takes a look.
    mutating func take(_ evidence: InputEvidence, at now: Instant) -> Judgement {
        defer { last = evidence }
        switch evidence.verdict {
        case .waiting:
            weakSince = nil
            if last == evidence {
                slowDown(now)
                return .sure
            }
            nextLook = now + EngineLimits.idleProbeFirst
        case .pollingWithTimeout:
            let since = weakSince ?? now
            weakSince = since
            nextLook = now + EngineLimits.idleProbeFirst * 4
            if now - since >= EngineLimits.weakIdleQuiet { return .weak }
        default:
            weakSince = nil
            slowDown(now)
        }
        return .none
    }

    private mutating func slowDown(_ now: Instant) {
        interval = min(interval * 2, EngineLimits.idleProbeLongest)
        nextLook = now + interval
    }
}
