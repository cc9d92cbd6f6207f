/// Why a pattern was refused, pointing into the author's text.
///
/// Wording and offsets follow Python 3.11's `re.error`.
public struct PatternError: Error, Hashable, Sendable {
    /// What is wrong: a lower-case fragment such as "unterminated character set".
    public let message: String
    /// Where: 0-based offset in Unicode scalars of the author's text.
    public let offset: Int
    /// What to write instead, when known.
    public let hint: String?

    /// Makes an error.
    public init(message: String, offset: Int, hint: String? = nil) {
        self.message = message
        self.offset = offset
        self.hint = hint
    }
}

/// A search was given up because it reached one of `PatternLimits`.
public struct PatternLimitExceeded: Error, Hashable, Sendable {
    /// Which limit was reached.
    public enum Limit: String, Hashable, Sendable {
        /// `PatternLimits.backtracksMax`: too many ways to try.
        case backtracks
        /// `PatternLimits.stackBytesMax` or `heapKibibytesMax`: too many choices to remember.
        case memory
    }

    /// The limit that ended the search.
    public let limit: Limit
    /// The author's text of the pattern.
    public let pattern: String

    /// Makes an error.
    public init(limit: Limit, pattern: String) {
        self.limit = limit
        self.pattern = pattern
    }
}
