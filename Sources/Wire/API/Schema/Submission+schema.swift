import Jobs
import Scenarios

extension SubmissionRequest {
    /// What the object has.
    public static let schema = JSONSchema.object(
        [
            "caller_directory": .directory.told("Absolute directory of the caller."),
            "files": .list(file, counts: 1...APILimits.filesMax),
        ],
        sometimes: [
            "name": .name.orNull.told("Label of the job."),
            "priority": .number.with([
                "minimum": .number(-APILimits.priorityMax),
                "maximum": .number(APILimits.priorityMax),
            ]).orNull.told("Added to the priority of each task; higher runs first."),
            "deadline": .time.orNull.told("When it should be done."),
            "retries": .integer(0...ScenarioLimits.retriesMax).orNull
                .told("Further attempts for scenarios that ask for none themselves."),
            "limits": .any([limits, .null]),
            "workspace": .directory.orNull,
            "strict_timeouts": .flag.orNull.told("Timeouts credit no stall time."),
            "fail_fast": .flag.orNull.told("Start nothing more after a task that did not pass."),
            "lenient": .flag.orNull.told("Unknown keys are warnings."),
            "tags": tags.orNull.told("Only scenarios with one of these tags; empty: all."),
            "skip_tags": tags.orNull.told("Without scenarios with one of these tags."),
        ], closed: true
    ).named("Submission")

    private static let tags = JSONSchema.list(.text, counts: 0...APILimits.tagsMax)

    private static let file = JSONSchema.object(
        [
            "path": .name.told("Path of the file, for people."),
            "directory": .directory.told("Absolute directory of the file on the machine."),
            "text": .text.told("The scenario: YAML, see orchestro-scenario(5)."),
        ], closed: true
    ).named("ScenarioFile")

    private static let limits = JSONSchema.object(
        [:],
        sometimes: [
            "memory_bytes": .integer(1...Int.max).orNull,
            "processes": .integer(1...Int.max).orNull,
            "cpus": .number.with(["exclusiveMinimum": 0, "maximum": .number(Limits.cpusMax)])
                .orNull,
            "output_bytes": .integer(1...Int.max).orNull,
        ], closed: true
    ).told("Limits of tasks that name none of their own.").named("Limits")
}
