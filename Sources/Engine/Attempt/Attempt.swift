import Glibc
import Jobs
import Playback
import Scenarios
import Wire

/// One attempt from its preparation to its last trace.
final class Attempt {
    private(set) var plan: AttemptPlan
    let runner: AttemptRunner
    let began = SystemClock.now()
    let startedMicroseconds = SystemClock.wallMicroseconds()

    var steps: [StepResult] = []
    var warnings: [String] = []
    var usage = Usage()
    var leaked: [String] = []
    var ending: Ending?
    var outputBytes = 0
    var redactor = Redactor(values: [])
    var chunks: [(microseconds: Int64, bytes: Int)] = []
    var droppedBytes = 0
    /// What stopping it came to, when somebody cancelled it.
    var stopped: StopCount?
    /// The conversation was over because time was.
    var isTimedOut = false

    /// Processes that setup left for the program to talk to; they and their children are no part
    /// of the conversation.
    private(set) var ofSetup: Set<Int32> = []
    /// Where the attempt's processes are; nil without delegation.
    private(set) var cgroup: AttemptCgroup?
    /// Starts them.
    private(set) var launcher: Launcher
    let limits: Limits

    private let onStep: (Int, StepResult?) -> Void
    private var stepBegan: Instant?
    private var directory: PrivateDirectory?
    private var hasArtifactsDirectory = false
    private var recordFile: NewFile?

    init(_ plan: AttemptPlan, runner: AttemptRunner, onStep: @escaping (Int, StepResult?) -> Void) {
        self.plan = plan
        self.runner = runner
        self.onStep = onStep
        launcher = runner.launcher
        limits = plan.limitsInForce
    }

    /// Everything, in order. Errors come back as outcomes; nothing is left behind either way.
    func perform() -> Outcome {
        do throws(AttemptTrouble) {
            let capabilities = runner.capabilities
            if let cause = Unsupported.first(in: plan.scenario, given: capabilities) {
                return .error(cause)
            }
            try enterSurroundings()
            let place = try prepare()
            directory = place.directory
            var outcome = try performPrepared(place)
            keepArtifacts(place)
            if let problem = runAll(place.scenario.teardown, place, "teardown"),
                outcome == .passed
            {
                outcome = .error(problem)
            }
            cleanUp()
            return redacted(explained(outcome))
        } catch {
            cleanUp()
            return redacted(explained(error.outcome))
        }
    }

    /// Network and cgroup.
    private func enterSurroundings() throws(AttemptTrouble) {
        do throws(LaunchFailure) {
            launcher = try runner.launcher(isolated: plan.isIsolated)
        } catch {
            throw AttemptTrouble(
                .unsupported,
                "`network: none` needs a network namespace, which this system refuses: \(error)")
        }
        do throws(CgroupFailure) {
            cgroup = try runner.makeCgroup(limits)
        } catch {
            throw AttemptTrouble(
                .infrastructure, "failed to make the attempt's cgroup: \(error)")
        }
        warnings += limits.notEnforced(by: runner.capabilities, butAskedFor: plan.limits)
    }

    private func performPrepared(_ place: AttemptPlace) throws(AttemptTrouble) -> Outcome {
        if let whom = runner.stop.requestedBy {
            stopEverything(of: 0)
            return .cancelled(by: whom)
        }
        if let problem = runAll(place.scenario.setup, place, "setup") { return .error(problem) }
        ofSetup = Set(launcher.descendants().map(\.processID))
        if let whom = runner.stop.requestedBy {
            stopEverything(of: launcher.descendants().count)
            return .cancelled(by: whom)
        }
        return try converse(place)
    }

