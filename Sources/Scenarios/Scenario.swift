import Terminal

/// One parsed scenario: a program to start, a conversation to hold, checks to make.
///
/// A value of this type is always valid; what was wrong with a file is told by diagnostics and
/// such a file yields no scenario. The meaning of each key is in docs/scenario-format.md.
public struct Scenario: Hashable, Sendable {
    /// Label; the file's stem when the file gives none. A matrix cell adds ` [key=value, …]`.
    public var name: String
    /// Free text.
    public var description: String?
    /// The program and its arguments.
    public var command: Command
    /// With a terminal (`pty`) or without (`pipe`); `auto` in the file is `pty`.
    public var driver: Driver = .pty
    /// Size, name and echo of the terminal.
    public var terminal = TerminalSettings()
    /// Working directory as written, before it is made absolute.
    public var cwd: String?
    /// Variables set for the program, in file order.
    public var env: [EnvironmentVariable] = []
    /// Which of the caller's variables the program gets; nil: the caller's default.
    public var inheritEnv: EnvironmentInheritance?
    /// Default of each wait.
    public var timeout: Duration = .seconds(30)
    /// Bound on the whole scenario, without setup and teardown.
    public var deadline: Duration = .seconds(600)
    /// What exit status the program must have.
    public var exitCode: ExitCodeRule = .any
    /// The conversation.
    public var steps: [Step] = []
    /// Checks after the conversation.
    public var validations: [Validation] = []
    /// Host commands before the program starts.
    public var setup: [HostCommand] = []
    /// Host commands after it ended; always run.
    public var teardown: [HostCommand] = []
    /// The matrix cell this scenario was made from, in file order; empty without a matrix.
    public var matrix: [MatrixValue] = []
    /// The account's HOME or a private one; nil: the caller's default.
    public var home: HomeChoice?
    /// Words to select by.
    public var tags: [String] = []
    /// Higher runs first.
    public var priority: Double = 0
    /// Further attempts after a failure.
    public var retries = RetryPolicy()
    /// Names or paths of scenarios that must pass first.
    public var needs: [Located<String>] = []
    /// Countable things of the machine this scenario occupies.
    public var resources: [Resource] = []
    /// Limits on what the attempt may use.
    public var limits = Limits()
    /// Whether the attempt has a network.
    public var network: NetworkChoice = .host
    /// Names of variables whose values are masked wherever they would be shown or kept.
    public var secrets: [Located<String>] = []
    /// Globs, relative to the working directory, of files kept with the attempt.
    public var artifacts: [String] = []
    /// What happens to findings about the state the terminal was left in.
    public var hygiene: HygieneRule = .warn
    /// Steps are independent checks: when assertions of one do not hold, the next one follows.
    public var goesOn = false

    /// A scenario with nothing but a name and a command.
    public init(name: String, command: Command) {
        self.name = name
        self.command = command
    }
}

/// How the program is named.
public enum Command: Hashable, Sendable {
    /// Program and arguments; never empty.
    case words([String])
    /// A text for `/bin/sh -c`.
    case shell(String)
    /// A POSIX shell (name or path) that is given one command after the other by
    /// ``Action/command(_:)`` and tells the end and the status of each; driver `pipe`.
    case session(shell: String)
}

/// How Orchestro is connected to the program.
public enum Driver: String, CaseIterable, Hashable, Sendable {
    /// A pseudo-terminal.
    case pty
    /// Pipes; standard output and standard error stay apart.
    case pipe
}

/// The terminal the program gets.
public struct TerminalSettings: Hashable, Sendable {
    /// Width in cells, 1...1000.
    public var columns = 120
    /// Height in cells, 1...1000.
    public var rows = 80
    /// Value of TERM.
    public var term = "xterm-256color"
    /// Whether the line discipline echoes input at start.
    public var echo = false

    /// The defaults of the original tool: 120 × 80, no echo.
    public init() {}
}

/// One variable of the program's environment.
public struct EnvironmentVariable: Hashable, Sendable {
    /// Its name; no `=` and no NUL.
    public var name: String
    /// Its value; no NUL.
    public var value: String

    /// Makes a variable.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Which variables the program inherits.
public enum EnvironmentInheritance: String, CaseIterable, Hashable, Sendable {
    /// All of the caller's.
    case all
    /// PATH, LANG, TERM, HOME, USER, TMPDIR.
    case minimal
}

/// Which HOME the program gets.
public enum HomeChoice: String, CaseIterable, Hashable, Sendable {
    /// The account's own.
    case account
    /// An empty one that is removed with the attempt.
    case `private`
}

/// Whether the program has a network.
public enum NetworkChoice: String, CaseIterable, Hashable, Sendable {
    /// The machine's.
    case host
    /// None but loopback.
    case none
}

/// What to do with hygiene findings.
public enum HygieneRule: String, CaseIterable, Hashable, Sendable {
    /// Nothing is looked at.
    case off
    /// Findings are reported.
    case warn
    /// Findings fail the scenario.
    case error
}

/// Which exit statuses are right.
public enum ExitCodeRule: Hashable, Sendable {
    /// Every one, also death by a signal.
    case any
    /// One of these, 0...255.
    case oneOf([Int])
}
