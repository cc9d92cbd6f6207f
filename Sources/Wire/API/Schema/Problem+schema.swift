import Scenarios

extension Problem {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [
            "type": .words(
                Kind.allCases.filter { $0 != .other }.map { Self.prefix + $0.rawValue }),
            "title": .text.told("The same for each problem of the kind."),
            "status": .integer(400...599).told("The HTTP status."),
            "detail": .text.told("This problem in a sentence, with what to do."),
            "instance": .text.orNull.told("Path of the request."),
        ],
        sometimes: ["diagnostics": .list(DiagnosticLine.schema)]
    ).told("What went wrong (RFC 9457).").named("Problem")
}

extension DiagnosticLine {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "version": .integer(),
        "path": .text,
        "line": .integer(1...Int.max),
        "column": .integer(1...Int.max),
        "length": .integer(1...Int.max),
        "severity": .words(["error", "warning"]),
        "message": .text,
        "hint": .text.orNull,
    ]).told("A mistake or doubt in a scenario file.").named("Diagnostic")
}
