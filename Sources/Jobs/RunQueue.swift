import Scenarios

/// The order of a run without a daemon: higher priority first, then as given; a task waits for
/// what it needs and comes again after a failure as long as its retries last.
public struct RunQueue: Sendable {
    /// What the queue needs to know about a task.
    public struct Entry: Sendable {
        /// Higher runs first.
        public var priority: Double
        /// Places of the tasks that must pass before.
        public var needs: [Int]
        /// How often it is attempted again.
        public var retries: RetryPolicy

        /// Makes an entry.
        public init(priority: Double, needs: [Int], retries: RetryPolicy) {
            self.priority = priority
            self.needs = needs
            self.retries = retries
        }
    }

    /// What a free worker should do.
    public enum Choice: Hashable, Sendable {
        /// Run this attempt (from 1) of this task.
        case run(task: Int, attempt: Int)
        /// Nothing now; ask again when an attempt ends or at that time.
        case wait(until: Instant?)
        /// Nothing ever.
        case done
    }

    private enum State: Sendable {
        case blocked(missing: Int)
        case ready(attempt: Int, notBefore: Instant)
        case running(attempt: Int)
        case finished
    }

    private let entries: [Entry]
    private let order: [Int]
    private let dependents: [[Int]]
    private let failFast: Bool
    private var states: [State]
    private var firstOpen = 0
    /// Nothing is started any more, not even a further attempt.
    private var isStopped = false
    private var skippedNow: [(task: Int, reason: String)] = []

    /// A queue of these tasks. `needs` must be free of cycles, see ``Needs``.
    public init(_ entries: [Entry], failFast: Bool) {
        self.entries = entries
        self.failFast = failFast
        order = entries.indices.sorted {
            (-entries[$0].priority, $0) < (-entries[$1].priority, $1)
        }
        var dependents = Array(repeating: [Int](), count: entries.count)
        for (place, entry) in entries.enumerated() {
            for need in entry.needs { dependents[need].append(place) }
        }
        self.dependents = dependents
        states = entries.map {
            $0.needs.isEmpty
                ? .ready(attempt: 1, notBefore: Instant(nanoseconds: .min))
                : .blocked(missing: $0.needs.count)
        }
    }

    /// What a free worker should do now.
    public mutating func next(at now: Instant) -> Choice {
        var earliest: Instant?
        var isOpen = false
        for place in firstOpen..<order.count {
            let task = order[place]
            switch states[task] {
            case .finished:
                if !isOpen { firstOpen = place + 1 }
            case .blocked, .running: isOpen = true
            case .ready(let attempt, let notBefore):
                isOpen = true
                if notBefore <= now {
                    states[task] = .running(attempt: attempt)
                    return .run(task: task, attempt: attempt)
                }
                earliest = min(earliest ?? notBefore, notBefore)
            }
        }
        return isOpen ? .wait(until: earliest) : .done
    }

    /// An attempt is over. True when the task will be attempted again; tasks that can no longer
    /// run are told by ``takeSkipped()``.
    public mutating func ended(task: Int, outcome: Outcome, at now: Instant) -> Bool {
        guard case .running(let attempt) = states[task] else { return false }
        if case .failed = outcome, !isStopped, attempt <= entries[task].retries.count {
            let pause = entries[task].retries.backoff * (1 << min(attempt - 1, 20))
            states[task] = .ready(attempt: attempt + 1, notBefore: now + pause)
            return true
        }
        finish(task, passed: outcome == .passed)
        switch outcome {
        case .failed, .error: if failFast { skipAll("an earlier scenario did not pass") }
        case .passed, .cancelled, .skipped: break
        }
        return false
    }

    /// Nothing more is started.
    public mutating func stop(reason: String) { skipAll(reason) }

    /// The tasks skipped since the last call, with the reason.
    public mutating func takeSkipped() -> [(task: Int, reason: String)] {
        defer { skippedNow = [] }
        return skippedNow
    }

    private mutating func finish(_ task: Int, passed: Bool) {
        states[task] = .finished
        guard passed else { return skipDependents(of: task) }
        for dependent in dependents[task] {
            guard case .blocked(let missing) = states[dependent] else { continue }
            states[dependent] =
                missing > 1
                ? .blocked(missing: missing - 1)
                : .ready(attempt: 1, notBefore: Instant(nanoseconds: .min))
        }
    }

    /// Skips what needs the task, and what needs that: a long chain must not need a deep stack.
    private mutating func skipDependents(of task: Int) {
        var causes = [task]
        var place = 0
        while place < causes.count {
            for dependent in dependents[causes[place]] {
                guard case .blocked = states[dependent] else { continue }
                states[dependent] = .finished
                skippedNow.append((dependent, "a scenario it needs did not pass"))
                causes.append(dependent)
            }
            place += 1
        }
    }

    private mutating func skipAll(_ reason: String) {
        isStopped = true
        for task in states.indices {
            switch states[task] {
            case .blocked, .ready:
                states[task] = .finished
                skippedNow.append((task, reason))
            case .running, .finished: break
            }
        }
    }
}
