import Scenarios

/// Bounds of running attempts, each with its unit.
public enum EngineLimits {
    /// Beginning of the stream kept in a recording, in bytes.
    public static let recordingHeadBytesMax = 28 << 20
    /// End of the stream kept in a recording after that, in bytes.
    public static let recordingTailBytesMax = 4 << 20
    /// Bytes read from a program before it is looked at what they mean.
    public static let readBytesMax = 64 << 10
    /// Timed chunks of a recording.
    public static let chunksMax = 10_000
    /// After a polite end (hang-up), processes have this long before SIGTERM.
    public static let hangupGrace = Duration.milliseconds(100)
    /// After SIGTERM, processes have this long before SIGKILL.
    public static let terminateGrace = Duration.milliseconds(400)
    /// After the program's own end, its other processes have this long to follow.
    public static let leakGrace = Duration.milliseconds(30)
    /// After `cgroup.kill`, the processes of a cgroup have this long to be gone.
    public static let cgroupEmptyTimeout = Duration.seconds(5)
    /// Output of one host command that is kept, in bytes.
    public static let hostOutputBytesMax = 64 << 10
    /// One setup or teardown command may take this long.
    public static let hostCommandTimeout = Duration.seconds(120)
    /// A file that a validation reads, in bytes.
    public static let checkedFileBytesMax = 64 << 20
    /// Input longer than this between newlines is lost by a terminal in line mode (N_TTY).
    public static let terminalLineBytesMax = 4095
    /// First pause between two looks for evidence that a program waits for input.
    public static let idleProbeFirst = Duration.milliseconds(5)
    /// Longest such pause.
    public static let idleProbeLongest = Duration.milliseconds(100)
    /// A program that polls with a time limit of its own must be quiet so long to count as idle.
    public static let weakIdleQuiet = Duration.milliseconds(150)
    /// Input this young may not have reached the program yet.
    public static let inputSettles = Duration.milliseconds(50)
    /// Files kept as artifacts of one attempt.
    public static let artifactsMax = 1000
    /// Size of one artifact, in bytes.
    public static let artifactBytesMax = 256 << 20
    /// Size of all artifacts of one attempt in an archive, in bytes.
    public static let archiveBytesMax = 1 << 30
    /// Runs whose records are kept when no directory is given.
    public static let keptRunsMax = 10
    /// Attempts at once.
    public static let workersMax = 256
}
