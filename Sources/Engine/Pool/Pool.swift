import CLaunch
import Glibc
import Jobs
import Scenarios
import Synchronization

/// Runs a plan's attempts on as many threads as it has workers.
///
/// Whoever makes it takes the events with ``takeEvents()`` from one thread, at its own pace; the
/// workers never wait for that. Launchers are made before the first thread.
public final class Pool: Sendable {
    private struct State {
        var queue: RunQueue
        var attempts: [[AttemptResult]]
        var results: [TaskResult?]
        var events: [Event] = []
        var working: Int
        var directory: RunDirectory?
        /// Where limits of scenarios are enforced; nil when none asks for one, or nothing can.
        var division: CgroupDivision?
        var warnings: [String] = []
    }

    private let plan: RunPlan
    private let tasks: [TaskInfo]
    private let stop: StopSignal
    private let state: Mutex<State>
    private let changed: ConditionVariable
    /// Readable when the last worker is done; for poll(2).
    public let doneDescriptor: Int32

    /// A pool that has not begun.
    public init(_ plan: RunPlan, stop: StopSignal) {
        self.plan = plan
        self.stop = stop
        tasks = plan.tasks
        let entries = plan.items.map { item in
            let own = item.scenario.retries
            return RunQueue.Entry(
                priority: item.scenario.priority, needs: item.needs,
                retries: own.count > 0 ? own : plan.retries)
        }
        state = Mutex(
            State(
                queue: RunQueue(entries, failFast: plan.failFast),
                attempts: Array(repeating: [], count: plan.items.count),
                results: Array(repeating: nil, count: plan.items.count), working: 0))
        changed = ConditionVariable()
        doneDescriptor = cevents_open()
    }

    deinit { close(doneDescriptor) }

    /// What should be told about the run as a whole, when the last worker is done.
    public var warnings: [String] { state.withLock { state in state.warnings } }

    /// Why a run cannot begin.
    public struct BeginFailure: Error {
        /// For people.
        public let message: String
    }

    /// Starts the workers. Call once.
    public func begin() throws(BeginFailure) {
        let directory: RunDirectory
        do throws(FileFailure) {
            directory = try RunDirectory(below: plan.temporaryBase)
        } catch {
            throw BeginFailure(message: error.message)
        }
        let division = divide()
        do throws(LaunchFailure) {
            try beginWorkers(in: directory, division)
        } catch {
            // Without workers nothing is in it.
            _ = directory.remove()
            // Nothing can be done about a cgroup that stays; whoever delegated it removes it.
            try? division?.giveBack()
            throw BeginFailure(message: "\(error)")
        }
    }

    /// Divides this process's cgroup, when it was delegated and some scenario needs that. Done
    /// before there are launchers, which move along.
    private func divide() -> CgroupDivision? {
        let isNeeded = plan.items.contains { item in
            let limits = item.scenario.limits
            return limits.memoryBytes != nil || limits.processesCount != nil || limits.cpus != nil
        }
        guard isNeeded else { return nil }
        // Where it cannot be had, the scenarios that need it say so.
        return try? CgroupDivision(of: Cgroup.delegated(), leaf: "orchestro-run-\(getpid())")
    }

    private func beginWorkers(
        in directory: RunDirectory, _ division: CgroupDivision?
    ) throws(LaunchFailure) {
        let count = max(1, min(plan.workers, plan.items.count, EngineLimits.workersMax))
        var launchers: [Launcher] = []
        for _ in 0..<count { launchers.append(try Launcher.start()) }
        state.withLock { state in
            state.working = count
            state.directory = directory
            state.division = division
            state.events.append(.runStarted(tasks: tasks, workers: count))
        }
        for launcher in launchers {
            let handover = Handover(launcher)
            let thread = Thread { [self] in
                work(handover.launcher, in: directory.path, division)
            }
            if thread == nil { retire() }
        }
    }

    /// What happened since the last call.
    public func takeEvents() -> [Event] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    /// The results in the order of the plan, when the last worker is done.
    public func results() -> [TaskResult] {
        state.withLock { state in
            tasks.map { task -> TaskResult in
                let unstarted = TaskResult(
                    task: task,
                    outcome: .error(
                        ErrorCause(
                            .infrastructure, "the system had no room for a worker thread")),
                    attempts: [])
                return state.results[task.id.index] ?? unstarted
            }
        }
    }

    /// Launchers are made by one thread and used by another, never by both.
    private struct Handover: @unchecked Sendable {
        let launcher: Launcher
        init(_ launcher: Launcher) { self.launcher = launcher }
    }

    private func work(
        _ launcher: Launcher, in directory: String, _ division: CgroupDivision?
    ) {
        let runner = AttemptRunner(
            launcher: launcher, stop: stop, environment: plan.environment,
            temporaryBase: directory, division: division)
        while let (task, number) = nextAttempt() {
            let id = TaskID(task)
            emit(.attemptStarted(id, attempt: number))
            let attempt = plan.attempt(number, of: task)
            let result = runner.run(attempt) { [self] step, result in
                if let result { return emit(.stepEnded(id, attempt: number, result)) }
                let note = attempt.scenario.steps.first { $0.number == step }?.note
                emit(.stepStarted(id, attempt: number, step: step, note: note))
            }
            take(result, of: task)
        }
        runner.finish()
        launcher.close()
        retire()
    }

    private func emit(_ event: Event) { state.withLock { state in state.events.append(event) } }

    private func retire() {
        let isLast = state.withLock { state in
            state.working -= 1
            guard state.working == 0 else { return false }
            if let problem = state.directory?.remove() {
                state.warnings.append("failed to remove the private directory: \(problem)")
            }
            do throws(CgroupFailure) {
                try state.division?.giveBack()
            } catch {
                state.warnings.append("\(error)")
            }
            return true
        }
        if isLast { cevents_signal(doneDescriptor) }
    }

    /// Waits until there is something to run; nil when there never will be.
    private func nextAttempt() -> (task: Int, attempt: Int)? {
        while true {
            let seen = changed.generation
            let choice = state.withLock { state in
                if let whom = stop.requestedBy { state.queue.stop(reason: "stopped by \(whom)") }
                recordSkipped(&state)
                return state.queue.next(at: SystemClock.now())
            }
            switch choice {
            case .run(let task, let attempt): return (task, attempt)
            case .done: return nil
            case .wait(let until):
                changed.wait(after: seen, until: until, stop: stop.descriptor)
            }
        }
    }

    private func take(_ result: AttemptResult, of task: Int) {
        state.withLock { state in
            state.attempts[task].append(result)
            let willRetry = state.queue.ended(
                task: task, outcome: result.outcome, at: SystemClock.now())
            state.events.append(.attemptEnded(TaskID(task), result, willRetry: willRetry))
            if !willRetry { finish(task, result.outcome, &state) }
            recordSkipped(&state)
        }
        changed.signalAll()
    }

    private func recordSkipped(_ state: inout State) {
        for (task, reason) in state.queue.takeSkipped() {
            // A task stopped between two attempts keeps the outcome of its last one.
            let outcome = state.attempts[task].last?.outcome ?? .skipped(reason: reason)
            finish(task, outcome, &state)
        }
    }

    private func finish(_ task: Int, _ outcome: Outcome, _ state: inout State) {
        let result = TaskResult(
            task: tasks[task], outcome: outcome, attempts: state.attempts[task])
        state.results[task] = result
        state.events.append(.taskFinished(result))
    }
}
