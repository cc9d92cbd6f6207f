/// One mistake (or doubt) about a user's file, as a compiler would report it.
public struct Diagnostic: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The file cannot be used.
        case error
        /// The file can be used; the author should look.
        case warning
    }

    /// Error or warning.
    public var severity: Severity
    /// What is wrong: a lower-case fragment without a full stop.
    public var message: String
    /// What to do about it, when known.
    public var hint: String?
    /// Where it is.
    public var position: Position
    /// How many columns the caret underlines, at least 1.
    public var length: Int

    /// Makes a diagnostic.
    public init(
        _ severity: Severity, _ message: String, hint: String? = nil, at position: Position,
        length: Int = 1
    ) {
        self.severity = severity
        self.message = message
        self.hint = hint
        self.position = position
        self.length = max(1, length)
    }
}
