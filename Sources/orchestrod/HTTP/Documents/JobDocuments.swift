import Wire

/// `/api/v1/jobs` and what belongs to a job or a task.
extension EndpointDocument {
    static let submitJob = EndpointDocument(
        name: "submitJob", tag: .jobs, summary: "Submit scenarios as one job",
        text: "All scenarios are checked first; when one has a mistake, none is accepted, and the"
            + " problem has all of their `diagnostics`. The answer comes when the job is stored. As"
            + " a form it may bring the directory of the scenarios along.",
        parameters: [.header(.idempotencyKey)],
        body: [
            .json(SubmissionRequest.schema, example: hello.json),
            .media(.form, SubmissionForm.schema),
        ],
        answers: [
            .created("The job, accepted", .json(JobShape.schema)),
            Answer(
                status: 200, sentence: "The job that was submitted with this `Idempotency-Key`",
                contents: [.json(JobShape.schema)], fields: [.location]),
        ], problems: [.notFound, .invalidScenario, .limitReached, .storageFull])

    static let submitJobs = EndpointDocument(
        name: "submitJobs", tag: .jobs, summary: "Submit several jobs by one request",
        text: "Each is accepted or refused by itself, as its `status` says. With"
            + " `all_or_nothing`, the first that is refused is the answer, and none is accepted.",
        body: [.json(BatchRequest.schema)],
        answers: [.ok("What became of each", .json(BatchAnswer.schema))],
        problems: [.invalidScenario, .limitReached, .storageFull])

    private static let hello = SubmissionRequest(
        callerDirectory: "/",
        files: [
            .init(
                path: "hello.yaml", directory: "/",
                text: "command: echo hello\nsteps:\n  - expect: hello\n")
        ])

    static let listJobs = EndpointDocument(
        name: "listJobs", tag: .jobs, summary: "List jobs, the latest first",
        text: "Administrators see all jobs, everybody else sees their own.",
        parameters: [.query(.state), .query(.owner), .query(.limit), .query(.cursor)],
        answers: [.ok("A page of jobs", .json(JobPage.schema))])

    static let showJob = EndpointDocument(
        name: "showJob", tag: .jobs, summary: "Show a job",
        answers: [.ok("The job", .json(JobShape.schema))])

    static let cancelJob = EndpointDocument(
        name: "cancelJob", tag: .jobs, summary: "Cancel a job, or one of its tasks",
        text: "The answer comes when everything that ran is gone.", parameters: [.query(.task)],
        answers: [.ok("What was cancelled", .json(CancelAnswer.schema))],
        problems: [.conflict, .storageFull])

    static let retryJob = EndpointDocument(
        name: "retryJob", tag: .jobs, summary: "Queue again what did not pass",
        answers: [.ok("What was queued again", .json(RetryAnswer.schema))],
        problems: [.conflict, .storageFull])

    static let explainJob = EndpointDocument(
        name: "explainJob", tag: .jobs, summary: "Say why a job or task waits, runs or ended",
        parameters: [.query(.task)], answers: [.ok("Why", .json(WhyShape.schema))])

    static let listTasks = EndpointDocument(
        name: "listTasks", tag: .tasks, summary: "List the tasks of a job, in its order",
        parameters: [.query(.limit), .query(.cursor), .query(.records)],
        answers: [.ok("A page of tasks", .json(TaskPage.schema))])

    static let showTask = EndpointDocument(
        name: "showTask", tag: .tasks, summary: "Show a task with the records of its attempts",
        answers: [.ok("The task", .json(TaskShape.schema))])

    static let readRecording = EndpointDocument(
        name: "readRecording", tag: .tasks, summary: "Read what the terminal of an attempt showed",
        text: "The bytes as the program wrote them.",
        parameters: [.query(.attempt), .query(.follow)],
        answers: [.ok("The bytes", .media(.bytes, .bytes))])

    static let readArtifacts = EndpointDocument(
        name: "readArtifacts", tag: .tasks, summary: "Read the files that an attempt left",
        parameters: [.query(.attempt)], answers: [.ok("A tar archive", .media(.tar, .bytes))],
        problems: [.conflict])
}
