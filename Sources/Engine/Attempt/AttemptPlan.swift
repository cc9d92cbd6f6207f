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
    /// Open files for recording, record and artifacts, instead of a directory.
    public var files: AttemptFiles?
    /// What the attempt may use where its scenario says nothing.
    public var limits = Limits()
    /// The most that it may have, whatever its scenario says.
    public var ceiling = Limits()
    /// It has no network, whatever its scenario says.
    public var hasNoNetwork = false
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

    /// What holds for the attempt.
    var limitsInForce: Limits { scenario.limits.or(limits).atMost(ceiling) }

    /// Whether it gets a network of its own in which there is nothing.
    var isIsolated: Bool { hasNoNetwork || scenario.network == .none }

    var usesTriggerFiles: Bool {
        scenario.steps.contains { step in
            !step.captures.isEmpty
                || step.waits.contains { if case .sentinel = $0.value { true } else { false } }
        }
    }
}

/// Open files that the traces of an attempt are written to; whoever made them closes them.
public struct AttemptFiles: Hashable, Sendable {
    /// What the terminal shows, written as it comes.
    public var recording: Int32
    /// Standard error of a program without a terminal, written as it comes.
    public var standardError: Int32
    /// The record, written at the end, whole before the end is told.
    public var record: Int32
    /// A tar archive of the artifacts; stays empty when there are none.
    public var artifacts: Int32
    /// The archive of the directory that came with the job, open for reading from its beginning;
    /// the directories of the plan count from its root then. Nil: none came.
    public var upload: Int32?

    /// Puts them together.
    public init(recording: Int32, standardError: Int32, record: Int32, artifacts: Int32) {
        self.recording = recording
        self.standardError = standardError
        self.record = record
        self.artifacts = artifacts
    }
}

extension Limits {
    /// These, and the others where these say nothing.
    func or(_ others: Limits) -> Limits {
        var limits = self
        limits.memoryBytes = memoryBytes ?? others.memoryBytes
        limits.processesCount = processesCount ?? others.processesCount
        limits.cpus = cpus ?? others.cpus
        limits.outputBytes = outputBytes ?? others.outputBytes
        return limits
    }

    /// The lower of both; what is not limited on one side is limited by the other.
    func atMost(_ ceiling: Limits) -> Limits {
        func lower<Value: Comparable>(_ a: Value?, _ b: Value?) -> Value? {
            guard let a, let b else { return a ?? b }
            return min(a, b)
        }
        var limits = self
        limits.memoryBytes = lower(memoryBytes, ceiling.memoryBytes)
        limits.processesCount = lower(processesCount, ceiling.processesCount)
        limits.cpus = lower(cpus, ceiling.cpus)
        limits.outputBytes = lower(outputBytes, ceiling.outputBytes)
        return limits
    }
}
