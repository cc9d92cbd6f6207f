import Jobs
import Scenarios

extension TaskShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "job_id": .jobID,
        "task": .taskNumber,
        "name": .text.told("The scenario's name."),
        "path": .text.told("Path of the file as the caller gave it."),
        "tags": .list(.text),
        "state": .words(["queued", "running", "finished"]),
        "outcome": .any([.outcome, .null]),
        "reason": .text.orNull.told("Why, for a task that was never judged."),
        "estimate_s": .seconds.orNull.told("How long it is expected to take, in seconds."),
        "attempts": .list(AttemptShape.schema),
    ]).named("Task")
}

extension TaskPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "tasks": .list(TaskShape.schema), "next": .next,
    ]).named("TaskPage")
}

extension AttemptShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "attempt": .integer(1...Int.max).told("Its number, from 1."),
        "started_at": .time,
        "verdict": .any([.verdict, .null]).told("Null while it runs."),
        "duration_s": .seconds.orNull.told("In seconds; null while it runs."),
        "slot": .integer().orNull.told("The worker's slot that has or had it."),
        "record": .any([AttemptRecord.schema, .null])
            .told("Everything that is known, when it is over and was asked for."),
    ]).named("Attempt")
}

extension JSONSchema {
    /// How a task ended.
    static let outcome = words(["passed", "failed", "error", "cancelled", "skipped"])
    /// How an attempt ended.
    static let verdict = words([
        "passed", "failed", "error", "cancelled", "lost", "interrupted",
    ])
}
