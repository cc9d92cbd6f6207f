import Patterns

/// What must hold of the output since the latest input.
public enum Assertion: Hashable, Sendable {
    /// Equal after trimming both sides.
    case output(String)
    /// Exit status of the process, or of a shell's last command.
    case code(Int)
    /// Case-sensitive substring.
    case contains(String)
    /// Search with MULTILINE and DOTALL.
    case regex(PatternText)
    /// Number of lines as Python's `splitlines` counts them.
    case lines(Int)
    /// The substring is absent.
    case notContains(String)
    /// The whole output is this JSON.
    case json(JSONValue)
    /// Compared with the whole output, white space at line ends and around both left out.
    case text(String, MatchMode)
}

/// How an expected text is compared with an output.
public enum MatchMode: String, CaseIterable, Hashable, Sendable {
    /// Equal.
    case exact
    /// Part of it.
    case contains
    /// A pattern with a match in it (no flags).
    case regex
    /// Its beginning.
    case startsWith = "startswith"
    /// Its end.
    case endsWith = "endswith"
}

/// A check made after the steps.
public struct Validation: Hashable, Sendable {
    /// What is checked.
    public var check: Check
    /// Free text.
    public var description: String?
    /// Where it stands in the file.
    public var position: Position

    /// Makes a validation.
    public init(_ check: Check, description: String? = nil, at position: Position) {
        self.check = check
        self.description = description
        self.position = position
    }
}

/// What a validation checks. Paths are as written.
public enum Check: Hashable, Sendable {
    /// A file or directory exists.
    case pathExists(String)
    /// Nothing exists there.
    case pathAbsent(String)
    /// The file's text has a match of the pattern (no flags).
    case fileContains(String, PatternText)
    /// The file's bytes are this text.
    case fileEquals(String, String)
    /// The file is this JSON.
    case fileMatchesJSON(String, JSONValue)
    /// The program ended with a right status.
    case exitCode(ExitCodeRule)
    /// Nothing the scenario started is alive.
    case noProcessesLeft
    /// The terminal is as a shell wants it.
    case screenRestored
}
