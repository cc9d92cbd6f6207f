/// A place in a source text; both numbers start at 1, the column counts Unicode scalars.
public struct Position: Hashable, Comparable, Sendable {
    /// Line number, from 1.
    public var line: Int
    /// Column in Unicode scalars, from 1.
    public var column: Int

    /// Makes a position from 1-based numbers.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Order of reading.
    public static func < (a: Position, b: Position) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}

/// A value together with where it stands in the scenario file.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The value itself.
    public var value: Value
    /// Where it was written.
    public var position: Position

    /// Attaches a position to a value.
    public init(_ value: Value, at position: Position) {
        self.value = value
        self.position = position
    }
}
