import Jobs
import Scenarios

/// What `run --json` writes: one object per scenario. Members are only ever added.
public enum RunLine {
    /// The number in `version`; another one would mean another shape.
    public static let version = 1

    /// The object for one scenario that is over.
    ///
    /// `failure`, `error` and `reason` are there only for the outcomes that have them; inside them
    /// what is not known is null. `line` is there only for an example of a document.
    public static func json(_ result: TaskResult) -> JSONValue {
        let last = result.attempts.last
        var object: JSONObject = [
            "version": .integer(version),
            "path": .string(result.task.path),
            "name": .string(result.task.name),
            "tags": .from(result.task.tags),
            "outcome": .string(result.outcome.word),
            "duration_s": .seconds(result.duration),
            "attempts": .integer(result.attempts.count),
            "flaky": .bool(result.isFlaky),
            "warnings": .from(last?.warnings ?? []),
            "artifacts": .from(last?.artifactsDirectory),
        ]
        if let position = result.task.position { object["line"] = .integer(position.line) }
        OutcomeShape.add(result.outcome, to: &object)
        return .object(object)
    }
}
