import Jobs
import Scenarios

extension JobShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "job_id": .jobID,
        "name": .text.orNull,
        "owner": .text.told("Account of who asked."),
        "account": .text.told("Account that the programs run as."),
        "status": .words(of: JobState.self),
        "created_at": .time,
        "started_at": .time.orNull,
        "completed_at": .time.orNull,
        "progress": .number.with(["minimum": 0, "maximum": 100]),
        "priority": .number,
        "deadline": .time.orNull,
        "caller_directory": .text,
        "tasks": TaskCounts.schema,
        "result": .any([TaskCounts.schema, .null]).told("`tasks`, when the job is over."),
        "error": .text.orNull.told("Why it failed, in a line."),
    ]).named("Job")
}

extension TaskCounts {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "total": .integer(), "queued": .integer(), "running": .integer(), "passed": .integer(),
        "failed": .integer(), "error": .integer(), "cancelled": .integer(),
        "skipped": .integer(),
    ]).told("How many tasks are in which state.").named("TaskCounts")
}

extension JobPage {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "jobs": .list(JobShape.schema), "next": .next,
    ]).named("JobPage")
}

extension CancelAnswer {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "job_id": .jobID,
        "tasks": .integer().told("Tasks that were cancelled, queued ones included."),
        "processes": .integer().told("Processes that were alive when their attempts stopped."),
        "killed": .integer().told("How many of them needed SIGKILL."),
        "left": .integer().told("How many are alive still."),
    ]).named("Cancellation")
}

extension RetryAnswer {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "job_id": .jobID, "tasks": .integer().told("Tasks that were queued again."),
    ]).named("Retry")
}
