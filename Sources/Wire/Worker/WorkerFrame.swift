import Jobs
import Scenarios

/// What a worker tells the daemon.
public enum WorkerFrame: Hashable, Sendable {
    /// The lease is taken.
    case ready(WorkerReady)
    /// An attempt has begun. `processID` is that of the worker.
    case started(AttemptKey, processID: Int)
    /// An attempt came to a step.
    case step(AttemptKey, step: Int, note: String?)
    /// An attempt is over and its record written.
    case ended(AttemptEnd)
    /// The lease or an order is refused; the worker leaves.
    case refused(Refusal, message: String)
    /// The answer to ``DaemonFrame/resume``: what runs now.
    case resumed(running: AttemptKey?)

    /// Kept until it is acknowledged; others tell of a moment that has passed.
    public var isKept: Bool {
        switch self {
        case .ready, .started, .ended, .refused: true
        case .step, .resumed: false
        }
    }
}

/// A frame with its number within the lease; 0 for one that is not kept.
public struct WorkerMessage: Hashable, Sendable {
    /// From 1, without gaps.
    public var number: Int
    /// What is told.
    public var frame: WorkerFrame

    /// Makes a message.
    public init(number: Int, frame: WorkerFrame) {
        self.number = number
        self.frame = frame
    }
}

/// Who works, and with what.
public struct WorkerReady: Hashable, Sendable {
    /// The worker's process.
    public var processID: Int
    /// Account it runs as.
    public var account: String
    /// That account's number.
    public var userID: UInt32
    /// Version of the worker's program.
    public var version: String
    /// Controllers that limit attempts: `memory`, `pids`, `cpu`, `io`; empty without delegation.
    public var controllers: [String] = []
    /// Absolute path of the delegated cgroup; nil without delegation.
    public var cgroup: String?

    /// Makes a greeting without delegation.
    public init(processID: Int, account: String, userID: UInt32, version: String) {
        self.processID = processID
        self.account = account
        self.userID = userID
        self.version = version
    }
}

/// How an attempt ended.
public struct AttemptEnd: Hashable, Sendable {
    /// Which.
    public var attempt: AttemptKey
    /// What became of it.
    public var verdict: AttemptVerdict
    /// How long it took, in whole microseconds.
    public var duration: Duration
    /// The whole record; nil when it is too large for a frame: the record file has it.
    public var record: JSONValue?

    /// Makes an end.
    public init(
        attempt: AttemptKey, verdict: AttemptVerdict, duration: Duration, record: JSONValue?
    ) {
        self.attempt = attempt
        self.verdict = verdict
        self.duration = duration
        self.record = record
    }
}

/// Why a worker does not work. A code that is not known reads as ``other``.
public enum Refusal: String, CaseIterable, Hashable, Sendable {
    /// The other end of the connection is neither root nor the daemon.
    case stranger
    /// There is no such account.
    case accountUnknown = "account_unknown"
    /// The policy does not let this account run anything.
    case accountNotAllowed = "account_not_allowed"
    /// The policy file cannot be trusted or read.
    case policyInvalid = "policy_invalid"
    /// Becoming the account failed.
    case privilege
    /// The peer sent what is no frame, or not at its time.
    case protocolError = "protocol"
    /// The machine lacks something: a process, a descriptor, memory.
    case infrastructure
    /// Something that this version does not know.
    case other
}
