import Jobs
import Scenarios

/// One attempt, decided down to its directories.
public struct AttemptPlan: Sendable {
    /// The task it belongs to.
    public var task: TaskInfo
    /// What to do.
    public var scenario: Scenario
    /// 1-based number of the attempt of its task.
    public var number: Int
    /// Absolute directory of whoever asked for the run.
    public var callerDirectory: String
    /// Absolute directory of the scenario file.
    public var scenarioDirectory: String
    /// Absolute workspace directory, when one was given.
    public var workspace: String?
    /// Absolute directory to make for this attempt's recording and record; nil: keep nothing.
    public var artifactsDirectory: String?
    /// Timeouts credit no stall time.
    public var strictTimeouts: Bool

    /// Makes a plan.
    public init(
        task: TaskInfo, scenario: Scenario, number: Int, callerDirectory: String,
        scenarioDirectory: String, workspace: String?, artifactsDirectory: String?,
        strictTimeouts: Bool
    ) {
        self.task = task
        self.scenario = scenario
        self.number = number
        self.callerDirectory = callerDirectory
        self.scenarioDirectory = scenarioDirectory
        self.workspace = workspace
        self.artifactsDirectory = artifactsDirectory
        self.strictTimeouts = strictTimeouts
    }

    /// Where the program starts: the workspace, else the scenario's `cwd` (relative to its
    /// file), else the caller's directory. `scenario` is the one with its texts expanded.
    func workingDirectory(of scenario: Scenario) -> String {
        if let workspace { return workspace }
        guard let cwd = scenario.cwd else { return callerDirectory }
        return cwd.hasPrefix("/") ? cwd : scenarioDirectory + "/" + cwd
    }

    var usesTriggerFiles: Bool {
        scenario.steps.contains { step in
            !step.captures.isEmpty
                || step.waits.contains { if case .sentinel = $0.value { true } else { false } }
        }
    }
}
