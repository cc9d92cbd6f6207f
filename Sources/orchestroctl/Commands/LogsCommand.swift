import ArgumentParser
import Jobs
import Reports
import Wire

/// `orchestroctl logs`: what the terminal showed.
struct LogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what the terminal of a task showed.",
        discussion: """
            Readable text by default: control sequences are left out and control characters shown. \
            --raw gives every byte as it was; on a terminal it plays what happened there. `42.3` \
            is the third task of job 42; with `42`, each task of the job is shown under its name.
            """)

    @Argument(help: "A job or task: 42 or 42.3.")
    var job: JobReference

    @Flag(name: .shortAndLong, help: "Go on until the attempt is over; for one task.")
    var follow = false

    @Flag(help: "Every byte as it was.")
    var raw = false

    @Option(help: ArgumentHelp("Which attempt; the latest by default.", valueName: "n"))
    var attempt: Int?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let attempt, attempt < 1 {
            throw ValidationError("--attempt takes a number from 1")
        }
    }

    func run(_ client: APIClient) throws {
        if let key = job.key { return try show(client, key) }
        let tasks = try client.tasks(job.job, withRecords: false)
        guard tasks.count > 1 else {
            if let task = tasks.first { try show(client, task.key) }
            return
        }
        guard !follow, attempt == nil else {
            Output.error(
                "error: job \(job.job) has \(tasks.count) tasks; name one, such as"
                    + " \(tasks[0].key)")
            throw ExitStatus.usage
        }
        for task in tasks where !task.attempts.isEmpty {
            if !raw { Output.line("==> \(task.key)  \(ReadableLine.text(task.name))") }
            try show(client, task.key)
        }
    }

    private func show(_ client: APIClient, _ key: TaskKey) throws(ClientFailure) {
        if follow { try waitForStart(client, key) }
        var request = HTTPRequest(APIRoute.recording.path(key))
        if let attempt { request.query.append((.attempt, String(attempt))) }
        if follow { request.query.append((.follow, "1")) }
        let text = RecordingText(isRaw: raw)
        try client.http.stream(
            request, silenceSeconds: follow ? 0 : ClientLimits.silenceSeconds,
            tick: {
                text.tick()
                return true
            },
            receive: { bytes in
                text.show(bytes)
                return true
            })
        text.end()
    }

    /// A task that is queued has no recording yet.
    private func waitForStart(_ client: APIClient, _ key: TaskKey) throws(ClientFailure) {
        guard try client.task(key).attempts.isEmpty else { return }
        try EventFeed(client: client, job: key.job).follow { event in
            switch event {
            case .kept(let numbered):
                switch numbered.event {
                case .attemptStarted(let attempt, _): attempt.task != key
                case .taskFinished(let task, _, _): task != key
                default: true
                }
            case .step, .lost, .unknown: true
            }
        }
    }
}
