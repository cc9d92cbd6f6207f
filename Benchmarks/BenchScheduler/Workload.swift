import Jobs
import Scenarios
import TestSupport

/// Tasks that come over time, made by a seed.
struct Workload {
    /// One task with what only the simulation knows of it.
    struct Task {
        var owner: Int
        var job: Int
        /// Seconds from the beginning.
        var arrival: Double
        /// How long it really takes, in seconds.
        var length: Double
        var priority: Double
        /// Seconds from the beginning.
        var deadline: Double?
        /// Tells which earlier tasks it is alike; its length differs a little each time.
        var kind: Int
    }

    var name: String
    var slots = 8
    /// By job, jobs by arrival.
    var tasks: [Task] = []
    /// What is known of kinds from earlier days, in seconds; the others are new.
    var known: [Int: Double] = [:]

    private var dice: Dice
    private var kinds: [Double] = []

    private init(_ name: String, seed: UInt64) {
        self.name = name
        dice = Dice(seed: seed)
        // Half a second to two minutes, as many between 1 s and 2 s as between 30 s and 60 s.
        for kind in 0..<200 {
            let length = 0.5 * Double.exponential(240, of: Double.random(in: 0...1, using: &dice))
            kinds.append(length)
            if Int.random(in: 0..<5, using: &dice) > 0 { known[kind] = length }
        }
    }

    /// All workloads.
    static func all(seed: UInt64) -> [Workload] {
        [mixed(seed: seed), deadlines(seed: seed), priorities(seed: seed), owners(seed: seed)]
    }

    /// Everything is there at once: 40 jobs of four owners, of very different lengths.
    private static func mixed(seed: UInt64) -> Workload {
        var workload = Workload("mixed lengths", seed: seed)
        for job in 0..<40 { workload.add(job: job, owner: job % 4, at: 0, count: 25) }
        return workload
    }

    /// Jobs of one owner come for an hour, nearly as many as eight slots can do. Each has a
    /// deadline, every other one a near one.
    private static func deadlines(seed: UInt64) -> Workload {
        var workload = Workload("deadlines", seed: seed + 1000)
        workload.comeAndGo(load: 0.97) { job, arrival, work, _ in
            let slack = job % 2 == 0 ? 2.0 : 20
            return (0, arrival + slack * (work / 8) + 30)
        }
        return workload
    }

    /// As before, without deadlines and somewhat more than can be done; a tenth is urgent.
    private static func priorities(seed: UInt64) -> Workload {
        var workload = Workload("priorities", seed: seed + 2000)
        workload.comeAndGo(load: 1.05) { _, _, _, dice in
            (Int.random(in: 0..<10, using: &dice) == 0 ? 10 : 0, nil)
        }
        return workload
    }

    /// One owner has 3,000 tasks queued, seven others come with ten each from time to time.
    private static func owners(seed: UInt64) -> Workload {
        var workload = Workload("many owners", seed: seed + 3000)
        workload.add(job: 0, owner: 0, at: 0, count: 3_000)
        for job in 1..<120 {
            let arrival = Double(job) * 60 + Double.random(in: 0..<60, using: &workload.dice)
            workload.add(job: job, owner: 1 + job % 7, at: arrival, count: 10)
        }
        return workload
    }

    private mutating func comeAndGo(
        load: Double,
        wishes: (Int, Double, Double, inout Dice) -> (priority: Double, deadline: Double?)
    ) {
        let perTask = kinds.reduce(0, +) / Double(kinds.count)
        var job = 0
        var arrival = 0.0
        while arrival < 3_600 {
            let count = Int.random(in: 5...40, using: &dice)
            let work = Double(count) * perTask
            let (priority, deadline) = wishes(job, arrival, work, &dice)
            add(
                job: job, owner: 0, at: arrival, count: count, priority: priority,
                deadline: deadline)
            arrival += work / Double(slots) / load * Double.random(in: 0.5...1.5, using: &dice)
            job += 1
        }
    }

    private mutating func add(
        job: Int, owner: Int, at arrival: Double, count: Int, priority: Double = 0,
        deadline: Double? = nil
    ) {
        for _ in 0..<count {
            let kind = Int.random(in: 0..<kinds.count, using: &dice)
            tasks.append(
                Task(
                    owner: owner, job: job, arrival: arrival,
                    length: kinds[kind] * Double.random(in: 0.8...1.2, using: &dice),
                    priority: priority, deadline: deadline, kind: kind))
        }
    }
}

extension Double {
    /// `base` to the power of `part`, 0…1, by halving: no mathematics library is needed.
    fileprivate static func exponential(_ base: Double, of part: Double) -> Double {
        var (result, factor, rest) = (1.0, base, part)
        for _ in 0..<30 {
            factor = factor.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= factor
                rest -= 1
            }
        }
        return result
    }
}
