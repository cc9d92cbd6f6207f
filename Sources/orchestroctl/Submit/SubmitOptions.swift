import ArgumentParser
import Engine
import Scenarios
import Wire

/// How the daemon shall run a job.
struct SubmitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Label of the job.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Run it earlier (above 0) or later (below).", valueName: "n"))
    var priority: Double?

    @Option(
        help: ArgumentHelp(
            "When it should be done: 90m, 2h, 1d12h from now, or a time such as "
                + "2026-01-31T18:00:00Z.", valueName: "when"))
    var deadline: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Bound what each attempt may use: memory=512M, cpus=1.5, processes=64, output=1M; "
                + "several with commas, or repeated.", valueName: "limits"))
    var limit: [String] = []

    @OptionGroup var scenarios: ScenarioOptions

    @Option(
        help: ArgumentHelp(
            "A text of your choice; submitting with the same text again gives the same job.",
            valueName: "text"))
    var idempotencyKey: String?

    @Flag(help: "Send the scenarios' directory along.")
    var upload = false

    @Option(
        help: ArgumentHelp(
            "A directory of the daemon's machine that the scenarios run in there.",
            valueName: "dir"))
    var remoteDirectory: String?

    func validate() throws {
        guard !upload || remoteDirectory == nil else {
            throw ValidationError("--upload and --remote-directory name two directories")
        }
        guard !upload || scenarios.workspace == nil else {
            throw ValidationError(
                "--workspace is a directory of the daemon's machine; --upload has its own")
        }
        guard remoteDirectory?.hasPrefix("/") ?? true else {
            throw ValidationError("--remote-directory takes a path from the root, `/`")
        }
        guard (priority ?? 0).magnitude <= APILimits.priorityMax else {
            throw ValidationError("--priority takes a number from -1000000 to 1000000")
        }
        _ = try deadlineMicroseconds()
        _ = try limits()
    }

    /// What to send for these scenarios, which were found at these paths.
    func body(
        _ set: ScenarioSet, of paths: [String], for place: DaemonPlace
    ) throws -> HTTPRequest.Body {
        let wanted = Set(set.entries.map(\.path))
        let sources = set.sources.filter { wanted.contains($0.path) }
        if upload {
            let directory = try UploadDirectory(paths: paths, files: sources.map(\.path))
            let request = try request(set, sources, from: FileKind.currentDirectory) {
                directory.place(of: $0) ?? "/"
            }
            return .file(try SubmissionFile.make(request, directory))
        }
        if let remoteDirectory {
            return .json(try request(set, sources, from: "/") { _ in remoteDirectory }.json)
        }
        guard !place.isRemote else {
            throw ClientFailure.unsendable(
                "the daemon at \(place) does not see the scenarios' directories on this machine",
                hint: "--upload sends them along; --remote-directory DIR names one over there")
        }
        return .json(try request(set, sources, from: FileKind.currentDirectory) { $0 }.json)
    }

    /// The request for scenario files; `place` says how the daemon calls a directory.
    private func request(
        _ set: ScenarioSet, _ sources: [(path: String, text: String)], from caller: String,
        place: (String) -> String
    ) throws -> SubmissionRequest {
        let files = sources.map { path, text in
            SubmissionRequest.File(
                path: path, directory: place(CallerEnvironment.directory(of: path)), text: text)
        }
        var request = SubmissionRequest(callerDirectory: place(caller), files: files)
        request.name = name
        request.priority = priority ?? 0
        request.deadlineMicroseconds = try deadlineMicroseconds()
        request.retries = scenarios.retries
        request.limits = try limits()
        request.workspace = scenarios.workspace.map(FileKind.absolute)
        request.strictTimeouts = scenarios.strictTimeouts
        request.failFast = scenarios.failFast
        request.lenient = set.isLenient
        request.tags = scenarios.tags
        request.skipTags = scenarios.skipTag
        return request
    }

    private func deadlineMicroseconds() throws -> Int64? {
        guard let deadline else { return nil }
        let now = SystemClock.wallMicroseconds()
        guard let moment = DeadlineText.microseconds(deadline, now: now) else {
            throw ValidationError(
                "--deadline takes a time from now such as 2h or 1h30m, or one such as"
                    + " 2026-01-31T18:00:00Z")
        }
        return moment
    }

    private func limits() throws -> Limits {
        switch LimitsText.read(limit) {
        case .success(let limits): return limits
        case .failure(let mistake): throw ValidationError("--limit: " + mistake.message)
        }
    }
}
