/// Bounds of a connection, with their units.
enum HTTPLimits {
    /// One header field, in bytes.
    static let headerFieldBytesMax = 16_384
    /// All header fields, in bytes.
    static let headerBytesMax = 65_536
    /// Header fields.
    static let headerFieldsMax = 100
    /// What of a body must come in a second, on average, in bytes; less of it is a stall.
    static let bodyBytesPerSecondMin = 1_024
    /// Bytes of attempts' records after which a page of tasks ends.
    static let recordsBytesMax = 32 << 20
    /// What is read of a body that nobody wants, in bytes; then the connection ends.
    static let unwantedBodyBytesMax = 65_536
    /// Records that are read from the store at once.
    static let recordsPerReadMax = 100
    /// Threads that serve connections.
    static let threads = 3
    /// A body that is larger is read by threads that serve no connections, in bytes.
    static let quickBodyBytesMax = 65_536
    /// A connection that is one too many is told so for at most so many seconds.
    static let refusalSeconds: Int64 = 2
    /// Connections that are told at once that they are too many; more are closed without a word.
    static let refusedMax = 64
    /// How long answers may take when the daemon leaves.
    static let lastAnswers = Duration.seconds(2)
    /// How long it may take then to tell those who were not answered.
    static let lastRefusals = Duration.milliseconds(500)
    /// How long who has just come may take to ask then: a handshake and a way there and back.
    static let firstRequest = Duration.seconds(1)
    /// How long who has asked before may take then: what is on its way already.
    static let nextRequest = Duration.milliseconds(100)
    /// How long a browser may remember which pages may ask, in seconds.
    static let preflightSeconds = 600
    /// A body that is no submission, in bytes.
    static let smallBodyBytesMax = 65_536
    /// A submission up to this size, in bytes, counts for nothing but its connection.
    static let uncountedBodyBytesMax = 1 << 20
    /// Submissions of the largest size that are read at once, one of each account.
    static let largestBodiesMax = 4
    /// Forms that are being sent at once.
    static let uploadsMax = 16
    /// Forms that one account is sending at once.
    static let uploadsOfAccountMax = 4
    /// Characters of a path that the audit log tells.
    static let toldPathMax = 200
    /// Bytes of a recording that are read and sent at a time.
    static let chunkBytes = 65_536
    /// Events that are read from the store at a time.
    static let eventsPerRead = 500
}
