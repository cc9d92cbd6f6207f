import Jobs
import Scenarios
import Settings
import Wire

/// Makes a submission of a request: reads every scenario, chooses by tags, resolves what needs
/// what. All mistakes of all files are told at once.
struct SubmissionBuilder {
    private struct Entry {
        var scenario: Scenario
        var file: Int
        var cell: Int
    }

    private let request: SubmissionRequest
    private let owner: Owner
    private let limits: JobLimits

    private let upload: Submission.Upload?

    init(
        _ request: SubmissionRequest, owner: Owner, limits: JobLimits,
        upload: Submission.Upload? = nil
    ) {
        self.upload = upload
        self.request = request
        self.owner = owner
        self.limits = limits
    }

    /// The submission.
    func build() throws(Problem) -> Submission {
        let entries = try chosen(try read())
        guard entries.count <= limits.tasks else {
            throw Problem(
                .tooLarge,
                "the job has \(entries.count) tasks, at most \(limits.tasks) are allowed"
                    + " (`job: {tasks: …}` of orchestrod.yaml); divide it")
        }
        let needs = try needs(entries)
        var submission = Submission(
            owner: owner, account: owner.account, callerDirectory: request.callerDirectory,
            files: request.files.map {
                Submission.File(
                    path: $0.path, directory: $0.directory, text: $0.text,
                    lenient: request.lenient)
            },
            tasks: zip(entries, needs).map(task))
        submission.name = request.name
        submission.priority = request.priority
        submission.deadlineMicroseconds = request.deadlineMicroseconds
        submission.limits = request.limits
        submission.strictTimeouts = request.strictTimeouts
        submission.failFast = request.failFast
        submission.workspace = request.workspace
        submission.upload = upload
        return submission
    }

    private func read() throws(Problem) -> [Entry] {
        var entries: [Entry] = []
        var findings: [Problem.Finding] = []
        for (place, file) in request.files.enumerated() {
            let reading = ScenarioFile.read(
                Array(file.text.utf8), path: file.path, lenient: request.lenient)
            if reading.hasErrors {
                findings += reading.diagnostics.map {
                    Problem.Finding(path: file.path, diagnostic: $0)
                }
            }
            for (cell, scenario) in reading.scenarios.enumerated() {
                entries.append(Entry(scenario: scenario, file: place, cell: cell))
            }
        }
        guard findings.isEmpty else { throw Self.invalid(findings) }
        return entries
    }

    private static func invalid(_ findings: [Problem.Finding]) -> Problem {
        let errors = findings.count { $0.diagnostic.severity == .error }
        var problem = Problem(
            .invalidScenario,
            "\(errors) mistake\(errors == 1 ? "" : "s") in the scenarios; nothing was accepted")
        problem.diagnostics = Array(findings.prefix(ScenarioLimits.diagnosticsMax))
        return problem
    }

    private func chosen(_ entries: [Entry]) throws(Problem) -> [Entry] {
        let chosen = entries.filter { entry in
            let own = Set(entry.scenario.tags)
            return (request.tags.isEmpty || !own.isDisjoint(with: request.tags))
                && own.isDisjoint(with: request.skipTags)
        }
        guard !chosen.isEmpty else {
            throw Problem(.invalidRequest, "no scenario has the tags that were asked for")
        }
        return chosen
    }

    private func needs(_ entries: [Entry]) throws(Problem) -> [[Int]] {
        let resolved = Needs.resolve(
            entries.map {
                Needs.Subject(
                    name: $0.scenario.name, path: request.files[$0.file].path,
                    needs: $0.scenario.needs)
            })
        guard resolved.problems.isEmpty else {
            throw Self.invalid(
                resolved.problems.map {
                    Problem.Finding(
                        path: request.files[entries[$0.subject].file].path,
                        diagnostic: $0.diagnostic)
                })
        }
        return resolved.places
    }

    private func task(_ entry: Entry, _ needs: [Int]) -> Submission.Task {
        let scenario = entry.scenario
        let file = request.files[entry.file]
        var path = file.path.hasPrefix("/") ? file.path : "\(file.directory)/\(file.path)"
        // Such a path says nothing about the machine's files, nor about those of others.
        if upload != nil { path = "\(owner.account):\(path)" }
        var task = Submission.Task(
            file: entry.file, cell: entry.cell, name: scenario.name,
            identity: "\(path)#\(scenario.name)")
        task.tags = scenario.tags
        task.priority = scenario.priority
        task.needs = needs
        task.retries = scenario.retries
        if task.retries.count == 0 { task.retries.count = request.retries }
        for resource in scenario.resources {
            task.resources[resource.name, default: 0] += resource.count
        }
        task.timeout = scenario.timeout
        return task
    }
}
