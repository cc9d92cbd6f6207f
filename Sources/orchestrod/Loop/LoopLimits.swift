/// Bounds of the loop, with their units.
enum LoopLimits {
    /// Commands that wait for the loop; more are refused.
    static let inboxMax = 10_000
    /// Commands that one turn takes, so that one commit stays short.
    static let commandsPerTurnMax = 256
    /// Bytes read from one worker's connection in one turn.
    static let readBytesPerTurnMax = 1 << 20
    /// Bytes that wait to be sent to one worker; a worker behind that is given up.
    static let unsentBytesMax = 16 << 20
    /// How often a worker is asked for one attempt; with the pauses that is half a minute.
    static let connectTriesMax = 9
    /// How long the first pause between two tries is; it doubles.
    static let connectPause = Duration.milliseconds(100)
    /// How long the store may not be written before writing is tried again.
    static let storePause = Duration.seconds(1)
    /// How often old jobs are looked for.
    static let retentionPause = Duration.seconds(600)
    /// How long after the end of a job the memory that it took is given back.
    static let trimPause = Duration.seconds(1)
    /// Jobs that one step of retention removes.
    static let retiredPerStepMax = 4
    /// How long one step removes files; then others have their turn.
    static let removalPause = Duration.milliseconds(100)
    /// Pages that one step gives back to the file system.
    static let vacuumPagesPerStepMax = 256
    /// Signals that wait for one reader of events; older ones are dropped, which it is told.
    static let feedSignalsMax = 256
    /// Readers of events and recordings at once.
    static let feedReadersMax = 2_000
}
