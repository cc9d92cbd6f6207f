import Glibc
import Jobs
import Scenarios
import TestSupport

/// How long the scheduler takes to end an attempt and choose the next one from a long queue.
struct ChoiceTime {
    var meanMicroseconds: Double
    var p99Microseconds: Double
    var maxMicroseconds: Double

    private static let slots = 8
    private static let demands: [[String: Int]] = [
        [:], [:], [:], [:], [:], ["serial": 1], ["serial": 2], ["port": 1, "serial": 1],
    ]

    /// Measures with so many tasks queued, of a hundred owners, in jobs of a hundred.
    static func measured(_ strategy: Strategy, queued: Int, choices: Int) -> ChoiceTime {
        var running: [AttemptKey] = []
        var dice = Dice(seed: 1)
        var scheduler = filled(strategy, queued: queued, &dice, running: &running)
        var samples: [Double] = []
        var now = Double(queued)
        let clock = ContinuousClock()
        for choice in 0..<choices {
            guard !running.isEmpty else { break }
            let ended = running.remove(at: Int.random(in: 0..<running.count, using: &dice))
            let length = Duration.seconds(Double.random(in: 0.5...60, using: &dice))
            now += 0.5
            let start = clock.now
            let effects = scheduler.handle(
                .ended(ended, choice % 9 == 0 ? .failed : .passed, duration: length),
                at: instant(now))
            samples.append((clock.now - start).seconds * 1e6)
            note(effects, in: &running)
        }
        samples.sort()
        return ChoiceTime(
            meanMicroseconds: samples.reduce(0, +) / Double(max(samples.count, 1)),
            p99Microseconds: samples.isEmpty ? 0 : samples[samples.count * 99 / 100],
            maxMicroseconds: samples.last ?? 0)
    }

    /// Megabytes that so many queued tasks occupy. Only right when it comes first in a process.
    static func megabytes(queued: Int) -> Double {
        var running: [AttemptKey] = []
        var dice = Dice(seed: 1)
        let before = residentMegabytes
        let scheduler = filled(.adaptive, queued: queued, &dice, running: &running)
        let after = residentMegabytes
        precondition(scheduler.counts.queued == queued - slots)
        return after - before
    }

    private static func filled(
        _ strategy: Strategy, queued: Int, _ dice: inout Dice, running: inout [AttemptKey]
    ) -> Scheduler {
        var settings = SchedulerSettings(slots: slots)
        settings.strategy = strategy
        settings.resources = ["serial": 4, "port": 2]
        var scheduler = Scheduler(settings)
        note(scheduler.handle(.replayed, at: instant(0)), in: &running)
        for number in 0..<(queued / 100) {
            let job = chanceJob(number, &dice)
            let now = instant(Double(number) / 1000)
            note(scheduler.handle(.submitted(job), at: now), in: &running)
        }
        return scheduler
    }

    /// The second number of `/proc/self/statm`, which counts pages.
    private static var residentMegabytes: Double {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = fread(&bytes, 1, bytes.count, file)
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        let pages = words.count > 1 ? Double(words[1]) ?? 0 : 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
    }

    private static func chanceJob(_ number: Int, _ dice: inout Dice) -> QueuedJob {
        let owner = Owner(account: "owner\(number % 100)", userID: UInt32(number % 100))
        let deadline = Double.random(in: 1...1e6, using: &dice)
        return QueuedJob(
            id: JobID(number + 1), owner: owner, account: owner.account,
            deadline: number % 3 == 0 ? instant(deadline) : nil, failFast: false,
            tasks: (0..<100).map { place in
                var task = QueuedTask(
                    identity: "/home/owner\(number % 100)/suite/scenario-\(place).yaml [os=linux]")
                task.priority = Double(Int.random(in: 0..<10, using: &dice))
                task.timeout = .seconds(Double.random(in: 1...60, using: &dice))
                task.resources = demands.randomElement(using: &dice) ?? [:]
                return task
            })
    }

    private static func note(_ effects: [SchedulerEffect], in running: inout [AttemptKey]) {
        for case .start(let attempt, _, _) in effects { running.append(attempt) }
    }
}
