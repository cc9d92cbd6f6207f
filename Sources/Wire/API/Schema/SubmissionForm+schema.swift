import Scenarios

extension SubmissionForm {
    /// What the form has.
    public static let schema = JSONSchema.object(
        [:],
        sometimes: [
            Field.submission.rawValue: SubmissionRequest.schema,
            Field.directory.rawValue: .bytes.told(
                "A tar archive: the directory of the scenarios. Directories of the submission"
                    + " count from its root, `/`."),
            Field.file.rawValue: .list(.text).told("Scenarios, instead of `submission`."),
            Field.name.rawValue: .text, Field.priority.rawValue: .number,
            Field.deadline.rawValue: .time,
            Field.retries.rawValue: .integer(0...ScenarioLimits.retriesMax),
            Field.lenient.rawValue: .flag, Field.failFast.rawValue: .flag,
            Field.strictTimeouts.rawValue: .flag, Field.tags.rawValue: .list(.text),
            Field.skipTags.rawValue: .list(.text),
            Field.callerDirectory.rawValue: .text.told(
                "Where programs start; without it and without a directory, in an empty one."),
        ], closed: true
    ).named("SubmissionForm")
}
