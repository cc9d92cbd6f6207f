/// Why a JSON value has not the shape it should have: where, what was expected there, what stood
/// there instead.
public struct ShapeError: Error, Hashable, Sendable {
    /// Path from the root `$`: `$.files[2].text`.
    public var path: String
    /// What was expected: a phrase such as `a string`.
    public var expected: String
    /// What was found: a phrase such as `a number`, `nothing`.
    public var found: String

    /// Makes an error.
    public init(path: String, expected: String, found: String) {
        self.path = path
        self.expected = expected
        self.found = found
    }

    /// One line for people.
    public var message: String { "\(path): expected \(expected), found \(found)" }
}
