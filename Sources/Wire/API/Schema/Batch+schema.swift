import Scenarios

extension BatchRequest {
    /// What the object has. An item may be anything: what is wrong with it is its own answer.
    public static let schema = JSONSchema.object(
        [
            "jobs": .list(
                .any([item, JSONSchema([:])]), counts: 1...APILimits.batchJobsMax)
        ],
        sometimes: [
            "all_or_nothing": .flag.orNull.told("Either all are accepted or none is.")
        ], closed: true
    ).named("Batch")

    /// A submission with one member more.
    private static let item: JSONSchema = {
        let definitions = SubmissionRequest.schema.definitions
        var json = definitions["Submission"] ?? [:]
        if case .object(var members)? = json["properties"] {
            let key = JSONSchema.text(1...APILimits.idempotencyKeyBytesMax).orNull
            members["idempotency_key"] = .object(key.json)
            json["properties"] = .object(members)
        }
        return JSONSchema(json, definitions: definitions).named("BatchItem")
    }()
}

extension BatchAnswer {
    /// What the object has.
    public static let schema = JSONSchema.object([
        "accepted": .integer().told("Jobs that are stored now and were not before."),
        "refused": .integer().told("Jobs that were not accepted."),
        "results": .list(outcome, counts: 1...APILimits.batchJobsMax),
    ]).named("BatchAnswer")

    private static let outcome = JSONSchema.object(
        ["status": .integer(200...599).told("201: accepted; 200: it was there already.")],
        sometimes: ["job": JobShape.schema, "problem": Problem.schema]
    ).told("What became of one of them, in their order.")
}
