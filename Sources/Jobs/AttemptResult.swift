import Scenarios

/// One execution of a task, when it is over.
public struct AttemptResult: Hashable, Sendable {
    /// 1-based number of the attempt of its task.
    public var number: Int
    /// What became of it.
    public var outcome: Outcome
    /// When it started, in microseconds since 1970-01-01 UTC.
    public var startedMicroseconds: Int64
    /// How long it took, setup and teardown included.
    public var duration: Duration
    /// What each step did, in order; steps not reached are absent.
    public var steps: [StepResult] = []
    /// Things the author should know that do not change the outcome.
    public var warnings: [String] = []
    /// What the program's processes used.
    public var usage = Usage()
    /// Processes alive after the scenario's own process ended, by name; they were killed.
    public var leaked: [String] = []
    /// How the program ended; nil when it never started.
    public var ending: Ending?
    /// What ended the program, with the evidence; nil when it never started, or was ended because
    /// the scenario was over.
    public var death: CauseOfDeath?
    /// What stopping a cancelled attempt came to.
    public var stopped: StopCount?
    /// Bytes of the terminal stream that the program wrote.
    public var outputBytes = 0
    /// Directory with the recording and the record file, when kept.
    public var artifactsDirectory: String?

    /// Makes a result.
    public init(
        number: Int, outcome: Outcome, startedMicroseconds: Int64, duration: Duration
    ) {
        self.number = number
        self.outcome = outcome
        self.startedMicroseconds = startedMicroseconds
        self.duration = duration
    }
}

/// What processes used.
public struct Usage: Hashable, Sendable {
    /// Processor time in user mode.
    public var user: Duration = .zero
    /// Processor time in the kernel.
    public var system: Duration = .zero
    /// Most memory of all processes together, where a cgroup counts it; else the largest resident
    /// set of one process. In bytes.
    public var peakMemoryBytes = 0
    /// Most processes and threads at a time; nil without a cgroup that counts.
    public var processesPeak: Int?
    /// Bytes read from block devices; nil without a cgroup that counts.
    public var readBytes: Int?
    /// Bytes written to block devices; nil without a cgroup that counts.
    public var writtenBytes: Int?
    /// Processes that the kernel killed at the memory limit; nil without a cgroup that counts.
    public var memoryKills: Int?
    /// How often the limit kept a process from being made; nil without a cgroup that counts.
    public var processLimitHits: Int?

    /// Nothing used.
    public init() {}
}
