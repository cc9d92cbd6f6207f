import Glibc
import Jobs
import Playback
import Scenarios
import Wire

/// Runs attempts one after the other, on one thread, with one launcher.
///
/// What an attempt starts, creates and leaves is accounted for here: when ``run(_:onStep:)``
/// returns, no process and no file of it is left but its artifacts.
public final class AttemptRunner {
    let launcher: Launcher
    private(set) var stop: StopSignal
    /// The caller's environment.
    let environment: [String: String]
    /// Where private directories come from.
    let directories: DirectoryStock
    let pressure: CPUPressure?
    /// This process's cgroup, when it was delegated.
    private let delegated: Cgroup?
    private let division: CgroupDivision?
    private let hasInventory: Bool
    private var cgroupsCount = 0
    /// Starts what has no network; made when it is first needed.
    private var isolated: Launcher?

    /// A runner for one thread.
    ///
    /// With a `division` attempts are limited by its controllers; `isolated` is a launcher without
    /// a network where one had to be made beforehand; `hasInventory`: somebody has given attempts
    /// the resources they want.
    public init(
        launcher: Launcher, stop: StopSignal, environment: [String: String],
        temporaryBase: String, division: CgroupDivision? = nil, isolated: Launcher? = nil,
        hasInventory: Bool = false
    ) {
        self.division = division
        self.isolated = isolated
        self.hasInventory = hasInventory
        self.launcher = launcher
        self.stop = stop
        self.environment = environment
        directories = DirectoryStock(base: temporaryBase)
        pressure = CPUPressure(path: CPUPressure.systemPath)
        // Most people have none; the launcher's tree serves them.
        delegated = division?.parent ?? (try? Cgroup.delegated())
    }

    /// What scenarios can ask for here.
    var capabilities: Capabilities {
        var capabilities: Capabilities = hasInventory ? .inventory : []
        for controller in division?.controllers ?? [] {
            switch controller {
            case .memory: capabilities.insert(.memoryLimit)
            case .pids: capabilities.insert(.processLimit)
            case .cpu: capabilities.insert(.processorLimit)
            case .io: break
            }
        }
        return capabilities
    }

    /// Gives up what is kept between attempts. Call when there is no further one.
    func finish() {
        // A directory that cannot be removed now belongs to nobody; the system's own tidying of
        // temporary files takes it.
        try? directories.clear()
        isolated?.close()
    }

    /// The launcher for an attempt.
    func launcher(isolated isIsolated: Bool) throws(LaunchFailure) -> Launcher {
        guard isIsolated else { return launcher }
        if let isolated { return isolated }
        let made = try Launcher.start(hasIsolatedNetwork: true)
        isolated = made
        return made
    }

    /// A cgroup for the next attempt; nil where none is delegated.
    func makeCgroup(_ limits: Limits) throws(CgroupFailure) -> AttemptCgroup? {
        guard let delegated else { return nil }
        cgroupsCount += 1
        let name = "orchestro-\(launcher.processID)-\(cgroupsCount)"
        guard let division else {
            // Without one the launcher alone answers for what the attempt leaves, as elsewhere.
            return try? AttemptCgroup(below: delegated, name: name, limits: limits, controllers: [])
        }
        return try AttemptCgroup(
            below: delegated, name: name, limits: limits, controllers: division.controllers)
    }

    /// Runs one attempt to its end. `onStep` is told the number of each step that begins, and
    /// again with its result when it is over.
    public func run(
        _ plan: AttemptPlan, onStep: @escaping (Int, StepResult?) -> Void
    ) -> AttemptResult {
        report(plan, onStep: onStep).result
    }

    /// The same, with a signal of its own and the record that tells of it.
    func run(
        _ plan: AttemptPlan, stop: StopSignal, onStep: @escaping (Int, StepResult?) -> Void
    ) -> (result: AttemptResult, record: JSONValue) {
        self.stop = stop
        return report(plan, onStep: onStep)
    }

    private func report(
        _ plan: AttemptPlan, onStep: @escaping (Int, StepResult?) -> Void
    ) -> (result: AttemptResult, record: JSONValue) {
        let attempt = Attempt(plan, runner: self, onStep: onStep)
        let outcome = attempt.perform()
        var result = AttemptResult(
            number: plan.number, outcome: outcome,
            startedMicroseconds: attempt.startedMicroseconds,
            duration: SystemClock.now() - attempt.began)
        result.steps = attempt.steps
        result.warnings = attempt.warnings
        result.usage = attempt.usage
        result.leaked = attempt.leaked
        result.ending = attempt.ending
        result.death = attempt.death(outcome)
        result.stopped = attempt.stopped
        result.outputBytes = attempt.outputBytes
        result.artifactsDirectory = plan.artifactsDirectory
        let record = attempt.writeRecord(&result)
        return (result, record)
    }
}
