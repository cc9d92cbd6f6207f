import CLaunch
import Glibc
import Jobs
import Scenarios
import Synchronization

/// One thread that carries out attempts one after the other, for somebody who meanwhile listens
/// to others: it never blocks whoever uses it.
///
/// Make it when the process is small; it owns its launchers and the directory that private
/// directories lie in.
public final class AttemptLane: Sendable {
    /// What it tells.
    public enum Report: Sendable {
        /// The attempt came to that step.
        case step(Int, note: String?)
        /// The attempt is over; its record is written.
        case ended(AttemptResult, record: JSONValue)
    }

    /// What its thread works with.
    public struct Tools {
        /// Starts programs.
        public var launcher: Launcher
        /// Starts programs that have no network; nil: one is made when it is needed.
        public var isolated: Launcher?
        /// Limits attempts; nil: nothing does.
        public var division: CgroupDivision?
        /// The environment that programs inherit.
        public var environment: [String: String]
        /// Where private directories are made.
        public var temporaryBase: String

        /// Puts them together.
        public init(
            launcher: Launcher, isolated: Launcher?, division: CgroupDivision?,
            environment: [String: String], temporaryBase: String
        ) {
            self.launcher = launcher
            self.isolated = isolated
            self.division = division
            self.environment = environment
            self.temporaryBase = temporaryBase
        }
    }

    private struct State {
        var order: (plan: AttemptPlan, stop: StopSignal)?
        var reports: [Report] = []
        var isClosed = false
    }

    /// Reports of steps that wait to be taken; more are left out.
    private static let stepReportsMax = 1000

    /// Readable when there are reports; for poll(2).
    public let descriptor: Int32
    private let wanted: Int32
    private let state = Mutex(State())
    private let thread = Mutex<Thread?>(nil)

    /// Why there is no lane.
    public struct Failure: Error {
        /// For people.
        public let message: String
    }

    /// Starts the thread.
    public init(_ tools: Tools) throws(Failure) {
        descriptor = cevents_open()
        wanted = cevents_open()
        guard descriptor >= 0, wanted >= 0 else {
            throw Failure(message: "no event descriptor: \(SystemError(errno))")
        }
        let directory: RunDirectory
        do throws(FileFailure) {
            directory = try RunDirectory(below: tools.temporaryBase)
        } catch {
            throw Failure(message: error.message)
        }
        let runner = Handover(
            AttemptRunner(
                launcher: tools.launcher, stop: StopSignal(), environment: tools.environment,
                temporaryBase: directory.path, division: tools.division,
                isolated: tools.isolated, hasInventory: true))
        let started = Thread { [self] in work(runner.runner, in: directory) }
        guard let started else { throw Failure(message: "the system has no room for a thread") }
        thread.withLock { $0 = started }
    }

    deinit {
        close(descriptor)
        close(wanted)
    }

    /// Begins an attempt; the one before must be over.
    public func begin(_ plan: AttemptPlan, stop: StopSignal) {
        state.withLock { $0.order = (plan, stop) }
        cevents_signal(wanted)
    }

    /// What happened since the last call.
    public func takeReports() -> [Report] {
        cevents_clear(descriptor)
        return state.withLock { state in
            defer { state.reports = [] }
            return state.reports
        }
    }

    /// Ends the thread and everything it owns, when its attempt is over.
    public func finish() {
        state.withLock { $0.isClosed = true }
        cevents_signal(wanted)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// A runner is made by one thread and used by another, never by both.
    private struct Handover: @unchecked Sendable {
        let runner: AttemptRunner
        init(_ runner: AttemptRunner) { self.runner = runner }
    }

    private func work(_ runner: AttemptRunner, in directory: RunDirectory) {
        while let (plan, stop) = nextOrder() {
            let (result, record) = runner.run(plan, stop: stop) { [self] step, result in
                guard result == nil else { return }
                let note = plan.scenario.steps.first { $0.number == step }?.note
                tell(.step(step, note: note))
            }
            tell(.ended(result, record: record))
        }
        runner.finish()
        runner.launcher.close()
        // What cannot be removed is found by the next lane of this account.
        _ = directory.remove()
    }

    /// Waits for an order; nil when there will be none.
    private func nextOrder() -> (AttemptPlan, StopSignal)? {
        while true {
            cevents_clear(wanted)
            let (order, isClosed) = state.withLock { state in
                defer { state.order = nil }
                return (state.order, state.isClosed)
            }
            if let order { return order }
            if isClosed { return nil }
            var polled = pollfd(fd: wanted, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, -1)
        }
    }

    private func tell(_ report: Report) {
        state.withLock { state in
            if case .step = report, state.reports.count >= Self.stepReportsMax { return }
            state.reports.append(report)
        }
        cevents_signal(descriptor)
    }
}
