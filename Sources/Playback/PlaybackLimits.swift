import Scenarios

/// Bounds of one conversation, each with its unit.
public enum PlaybackLimits {
    /// Unconsumed output kept for patterns, in bytes. Older output is forgotten and the failure
    /// text says how much.
    public static let windowBytesMax = 8 << 20
    /// Output since the latest input kept for assertions, in bytes.
    public static let transcriptBytesMax = 8 << 20
    /// End of the stream kept to show a person, in bytes.
    public static let recentBytesMax = 32 << 10
    /// End of the unconsumed output that is kept for the evidence of a failure even when no
    /// pattern can need it, in bytes.
    public static let shownBytesMax = 64 << 10
    /// End of the consumed output kept for hints, in bytes.
    public static let consumedBytesMax = 64 << 10
    /// Lines of the sentinel file that are remembered, as in the original.
    public static let sentinelLinesMax = 1000
    /// A load-aware deadline grows to at most this many times the timeout.
    public static let creditFactorMax = 5
    /// Lines of each side that a difference is computed for.
    public static let diffLinesMax = 500
    /// Lines of a command's output that its failure shows.
    static let commandLinesShownMax = 60
    /// A secret shorter than this many bytes would mask innocent text and is refused.
    public static let secretBytesMin = 4
    /// After every writer closed the terminal, the program has this long to end before a wait
    /// is told that it closed its terminal and went on.
    public static let closedGrace = Duration.milliseconds(250)
    /// The terminal stream of one attempt, in bytes, unless `limits.output` says otherwise.
    public static let outputBytesDefault = 256 << 20
}
