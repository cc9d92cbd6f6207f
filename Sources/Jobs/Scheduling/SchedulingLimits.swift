/// Bounds of the scheduler.
public enum SchedulingLimits {
    /// Task identities that are remembered.
    public static let estimatesMax = 20_000
    /// Further attempts after an attempt's worker vanished.
    public static let lossesMax = 1
    /// Further attempts after the daemon was stopped or the machine restarted; a task that takes
    /// the machine down must not do so for ever.
    public static let interruptionsMax = 100
    /// The pause before a further attempt doubles so many times and stays there.
    public static let pauseDoublingsMax = 20
    /// Accounts and tasks that an explanation names.
    public static let namedMax = 5
    /// Owners without unfinished jobs that are remembered when their turn would come at once.
    public static let idleOwnersMax = 1_000
}
