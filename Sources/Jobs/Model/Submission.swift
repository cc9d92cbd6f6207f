import Scenarios

/// Who asked for a job, and as whom its programs run.
public struct Owner: Hashable, Sendable {
    /// Name of the account.
    public var account: String
    /// Its number.
    public var userID: UInt32

    /// Makes an owner.
    public init(account: String, userID: UInt32) {
        self.account = account
        self.userID = userID
    }
}

/// What an owner asked for; never changed afterwards.
public struct Submission: Hashable, Sendable {
    /// One scenario file, its text as submitted.
    public struct File: Hashable, Sendable {
        /// Path as the caller gave it, for people.
        public var path: String
        /// Absolute directory of the file on this machine, or from the root of the upload.
        public var directory: String
        /// The content.
        public var text: String
        /// Unknown keys are warnings.
        public var lenient: Bool

        /// Makes a file.
        public init(path: String, directory: String, text: String, lenient: Bool) {
            self.path = path
            self.directory = directory
            self.text = text
            self.lenient = lenient
        }
    }

    /// A directory that came with the submission.
    public struct Upload: Hashable, Sendable {
        /// SHA-256 of its archive, 64 hexadecimal digits: its name where archives are kept.
        public var digest: String
        /// Size of the archive, in bytes.
        public var bytes: Int

        /// Makes one.
        public init(digest: String, bytes: Int) {
            self.digest = digest
            self.bytes = bytes
        }
    }

    /// One task: a scenario of a file, or one cell of its matrix, with what scheduling it needs.
    public struct Task: Hashable, Sendable {
        /// Place of its file in ``Submission/files``.
        public var file: Int
        /// Which of the file's scenarios, from 0.
        public var cell: Int
        /// Scenario name.
        public var name: String
        /// The scenario's tags.
        public var tags: [String] = []
        /// Higher runs first.
        public var priority: Double = 0
        /// Places of the tasks of this job that must pass first.
        public var needs: [Int] = []
        /// How often it is attempted again after a failure.
        public var retries = RetryPolicy()
        /// Countable things it occupies: name and count.
        public var resources: [String: Int] = [:]
        /// The scenario's own timeout: how long it takes as long as nothing is known of it.
        public var timeout: Duration = .seconds(30)
        /// What estimates and affinity are kept by: the file's path and the name of the cell.
        public var identity: String

        /// A task without wishes.
        public init(file: Int, cell: Int, name: String, identity: String) {
            self.file = file
            self.cell = cell
            self.name = name
            self.identity = identity
        }
    }

    /// Label of the job; nil: none.
    public var name: String?
    /// Who asked.
    public var owner: Owner
    /// Account that the programs run as.
    public var account: String
    /// Added to the priority of each task.
    public var priority: Double = 0
    /// When it should be done, in microseconds since 1970-01-01 UTC; nil: no deadline.
    public var deadlineMicroseconds: Int64?
    /// Limits of tasks that name none of their own.
    public var limits = Limits()
    /// Timeouts credit no stall time.
    public var strictTimeouts = false
    /// Start nothing more after a task that did not pass.
    public var failFast = false
    /// Absolute directory of the caller, or from the root of the upload.
    public var callerDirectory: String
    /// The directory that came along; nil: all directories are the machine's.
    public var upload: Upload?
    /// Absolute workspace; nil: none.
    public var workspace: String?
    /// The files.
    public var files: [File]
    /// The tasks, in the caller's order.
    public var tasks: [Task]
    /// Submitting the same text twice gives the same job; nil: always a new one.
    public var idempotencyKey: String?
    /// Number of the API key it was submitted with; nil: without one.
    public var key: Int?

    /// A submission without wishes.
    public init(
        owner: Owner, account: String, callerDirectory: String, files: [File], tasks: [Task]
    ) {
        self.owner = owner
        self.account = account
        self.callerDirectory = callerDirectory
        self.files = files
        self.tasks = tasks
    }
}
