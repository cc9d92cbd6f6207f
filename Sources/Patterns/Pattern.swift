/// A compiled regular expression in Python's `re` syntax.
public struct Pattern: Sendable {}
