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
    let stop: StopSignal
    /// The caller's environment.
    let environment: [String: String]
    /// Where private directories come from.
    let directories: DirectoryStock
    let pressure: CPUPressure?
    /// This process's cgroup, when it was delegated.
    private let delegated: Cgroup?
    private var cgroupsCount = 0

    /// A runner for one thread.
    public init(
        launcher: Launcher, stop: StopSignal, environment: [String: String],
        temporaryBase: String
    ) {
        self.launcher = launcher
        self.stop = stop
        self.environment = environment
        directories = DirectoryStock(base: temporaryBase)
        pressure = CPUPressure(path: CPUPressure.systemPath)
        // Most people have none; the launcher's tree serves them.
        delegated = try? Cgroup.delegated()
    }

    /// Gives up what is kept between attempts. Call when there is no further one.
    func finish() {
        // A directory that cannot be removed now belongs to nobody; the system's own tidying of
        // temporary files takes it.
        try? directories.clear()
    }

    /// A cgroup for the next attempt; nil where none is delegated or it cannot be made.
    func makeCgroup() -> AttemptCgroup? {
        guard let delegated else { return nil }
        cgroupsCount += 1
        // Without one the launcher alone answers for what the attempt leaves, as elsewhere.
        return try? AttemptCgroup(
            below: delegated, name: "orchestro-\(launcher.processID)-\(cgroupsCount)")
    }

    /// Runs one attempt to its end. `onStep` is told the number of each step that begins, and
    /// again with its result when it is over.
    public func run(
        _ plan: AttemptPlan, onStep: @escaping (Int, StepResult?) -> Void
    ) -> AttemptResult {
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
        result.outputBytes = attempt.outputBytes
        result.artifactsDirectory = plan.artifactsDirectory
        return attempt.writeRecord(result)
    }
}
