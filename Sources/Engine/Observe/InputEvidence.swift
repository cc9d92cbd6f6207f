/// What the processes of an attempt show about whether they wait for input of their terminal.
///
/// One look sees one moment, and input that was just written may still be on its way through the
/// kernel. Whoever acts on it looks twice, a little apart: equal `activity` means that no process
/// ran in between.
public struct InputEvidence: Hashable, Sendable {
    /// What was seen.
    public var verdict: Verdict
    /// Counts how often threads of the tree were given a processor.
    public var activity: UInt64

    /// The closed list of what can be seen.
    public enum Verdict: Hashable, Sendable {
        /// Nothing can move before input comes: some process waits for the terminal without a
        /// time limit, and every other waits for it, for a child, or for a pipe.
        case waiting
        /// The same, but a wait ends by itself, the first after this time. Weaker evidence.
        case pollingWithTimeout(Duration)
        /// There is input that nobody has read.
        case inputQueued(bytes: Int)
        /// A signal stopped this process, and no other waits for the terminal.
        case stopped(processID: Int32, name: String)
        /// This process runs, or waits for something other than the terminal.
        case busy(processID: Int32, name: String)
        /// No process is alive.
        case nothingRuns
        /// This process belongs to another account, or the kernel does not show what it does.
        case unreadable(processID: Int32, name: String)
    }
}
