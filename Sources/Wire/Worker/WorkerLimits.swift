/// Bounds of the conversation between the daemon and a worker, each with its unit.
public enum WorkerLimits {
    /// The number in a lease's `version`; another one would mean another protocol.
    public static let version = 1
    /// Text of one frame, in bytes (4 MiB).
    public static let frameBytesMax = 4 << 20
    /// Bytes of a frame before its text: the text's length, big-endian.
    public static let headBytes = 4
    /// Messages that wait for their acknowledgement.
    public static let unacknowledgedMax = 64
    /// Descriptors that come with a start: recording, standard error, record, artifacts.
    public static let startDescriptorsCount = 4
    /// The same with the archive of an upload.
    public static let startDescriptorsMax = startDescriptorsCount + 1
    /// Variables that a lease may set.
    public static let variablesMax = 1000
    /// Controllers that a worker may name.
    public static let controllersMax = 32
    /// Any text that names something: an account, a controller, a code; in bytes.
    public static let nameBytesMax = 256
}
