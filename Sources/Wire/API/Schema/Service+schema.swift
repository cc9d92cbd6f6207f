import Jobs
import Scenarios

extension StatusShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "release": .text.told("Version of the daemon."),
        "started_at": .time,
        "uptime_s": .seconds,
        "draining": .flag.told("Nothing new is started."),
        "strategy": .object([
            "name": .words(of: Strategy.self),
            "chosen": .any([.words(of: Strategy.self), .null])
                .told("The strategy that `adaptive` uses now."),
            "reason": .text.orNull.told("Why it uses that."),
        ]),
        "slots": .object([
            "total": .integer().told("Attempts at once."), "busy": .integer(),
        ]),
        "jobs": .object(["pending": .integer(), "running": .integer()]),
        "tasks": .object(["queued": .integer(), "running": .integer()]),
    ]).named("Status")

    /// What the object of `GET /health` has.
    public static let healthSchema = JSONSchema.object([
        "status": .words(["healthy"]), "version": .text,
        "uptime": .seconds.told("In seconds."), "jobs_pending": .integer(),
        "jobs_running": .integer(),
    ]).named("Health")
}

extension StrategyRequest {
    /// What the object has.
    public static let schema = JSONSchema.object(
        ["strategy": .words(of: Strategy.self)], closed: true
    ).named("StrategyRequest")
}

extension WorkerShape {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "slot": .integer().told("Its number, from 0."),
        "state": .words(of: State.self),
        "account": .text.orNull.told("Account of its lease; null also when it is another's."),
        "pid": .integer().orNull,
        "release": .text.orNull.told("Its version."),
        "attempt": .attemptKey.orNull.told("What runs there."),
        "since": .time.orNull,
        "controllers": .list(.text).told("Controllers of its cgroup."),
    ]).named("Worker")
}

extension WorkerList {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "workers": .list(WorkerShape.schema)
    ]).named("WorkerList")
}

extension WhyShape {
    /// What the object has.
    public static let schema = JSONSchema.object(
        ["job_id": .jobID, "task": .taskNumber.orNull],
        sometimes: [
            "waiting": .object([
                "cause": .words(of: Cause.self),
                "message": .text.told("The same for people."),
                "position": .integer().orNull.told("How many tasks start before it."),
                "ahead": .list(.taskKey)
                    .told("The next of those that are ahead, or that hold what it needs."),
                "not_before": .time.orNull,
                "estimate_s": .seconds.orNull.told("In how many seconds it may start."),
            ]),
            "running": .object(["attempts": .list(.attemptKey)]),
            "ended": .object([
                "outcome": .text.told("A task's outcome, or a job's state."),
                "reason": .text.orNull,
            ]),
        ]
    ).told("It has one of `waiting`, `running` and `ended`.").named("Why")
}

extension ServerSentEvent {
    /// What each message of a stream has.
    public static let schema = JSONSchema.object(
        [
            "event": .text.told("The event's word."),
            "data": .document(EventShape.schema),
        ], sometimes: ["id": .text.told("The event's number, for those that are kept.")]
    ).told("One message of the stream.").named("ServerSentEvent")
}

extension EventShape {
    /// What the object has. Further members depend on the event.
    public static let schema = JSONSchema.object(
        ["event": .text.told("The event's word.")],
        sometimes: [
            "number": .integer(1...Int.max).told("Later events have higher numbers."),
            "time": .time, "job_id": .jobID, "task": .taskNumber.orNull,
            "attempt": .integer(1...Int.max), "slot": .integer(), "verdict": .verdict,
            "by": .text, "duration_s": .seconds, "will_retry": .flag, "not_before": .time.orNull,
            "outcome": .outcome, "reason": .text.orNull, "status": .words(of: JobState.self),
            "tasks": .list(.integer(1...Int.max)), "strategy": .words(of: Strategy.self),
            "step": .integer(), "note": .text.orNull,
            "steps": .integer(1...Int.max).told("How many steps a slow reader has missed."),
        ]
    ).named("Event")
}
