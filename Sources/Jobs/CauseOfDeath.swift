/// What ended the program of an attempt, with the evidence. The closed list.
public enum CauseOfDeath: Hashable, Sendable {
    /// It exited by itself.
    case exit(status: Int)
    /// A signal that Orchestro did not send.
    case signal(Int)
    /// What it should have done did not happen in this time, so it was ended.
    case timeout(after: Duration)
    /// The kernel killed it, or some of its processes, at the memory limit.
    case outOfMemory(limitBytes: Int?, peakBytes: Int?, kills: Int)
    /// Somebody stopped it.
    case cancelled(by: String, StopCount)
    /// Its output grew over this limit.
    case outputLimit(bytes: Int)
    /// Its worker vanished without a result.
    case lost
    /// The machine or the service was restarted meanwhile.
    case hostRestart
}

/// What stopping everything of an attempt came to.
public struct StopCount: Hashable, Sendable {
    /// Processes that were alive when the stop was asked for.
    public var processes: Int
    /// Those that did not end when asked and were killed.
    public var killed: Int
    /// Those that are alive still: of another account, or hanging in the kernel.
    public var left: Int

    /// Makes a count.
    public init(processes: Int, killed: Int, left: Int) {
        self.processes = processes
        self.killed = killed
        self.left = left
    }
}
