/// A job's number, from 1; shown to people as it is and never used twice.
public struct JobID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public var number: Int

    /// Makes an id from a number.
    public init(_ number: Int) { self.number = number }

    /// Reads `42`; nil for anything else than a positive decimal number.
    public init?(text: some StringProtocol) {
        guard let number = Int.positive(text) else { return nil }
        self.number = number
    }

    /// `42`.
    public var description: String { String(number) }

    /// Order of submission.
    public static func < (a: JobID, b: JobID) -> Bool { a.number < b.number }
}

/// One task of one job.
public struct TaskKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The job.
    public var job: JobID
    /// The task's place in it.
    public var task: TaskID

    /// Makes a key.
    public init(_ job: JobID, _ task: TaskID) {
        self.job = job
        self.task = task
    }

    /// Reads `42.3`: task number 3 of job 42, numbers from 1.
    public init?(text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let job = JobID(text: parts[0]), let task = Int.positive(parts[1])
        else { return nil }
        self.init(job, TaskID(task - 1))
    }

    /// `42.3`: people count tasks from 1.
    public var description: String { "\(job).\(task.index + 1)" }

    /// Order of submission, then of the job.
    public static func < (a: TaskKey, b: TaskKey) -> Bool { (a.job, a.task) < (b.job, b.task) }
}

/// One execution of one task; never used twice.
public struct AttemptKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The task.
    public var task: TaskKey
    /// The attempt's number, from 1.
    public var number: Int

    /// Makes a key.
    public init(_ task: TaskKey, _ number: Int) {
        self.task = task
        self.number = number
    }

    /// Reads `42.3.1`.
    public init?(text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let number = Int.positive(parts[2]),
            let task = TaskKey(text: "\(parts[0]).\(parts[1])")
        else { return nil }
        self.init(task, number)
    }

    /// `42.3.1`.
    public var description: String { "\(task).\(number)" }

    /// Order of submission, of the job, of the attempts.
    public static func < (a: AttemptKey, b: AttemptKey) -> Bool {
        (a.task, a.number) < (b.task, b.number)
    }
}

extension Int {
    /// A decimal number from 1 without sign or leading zero.
    fileprivate static func positive(_ text: some StringProtocol) -> Int? {
        guard let first = text.utf8.first, first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int(text)
    }
}
