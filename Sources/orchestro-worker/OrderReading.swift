import Engine
import Glibc
import Jobs
import Scenarios
import Wire

/// From an order of the daemon to what the engine carries out. Read as the account, never before.
struct OrderReading {
    let order: AttemptOrder
    let lease: Lease

    init(_ order: AttemptOrder, lease: Lease) {
        self.order = order
        self.lease = lease
    }

    /// Why an order cannot be carried out.
    struct Trouble: Error {
        let cause: ErrorCause
        init(_ kind: ErrorCause.Kind, _ message: String, at position: Position? = nil) {
            cause = ErrorCause(kind, message, at: position)
        }
    }

    private var task: TaskInfo {
        TaskInfo(
            id: order.attempt.task.task, name: order.name, path: order.file.path, tags: order.tags)
    }

    /// The plan of the attempt.
    func plan(writingTo files: AttemptFiles) -> Result<AttemptPlan, Trouble> {
        Result { () throws(Trouble) in
            try checkUser()
            var scenario = try scenario()
            // What a person's own run may use, somebody else's queue leaves alone.
            scenario.home = scenario.home ?? .private
            try checkDirectories(scenario)
            var plan = AttemptPlan(
                task: task, scenario: scenario, number: order.attempt.number,
                callerDirectory: order.callerDirectory, scenarioDirectory: order.file.directory,
                workspace: order.workspace, artifactsDirectory: nil,
                strictTimeouts: order.strictTimeouts)
            plan.files = files
            plan.limits = order.limits
            plan.ceiling = lease.ceiling
            plan.hasNoNetwork = lease.network == .none
            return plan
        }
    }

    /// A name that was given to somebody else since does not make the job theirs.
    private func checkUser() throws(Trouble) {
        guard let user = order.userID, user != geteuid() else { return }
        throw Trouble(
            .notStarted,
            "the job belongs to user \(user), but `\(lease.account)` is user \(geteuid()) now")
    }

    private func scenario() throws(Trouble) -> Scenario {
        let file = order.file
        let reading = ScenarioFile.read(
            Array(file.text.utf8), path: file.path, lenient: file.lenient)
        if let problem = reading.diagnostics.first(where: { $0.severity == .error }) {
            throw Trouble(
                .infrastructure,
                "this worker cannot read the scenario that the daemon accepted: "
                    + problem.message, at: problem.position)
        }
        guard reading.scenarios.indices.contains(order.cell) else {
            throw Trouble(
                .infrastructure,
                "the file has \(reading.scenarios.count) scenarios, none with number"
                    + " \(order.cell + 1)")
        }
        return reading.scenarios[order.cell]
    }

    private func checkDirectories(_ scenario: Scenario) throws(Trouble) {
        // They are made for the attempt.
        guard order.upload == nil else { return }
        try check(order.file.directory, "the scenario's directory")
        guard order.workspace == nil, scenario.cwd == nil else { return }
        try check(order.callerDirectory, "the directory that the job was submitted from")
    }

    private func check(_ path: String, _ what: String) throws(Trouble) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw Trouble(.notStarted, "\(what) \(path): \(SystemError(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw Trouble(.notStarted, "\(what) \(path): not a directory")
        }
        guard access(path, X_OK) == 0 else {
            throw Trouble(
                .notStarted, "\(what) \(path): the account \(lease.account) may not enter it")
        }
    }

    /// The result of an order that could not be carried out, with its record written.
    func failed(
        _ cause: ErrorCause, writingTo files: AttemptFiles
    ) -> (result: AttemptResult, record: JSONValue) {
        var result = AttemptResult(
            number: order.attempt.number, outcome: .error(cause),
            startedMicroseconds: SystemClock.wallMicroseconds(), duration: .zero)
        let record = AttemptRecord.json(result, of: task)
        do throws(FileFailure) {
            try write(
                record.text() + "\n", to: files.record, name: "the record", durably: false)
        } catch {
            result.warnings.append(error.message)
        }
        return (result, record)
    }
}
