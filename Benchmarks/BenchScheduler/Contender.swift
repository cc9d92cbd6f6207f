import Jobs
import Scenarios

/// Something that decides which task runs next. Tasks are numbers of a workload's list.
protocol Contender {
    /// Tasks of one job have come. Tells what starts now.
    mutating func arrived(_ tasks: Range<Int>, at now: Double) -> [Int]
    /// A task has ended. Tells what starts now.
    mutating func ended(_ task: Int, at now: Double) -> [Int]
}

/// The scheduler with one strategy.
struct SchedulerContender: Contender {
    private let workload: Workload
    private var scheduler: Scheduler
    /// First task of each job.
    private var firsts: [Int: Int] = [:]

    init(_ strategy: Strategy, _ workload: Workload) {
        self.workload = workload
        var settings = SchedulerSettings(slots: workload.slots)
        settings.strategy = strategy
        var estimates = Estimates()
        for (kind, seconds) in workload.known.sorted(by: { $0.key < $1.key }) {
            var estimate = Estimate()
            estimate.duration = .seconds(seconds)
            estimates["kind \(kind)"] = estimate
        }
        scheduler = Scheduler(settings, estimates: estimates)
        _ = scheduler.handle(.replayed, at: instant(0))
    }

    mutating func arrived(_ tasks: Range<Int>, at now: Double) -> [Int] {
        let first = workload.tasks[tasks.lowerBound]
        firsts[first.job] = tasks.lowerBound
        let owner = Owner(account: "owner\(first.owner)", userID: UInt32(first.owner))
        let job = QueuedJob(
            id: JobID(first.job + 1), owner: owner, account: owner.account,
            deadline: first.deadline.map(instant), failFast: false,
            tasks: tasks.map { place in
                var task = QueuedTask(identity: "kind \(workload.tasks[place].kind)")
                task.priority = workload.tasks[place].priority
                return task
            })
        return starts(scheduler.handle(.submitted(job), at: instant(now)))
    }

    mutating func ended(_ task: Int, at now: Double) -> [Int] {
        let job = workload.tasks[task].job
        let key = TaskKey(JobID(job + 1), TaskID(task - (firsts[job] ?? 0)))
        return starts(
            scheduler.handle(
                .ended(
                    AttemptKey(key, 1), .passed, duration: .seconds(workload.tasks[task].length)),
                at: instant(now)))
    }

    private func starts(_ effects: [SchedulerEffect]) -> [Int] {
        effects.compactMap { effect in
            guard case .start(let attempt, _, _) = effect else { return nil }
            let job = attempt.task.job.number - 1
            return (firsts[job] ?? 0) + attempt.task.task.index
        }
    }
}

/// The queue of the original: one heap by priority, then by order of coming. Nothing is learned,
/// owners and deadlines do not count.
struct HeapContender: Contender {
    private let workload: Workload
    private var heap: [Int] = []
    private var free: Int

    init(_ workload: Workload) {
        self.workload = workload
        free = workload.slots
    }

    mutating func arrived(_ tasks: Range<Int>, at now: Double) -> [Int] {
        for task in tasks {
            heap.append(task)
            rise(heap.count - 1)
        }
        return start()
    }

    mutating func ended(_ task: Int, at now: Double) -> [Int] {
        free += 1
        return start()
    }

    private mutating func start() -> [Int] {
        var started: [Int] = []
        while free > 0, let first = heap.first {
            free -= 1
            started.append(first)
            let last = heap.removeLast()
            if !heap.isEmpty {
                heap[0] = last
                sink()
            }
        }
        return started
    }

    private func comesBefore(_ a: Int, _ b: Int) -> Bool {
        let (one, other) = (workload.tasks[a].priority, workload.tasks[b].priority)
        return one != other ? one > other : a < b
    }

    private mutating func rise(_ start: Int) {
        var place = start
        while place > 0, comesBefore(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, comesBefore(heap[child + 1], heap[child]) { child += 1 }
            guard comesBefore(heap[child], heap[place]) else { return }
            heap.swapAt(child, place)
            place = child
        }
    }
}

/// Seconds from the beginning as a moment of the scheduler's clock.
func instant(_ seconds: Double) -> Instant {
    Instant(nanoseconds: 1_700_000_000_000_000_000) + .nanoseconds(Int64(seconds * 1e9))
}
