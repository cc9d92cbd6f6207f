/// Bounds of talking to the daemon, with their units in the names.
enum ClientLimits {
    /// Connecting, in milliseconds.
    static let connectMilliseconds = 10_000
    /// An answer in which nothing comes for so long is given up, in seconds. Cancelling waits for
    /// the end of programs, which have at most some tens of seconds.
    static let silenceSeconds = 120
    /// A stream of events tells that it lives four times as often, in seconds.
    static let streamSilenceSeconds = 60
    /// After a stream broke, the daemon is looked for again for so long, in seconds.
    static let reconnectSeconds = 120
    /// How often a job is submitted when the daemon goes away in the middle.
    static let submitTriesMax = 10
    /// Pause between two such looks, in milliseconds.
    static let reconnectMilliseconds = 500
    /// A daemon that says that it is leaving is asked again for so long, in milliseconds.
    static let unavailableMilliseconds = 3_000
    /// An answer that is kept in memory, in bytes (256 MiB).
    static let answerBytesMax = 256 << 20
    /// A directory that is sent along, in bytes (1 GiB); daemons take less, as they are told to.
    static let uploadBytesMax = 1 << 30
    /// Path of a Unix socket, in bytes.
    static let socketPathBytesMax = 107
    /// How often a live display is renewed, in milliseconds.
    static let tickMilliseconds = 100
}
