/// A command run on the host: setup, teardown, or between steps.
public struct HostCommand: Hashable, Sendable {
    /// What to run.
    public var command: Command
    /// Where it stands in the file.
    public var position: Position
    /// The text as written, for reports.
    public var text: String

    /// Makes a host command.
    public init(_ command: Command, text: String, at position: Position) {
        self.command = command
        self.text = text
        self.position = position
    }
}

/// One key of the matrix cell a scenario was made from.
public struct MatrixValue: Hashable, Sendable {
    /// The matrix key.
    public var name: String
    /// The value as text.
    public var value: String

    /// Makes a matrix value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// How often a failed scenario is attempted again.
public struct RetryPolicy: Hashable, Sendable {
    /// Further attempts after the first, 0...100.
    public var count = 0
    /// Pause before the first further attempt; it doubles each time.
    public var backoff: Duration = .zero

    /// No retries.
    public init(count: Int = 0, backoff: Duration = .zero) {
        self.count = count
        self.backoff = backoff
    }
}

/// A countable thing of the machine that a scenario occupies.
public struct Resource: Hashable, Sendable {
    /// Its name in the machine's inventory.
    public var name: String
    /// How many, at least 1.
    public var count: Int
    /// Where it stands in the file.
    public var position: Position

    /// Makes a claim on a resource.
    public init(_ name: String, count: Int, at position: Position) {
        self.name = name
        self.count = count
        self.position = position
    }
}

/// Limits of an attempt; nil means the machine's default.
public struct Limits: Hashable, Sendable {
    /// Memory of all processes together, in bytes.
    public var memoryBytes: Int?
    /// Number of processes and threads.
    public var processesCount: Int?
    /// Processor time per wall time, in processors.
    public var cpus: Double?
    /// Bytes of the terminal stream.
    public var outputBytes: Int?
    /// Where `limits` stands in the file.
    public var position: Position?

    /// No limits of its own.
    public init() {}
}
