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
    /// How often a worker may leave before it has its attempt. While no worker can be asked for at
    /// all the pause grows up to the one before the last of them, and the attempt waits.
    static let connectTriesMax = 9
    /// How long a worker may take to answer its lease, or the question what runs.
    static let answerPause = Duration.seconds(60)
    /// How long a worker may take to end an attempt that was cancelled. It gives up earlier itself.
    static let stopPause = Duration.seconds(90)
    /// How long a record without a connection may stay open.
    static let probePause = Duration.seconds(180)
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
    /// Steps that wait for one reader of events; older ones are dropped, which it is told.
    static let feedSignalsMax = 256
    /// Events that readers share; who is further behind reads the store.
    static let ringEventsMax = 4_096
    /// Jobs whose owner is remembered for readers of events.
    static let ringOwnersMax = 10_000
    /// How long events are gathered for a reader after it was given some.
    static let gatherPause = Duration.milliseconds(25)
    /// Readers of events and recordings at once.
    static let feedReadersMax = 2_000
    /// Of these, readers that share connections, as GraphQL's subscriptions do: less than half, so
    /// that there are some for every connection.
    static let feedReadersSharingMax = 900
    /// Of these, readers of one account or address.
    static let feedReadersSharingOfOneMax = 300
}
