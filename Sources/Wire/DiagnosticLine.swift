import Scenarios

/// What `validate --json` writes: one object per mistake or doubt. Members are only ever added.
public enum DiagnosticLine {
    /// The number in `version`; another one would mean another shape.
    public static let version = 1

    /// The object for a diagnostic about the file at that path.
    public static func json(_ diagnostic: Diagnostic, path: String) -> JSONValue {
        .object([
            "version": .integer(version),
            "path": .string(path),
            "line": .integer(diagnostic.position.line),
            "column": .integer(diagnostic.position.column),
            "length": .integer(diagnostic.length),
            "severity": .string(diagnostic.severity.rawValue),
            "message": .string(diagnostic.message),
            "hint": .from(diagnostic.hint),
        ])
    }
}
