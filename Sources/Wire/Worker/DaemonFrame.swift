import Jobs
import Scenarios

/// What the daemon tells a worker.
public enum DaemonFrame: Hashable, Sendable {
    /// The first frame: as whom and under which conditions to work.
    case lease(Lease)
    /// Carry out an attempt. Its four descriptors (``StartDescriptors``) come with its first byte,
    /// and a fifth when it has an upload: the archive, open for reading from its beginning.
    case start(AttemptOrder)
    /// Stop that attempt; nothing happens when it is over.
    case cancel(AttemptKey, by: String)
    /// All messages up to this number are stored.
    case acknowledge(through: Int)
    /// The daemon has been restarted: tell what runs, then repeat what it has not acknowledged.
    ///
    /// Sent behind a ``FrameReader/mark``; the answer comes behind one too, so the daemon reads it
    /// with a reader that seeks it. Until the answer is there it sends nothing else.
    case resume
    /// There are no more attempts: leave.
    case end
}

/// As whom and under which conditions a worker works.
public struct Lease: Hashable, Sendable {
    /// Names the lease in logs.
    public var id: String
    /// Account that programs run as.
    public var account: String
    /// Variables that programs get besides those the worker makes itself.
    public var environment: [String: String] = [:]
    /// The most that an attempt may have, whatever it asks for.
    public var ceiling = Limits()
    /// `none`: no attempt has a network, whatever its scenario says.
    public var network: NetworkChoice = .host

    /// A lease without conditions.
    public init(id: String, account: String) {
        self.id = id
        self.account = account
    }
}

/// One attempt to carry out.
public struct AttemptOrder: Hashable, Sendable {
    /// Which.
    public var attempt: AttemptKey
    /// The scenario's file and its place there.
    public var file: Submission.File
    /// Which of the file's scenarios, from 0.
    public var cell: Int
    /// Name of the task.
    public var name: String
    /// Tags of the task.
    public var tags: [String] = []
    /// Absolute directory of whoever submitted the job.
    public var callerDirectory: String
    /// Absolute workspace; nil: none.
    public var workspace: String?
    /// What the attempt may use where its scenario says nothing.
    public var limits = Limits()
    /// Timeouts credit no stall time.
    public var strictTimeouts = false
    /// The directory that came with the job; directories count from its root then.
    public var upload: Submission.Upload?
    /// Number of the account that asked for it; a worker of another one refuses it, whatever its
    /// name is by now. Nil: not told.
    public var userID: UInt32?

    /// An order without wishes.
    public init(
        attempt: AttemptKey, file: Submission.File, cell: Int, name: String,
        callerDirectory: String
    ) {
        self.attempt = attempt
        self.file = file
        self.cell = cell
        self.name = name
        self.callerDirectory = callerDirectory
    }
}

/// The descriptors that come with a start, in this order: regular files, open for writing.
public enum StartDescriptors: Int, CaseIterable, Hashable, Sendable {
    /// What the terminal shows, as it comes.
    case recording
    /// Standard error of a program without a terminal.
    case standardError
    /// The record, whole before the end is told. The disk is only waited for when the attempt was
    /// interrupted, since then nobody may hear of the end.
    case record
    /// The attempt's artifacts as a tar archive; stays empty when there are none.
    case artifacts
}
