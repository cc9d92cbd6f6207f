import Jobs
import Scenarios

/// How long a run will still take, from expected durations and from those of finished tasks.
struct RunEstimate: Sendable {
    private let expected: [TaskID: Duration]
    private var workers = 1
    /// Tasks that have not begun: the sum of those with an expectation, the number of the others.
    private var waitingSum = Duration.zero
    private var waitingUnknown = 0
    private var waiting: Set<TaskID> = []
    private var begun: [TaskID: Instant] = [:]
    private var finishedSum = Duration.zero
    private var finishedCount = 0

    init(expected: [TaskID: Duration]) { self.expected = expected }

    mutating func begin(_ ids: [TaskID], workers: Int) {
        self.workers = max(1, workers)
        waiting = Set(ids)
        waitingSum = waiting.reduce(.zero) { $0 + (expected[$1] ?? .zero) }
        waitingUnknown = waiting.count { expected[$0] == nil }
    }

    /// A task begins; a later attempt of it changes nothing.
    mutating func start(_ id: TaskID, at now: Instant) {
        guard stopWaiting(id) else { return }
        begun[id] = now
    }

    /// A task is over; nil when it never ran.
    mutating func finish(_ id: TaskID, took duration: Duration?) {
        _ = stopWaiting(id)
        begun[id] = nil
        guard let duration else { return }
        finishedSum += duration
        finishedCount += 1
    }

    /// The time left; nil while nothing is known about it.
    func left(at now: Instant) -> Duration? {
        let mean = finishedCount > 0 ? finishedSum / finishedCount : nil
        let unknownMean = mean ?? (expected.isEmpty ? nil : expectedMean)
        guard let unknownMean else { return nil }
        var work = waitingSum + unknownMean * waitingUnknown
        var longest = Duration.zero
        for (id, since) in begun {
            let rest = max(.zero, (expected[id] ?? unknownMean) - (now - since))
            longest = max(longest, rest)
            work += rest
        }
        let lanes = max(1, min(workers, waiting.count + begun.count))
        return max(longest, work / lanes)
    }

    private var expectedMean: Duration {
        expected.values.reduce(.zero, +) / expected.count
    }

    private mutating func stopWaiting(_ id: TaskID) -> Bool {
        guard waiting.remove(id) != nil else { return false }
        if let duration = expected[id] {
            waitingSum -= duration
        } else {
            waitingUnknown -= 1
        }
        return true
    }
}
