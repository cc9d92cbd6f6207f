import Scenarios
import TestSupport
import Testing

@testable import Jobs

/// Chance histories of a queue, checked after every step; a failure prints its seed.
struct RunQueueSimulation {
    @Test func twelveThousandHistoriesKeepTheRules() {
        for seed in 0..<12_000 {
            var history = History(seed: UInt64(seed))
            history.play()
            #expect(history.broken == nil, "seed \(seed)")
            if history.broken != nil { return }
        }
    }
}

/// One history, and a plain model of what must hold.
private struct History {
    private var dice: Dice
    private let entries: [RunQueue.Entry]
    private let failFast: Bool
    private let workers: Int
    private var queue: RunQueue
    private var now = Instant(nanoseconds: 0)

    private var running: [Int: Int] = [:]
    private var attempts: [Int]
    private var notBefore: [Instant]
    private var over: [Int: Bool] = [:]
    private var isStopped = false
    /// The first rule that did not hold.
    private(set) var broken: String?

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        let count = Int.random(in: 0...12, using: &dice)
        var shuffled = Array(0..<count)
        shuffled.shuffle(using: &dice)
        var entries: [RunQueue.Entry] = []
        for place in 0..<count {
            let rank = shuffled[place]
            let needs = (0..<count).filter { other in
                shuffled[other] < rank && Int.random(in: 0..<5, using: &dice) == 0
            }
            let retries = RetryPolicy(
                count: Int.random(in: 0...3, using: &dice),
                backoff: .seconds(Int.random(in: 0...2, using: &dice)))
            let priority = Double(Int.random(in: -1...2, using: &dice))
            entries.append(RunQueue.Entry(priority: priority, needs: needs, retries: retries))
        }
        self.entries = entries
        failFast = Int.random(in: 0..<4, using: &dice) == 0
        workers = Int.random(in: 1...4, using: &dice)
        queue = RunQueue(entries, failFast: failFast)
        attempts = Array(repeating: 0, count: count)
        notBefore = Array(repeating: Instant(nanoseconds: .min), count: count)
        self.dice = dice
    }

    mutating func play() {
        for _ in 0..<1_000 {
            if broken != nil { return }
            if !isStopped, Int.random(in: 0..<60, using: &dice) == 0 {
                isStopped = true
                queue.stop(reason: "chance")
                takeSkipped()
            }
            let mayStart = running.count < workers && Int.random(in: 0..<3, using: &dice) > 0
            if mayStart || running.isEmpty {
                if start() { return }
            } else {
                end()
            }
        }
        broken = broken ?? "the history never came to its end"
    }

    /// Asks for work; true when there is none and never will be.
    private mutating func start() -> Bool {
        switch queue.next(at: now) {
        case .run(let task, let attempt): begin(task, attempt)
        case .wait(let until):
            check(ready.isEmpty, "a task was ready but had to wait")
            check(until == later.min(), "told to wait until the wrong time")
            if running.isEmpty {
                guard let until else {
                    check(false, "waits for ever")
                    return true
                }
                now = until
            } else {
                end()
            }
        case .done:
            check(running.isEmpty, "done while attempts run")
            check(over.count == entries.count, "a task was lost")
            return true
        }
        return false
    }

    private mutating func begin(_ task: Int, _ attempt: Int) {
        check(running[task] == nil && over[task] == nil, "task \(task) ran twice")
        check(!isStopped, "started after a stop")
        check(entries[task].needs.allSatisfy { over[$0] == true }, "started before its needs")
        check(attempt == attempts[task] + 1, "attempts are not counted")
        check(attempt <= entries[task].retries.count + 1, "too many attempts")
        check(notBefore[task] <= now, "came before its pause was over")
        check(ready.first == task, "not the first by priority and order")
        attempts[task] = attempt
        running[task] = attempt
    }

    private mutating func end() {
        guard let task = running.keys.sorted().randomElement(using: &dice),
            let attempt = running.removeValue(forKey: task)
        else { return }
        now = now + .milliseconds(Int.random(in: 0...3_000, using: &dice))
        let outcomes: [Outcome] = [
            .passed, .passed, .passed, .failed(Failure("no")), .error(ErrorCause(.setup, "no")),
            .cancelled(by: "x"),
        ]
        let outcome = outcomes.randomElement(using: &dice) ?? .passed
        let again = queue.ended(task: task, outcome: outcome, at: now)
        let mayRepeat = attempt <= entries[task].retries.count && !isStopped
        check(again == (mayRepeat && outcome.word == "failed"), "repeated wrongly")
        if again {
            notBefore[task] = now + entries[task].retries.backoff * (1 << (attempt - 1))
        } else {
            over[task] = outcome == .passed
            if failFast, outcome.word == "failed" || outcome.word == "error" { isStopped = true }
        }
        takeSkipped()
    }

    private mutating func takeSkipped() {
        for (task, reason) in queue.takeSkipped() {
            check(over[task] == nil && running[task] == nil, "skipped what was not waiting")
            let isHopeless = entries[task].needs.contains { over[$0] == false }
            check(isStopped || isHopeless, "skipped for no reason")
            check(!reason.isEmpty, "skipped without words")
            over[task] = false
        }
        let waiting = entries.indices.filter { over[$0] == nil && running[$0] == nil }
        check(!isStopped || waiting.isEmpty, "left waiting after a stop")
        let hopeless = waiting.filter { entries[$0].needs.contains { over[$0] == false } }
        check(hopeless.isEmpty, "left waiting without hope")
    }

    /// Tasks that may start now, best first.
    private var ready: [Int] {
        waitingWithNeeds.filter { notBefore[$0] <= now }
            .sorted { (-entries[$0].priority, $0) < (-entries[$1].priority, $1) }
    }

    private var later: [Instant] {
        waitingWithNeeds.map { notBefore[$0] }.filter { $0 > now }
    }

    private var waitingWithNeeds: [Int] {
        entries.indices.filter { task in
            over[task] == nil && running[task] == nil
                && entries[task].needs.allSatisfy { over[$0] == true }
        }
    }

    private mutating func check(_ holds: Bool, _ rule: String) {
        if !holds, broken == nil { broken = rule }
    }
}
