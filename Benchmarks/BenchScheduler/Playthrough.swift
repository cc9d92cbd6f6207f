/// A workload played through on a virtual clock, and what is measured in it.
struct Playthrough {
    /// What came out.
    struct Figures {
        /// Seconds until the last task ended.
        var makespan = 0.0
        /// Mean seconds between coming and starting.
        var meanWait = 0.0
        /// The same of tasks with a high priority; nil: there are none.
        var urgentWait: Double?
        /// The same of all owners but the first; nil: they do not differ.
        var smallOwnersWait: Double?
        /// Part of the tasks with a deadline that ended after it; nil: there are none.
        var missed: Double?
        /// Jain's index of what owners got of the slot time due to them; 1 is fair.
        var fairness = 0.0
    }

    private let workload: Workload
    private var contender: any Contender
    private var now = 0.0
    private var started: [Double?]
    private var ends: [Double]
    /// Tasks that run, the one that ends first last.
    private var running: [(end: Double, task: Int)] = []
    private var queued: [Int]
    private var runningOfOwner: [Int]
    private var due: [Double]
    private var got: [Double]

    init(_ workload: Workload, _ contender: any Contender) {
        self.workload = workload
        self.contender = contender
        started = Array(repeating: nil, count: workload.tasks.count)
        ends = Array(repeating: 0, count: workload.tasks.count)
        let owners = (workload.tasks.map(\.owner).max() ?? 0) + 1
        queued = Array(repeating: 0, count: owners)
        runningOfOwner = queued
        due = Array(repeating: 0, count: owners)
        got = due
    }

    /// Plays everything and tells the figures.
    mutating func play() -> Figures {
        let jobs = Dictionary(grouping: workload.tasks.indices) { workload.tasks[$0].job }
        var arrivals: [Range<Int>] = jobs.values.compactMap { places in
            places.first.map { $0..<($0 + places.count) }
        }
        arrivals.sort { $0.lowerBound > $1.lowerBound }
        while !arrivals.isEmpty || !running.isEmpty {
            let arrival = arrivals.last.map { workload.tasks[$0.lowerBound].arrival }
            if let arrival, arrival <= running.last?.end ?? .infinity, let next = arrivals.popLast()
            {
                pass(to: arrival)
                queued[workload.tasks[next.lowerBound].owner] += next.count
                start(contender.arrived(next, at: now))
            } else if let (end, task) = running.popLast() {
                pass(to: end)
                runningOfOwner[workload.tasks[task].owner] -= 1
                ends[task] = end
                start(contender.ended(task, at: now))
            }
        }
        return figures
    }

    private mutating func start(_ tasks: [Int]) {
        for task in tasks {
            precondition(started[task] == nil && running.count < workload.slots)
            started[task] = now
            queued[workload.tasks[task].owner] -= 1
            runningOfOwner[workload.tasks[task].owner] += 1
            let end = now + workload.tasks[task].length
            let place = running.firstIndex { $0.end < end } ?? running.count
            running.insert((end, task), at: place)
        }
    }

    /// Counts what owners that have something queued get, against an equal part each.
    private mutating func pass(to time: Double) {
        let waiting = queued.indices.filter { queued[$0] > 0 }
        for owner in waiting {
            due[owner] += (time - now) * Double(workload.slots) / Double(waiting.count)
            got[owner] += (time - now) * Double(runningOfOwner[owner])
        }
        now = time
    }

    private var figures: Figures {
        var figures = Figures()
        figures.makespan = now
        figures.meanWait = meanWait { _ in true } ?? 0
        figures.urgentWait = meanWait { $0.priority > 0 }
        if workload.name == "many owners" {
            figures.smallOwnersWait = meanWait { $0.owner > 0 }
        }
        let late = workload.tasks.indices.compactMap { task in
            workload.tasks[task].deadline.map { ends[task] > $0 }
        }
        if !late.isEmpty { figures.missed = Double(late.count { $0 }) / Double(late.count) }
        let parts = due.indices.filter { due[$0] > 0 }.map { got[$0] / due[$0] }
        let sum = parts.reduce(0, +)
        let squares = parts.reduce(0) { $0 + $1 * $1 }
        figures.fairness = squares > 0 ? sum * sum / (Double(parts.count) * squares) : 1
        return figures
    }

    private func meanWait(of isMeant: (Workload.Task) -> Bool) -> Double? {
        let waits = workload.tasks.indices.filter { isMeant(workload.tasks[$0]) }.map { task in
            (started[task] ?? now) - workload.tasks[task].arrival
        }
        return waits.isEmpty ? nil : waits.reduce(0, +) / Double(waits.count)
    }
}
