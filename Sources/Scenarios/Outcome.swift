/// What became of a scenario. There is no path from a mistake to `passed`.
public enum Outcome: Hashable, Sendable {
    /// Every step and every check held.
    case passed
    /// A step or a check did not hold.
    case failed(Failure)
    /// It could not be judged.
    case error(ErrorCause)
    /// Somebody stopped it.
    case cancelled(by: String)
    /// It was not started.
    case skipped(reason: String)

    /// The one word for it: passed, failed, error, cancelled, skipped.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .error: "error"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        }
    }
}

/// Why a scenario failed, with the evidence a person needs.
public struct Failure: Hashable, Sendable {
    /// 1-based number of the step; nil when no step but a later check failed.
    public var step: Int?
    /// Where the failed step or check stands in the file.
    public var position: Position?
    /// What went wrong, in one line.
    public var message: String
    /// What was expected, when it can be shown.
    public var expected: String?
    /// What was there instead, when it can be shown.
    public var actual: String?
    /// Line difference between the two: lines start with `-` (expected), `+` (actual) or space.
    public var diff: [String] = []
    /// How long it waited.
    public var waited: Duration?
    /// How much of that was credited because the machine was busy.
    public var credited: Duration = .zero
    /// The screen at that moment, as text.
    public var screen = ""
    /// The end of the output that no wait has consumed, as text.
    public var unconsumed = ""
    /// What may help.
    public var hints: [String] = []
    /// Further failures found together with this one.
    public var others: [String] = []

    /// A failure with nothing but a message.
    public init(_ message: String, step: Int? = nil, at position: Position? = nil) {
        self.message = message
        self.step = step
        self.position = position
    }
}

/// Why a scenario could not be judged.
public struct ErrorCause: Hashable, Sendable {
    /// The closed list of causes.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The program could not be started.
        case notStarted = "not_started"
        /// A setup or teardown command failed.
        case setup
        /// The stream grew over its limit.
        case outputLimit = "output_limit"
        /// The attempt reached its memory limit, and the kernel killed its processes.
        case outOfMemory = "out_of_memory"
        /// The attempt reached its limit of processes.
        case processLimit = "process_limit"
        /// A variable the scenario uses is missing, or a secret's value unusable.
        case environment
        /// The scenario asks for what this way of running cannot give.
        case unsupported
        /// A pattern needs more work than its bound.
        case patternLimit = "pattern_limit"
        /// The disk, a descriptor or another means of the machine failed.
        case infrastructure
        /// Its worker vanished without a result.
        case lost
        /// The machine or the service was restarted meanwhile.
        case hostRestart = "host_restart"
    }

    /// Which one.
    public var kind: Kind
    /// What, where and what to do.
    public var message: String
    /// 1-based number of the step it happened in.
    public var step: Int?
    /// Where that step stands.
    public var position: Position?
    /// The screen at that moment, as text.
    public var screen = ""

    /// Makes a cause.
    public init(_ kind: Kind, _ message: String, step: Int? = nil, at position: Position? = nil) {
        self.kind = kind
        self.message = message
        self.step = step
        self.position = position
    }
}
