import Scenarios

extension AttemptRecord {
    /// What the object of a record has. Records of earlier versions may lack members that were
    /// added later.
    public static let schema = JSONSchema.object(
        [
            "version": .integer(), "path": .text, "name": .text, "outcome": .outcome,
            "started": .time, "duration_s": .seconds,
        ],
        sometimes: [
            "tags": .list(.text), "attempt": .integer(1...Int.max), "steps": .list(step),
            "warnings": .list(.text), "usage": usage, "leaked": .list(.text),
            "ending": .any([ending, .null]), "death": .any([death, .null]),
            "stopped": .any([stopped, .null]), "output_bytes": .integer(),
            "artifacts": .text.orNull, "recording": recording,
            "failure": OutcomeShape.failureSchema, "error": OutcomeShape.errorSchema,
            "reason": .text,
        ]
    ).told("Everything that is known about an attempt when it is over.").named("AttemptRecord")

    private static let step = JSONSchema.object(
        [
            "step": .integer(1...Int.max).told("Its number, from 1."),
            "status": .words(["passed", "failed", "skipped"]), "began_s": .seconds,
            "duration_s": .seconds, "note": .text.orNull,
        ], sometimes: ["failure": OutcomeShape.failureSchema]
    ).named("Step")

    private static let usage = JSONSchema.object(
        ["user_s": .seconds, "system_s": .seconds, "peak_memory_bytes": .integer()],
        sometimes: [
            "processes_peak": .integer().orNull, "read_bytes": .integer().orNull,
            "written_bytes": .integer().orNull, "memory_kills": .integer().orNull,
            "process_limit_hits": .integer().orNull,
        ]
    ).told("What an attempt used; null where it was not measured.").named("Usage")

    private static let ending = JSONSchema.object(
        ["kind": .words(["exited", "signalled", "stopped"])],
        sometimes: ["status": .integer(0...Int.max), "signal": .integer(1...Int.max)]
    ).told("How the program ended.").named("Ending")

    private static let death = JSONSchema.object(
        [
            "cause": .words([
                "exit", "signal", "timeout", "out_of_memory", "cancelled", "output_limit", "lost",
                "host_restart",
            ])
        ],
        sometimes: [
            "status": .integer(), "signal": .integer(), "after_s": .seconds,
            "limit_bytes": .integer().orNull, "peak_bytes": .integer().orNull,
            "kills": .integer(), "by": .text, "processes": .integer(), "killed": .integer(),
            "left": .integer(),
        ]
    ).told("What ended the program, with evidence.").named("CauseOfDeath")

    private static let stopped = JSONSchema.object([
        "processes": .integer(), "killed": .integer(), "left": .integer(),
    ]).told("What stopping it took.")

    private static let recording = JSONSchema.object([
        "dropped_bytes": .integer(),
        "chunks_us_bytes": .list(.list(.integer(), counts: 2...2))
            .told("Microseconds since the attempt began, and how many bytes came then."),
    ])
}

extension OutcomeShape {
    /// What tells why a task failed.
    static let failureSchema = JSONSchema.object([
        "step": .integer().orNull, "line": .integer().orNull, "column": .integer().orNull,
        "message": .text, "expected": .text.orNull, "actual": .text.orNull,
        "diff": .list(.text), "waited_s": .seconds.orNull, "credited_s": .seconds,
        "screen": .text, "unconsumed": .text, "hints": .list(.text), "others": .list(.text),
    ]).told("Why a task failed.").named("Failure")

    /// What tells why a task could not be judged.
    static let errorSchema = JSONSchema.object([
        "kind": .words(of: ErrorCause.Kind.self), "message": .text, "step": .integer().orNull,
        "line": .integer().orNull, "column": .integer().orNull, "screen": .text,
    ]).told("Why a task could not be judged.").named("ErrorCause")
}