    private func keepArtifacts(_ place: AttemptPlace) {
        guard !place.scenario.artifacts.isEmpty else { return }
        let target: ArtifactCollector.Place
        do throws(FileFailure) {
            if let files = plan.files {
                target = .archive(TarArchive(descriptor: files.artifacts, name: "the artifacts"))
            } else {
                guard let made = try makeArtifactsDirectory() else { return }
                target = .directory(made)
            }
        } catch {
            warnings.append(error.message)
            return
        }
        let trouble = ArtifactCollector.collect(
            place.scenario.artifacts, in: place.workingDirectory, to: target)
        if let trouble { warnings.append(trouble) }
    }

    /// The directories of the plan lie below this one from now on.
    func enter(uploadAt root: String) {
        plan.callerDirectory = root + plan.callerDirectory
        plan.scenarioDirectory = root + plan.scenarioDirectory
    }

    // MARK: steps

    func note(_ effect: PlayerEffect, at now: Instant) {
        switch effect {
        case .stepStarted(let number):
            stepBegan = now
            onStep(number, nil)
        case .stepEnded(let number, let status, let failure):
            let start = stepBegan ?? now
            stepBegan = nil
            let note = plan.scenario.steps.first { $0.number == number }?.note
            let step = StepResult(
                number: number, status: status, began: start - began, duration: now - start,
                note: note, failure: failure.map { $0.mapTexts(redactor.redact) })
            steps.append(step)
            onStep(number, step)
        default: break
        }
    }

    // MARK: the end

    /// Kills what is left and removes the private directory.
    private func cleanUp() {
        do throws(CgroupFailure) {
            if let cgroup { usage.take(try cgroup.end()) }
        } catch {
            warnings.append("failed to end the attempt's cgroup: \(error)")
        }
        do throws(LaunchFailure) {
            if launcher.mayHaveDescendants {
                let sweep = try launcher.killAll()
                if sweep.survivors > 0 {
                    warnings.append("\(sweep.survivors) processes could not be killed")
                }
            }
            while try launcher.nextEvent() != nil {}
        } catch {
            warnings.append("failed to clean up: \(error)")
        }
        do throws(SystemError) {
            if let directory { try runner.directories.giveBack(directory, layout) }
        } catch {
            warnings.append("failed to remove the private directory: \(error)")
        }
    }

    private func redacted(_ outcome: Outcome) -> Outcome {
        guard redactor.isNeeded else { return outcome }
        return outcome.mapTexts(redactor.redact)
    }

    // MARK: what is kept

    /// Makes the directory for what is kept, once; nil when nothing is to be kept.
    func makeArtifactsDirectory() throws(FileFailure) -> String? {
        guard let directory = plan.artifactsDirectory else { return nil }
        if !hasArtifactsDirectory, let failure = makeDirectories(directory) { throw failure }
        hasArtifactsDirectory = true
        return directory
    }

    /// Creates the record file, empty until the attempt is over.
    func openRecord() throws(FileFailure) {
        guard recordFile == nil, let directory = try makeArtifactsDirectory() else { return }
        recordFile = try NewFile(directory + "/record.json")
    }

    /// Writes the record file and returns what is in it; the result gets a warning when writing
    /// failed.
    func writeRecord(_ result: inout AttemptResult) -> JSONValue {
        result.warnings = result.warnings.map(redactor.redact)
        let record = AttemptRecord.json(
            result, of: plan.task, chunks: chunks, droppedBytes: droppedBytes)
        do throws(FileFailure) {
            if let files = plan.files {
                // Whoever is told of the end stores it; where nobody may hear it, the disk must.
                try write(
                    record.text() + "\n", to: files.record, name: "the record",
                    durably: runner.stop.isInterruption)
            } else {
                try openRecord()
                try recordFile?.write(record.text() + "\n")
            }
        } catch {
            result.warnings.append(error.message)
        }
        return record
    }
}

/// Why an attempt cannot be carried out.
struct AttemptTrouble: Error {
    let cause: ErrorCause

    init(_ kind: ErrorCause.Kind, _ message: String, at position: Position? = nil) {
        cause = ErrorCause(kind, message, at: position)
    }

    var outcome: Outcome { .error(cause) }
}
