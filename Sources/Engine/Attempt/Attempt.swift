import Glibc
import Jobs
import Playback
import Scenarios
import Wire

/// One attempt from its preparation to its last trace.
final class Attempt {
    let plan: AttemptPlan
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

    /// Processes that setup left for the program to talk to; they and their children are no part
    /// of the conversation.
    private(set) var ofSetup: Set<Int32> = []
    /// Where the attempt's processes are; nil without delegation.
    let cgroup: AttemptCgroup?

    private let onStep: (Int, StepResult?) -> Void
    private var stepBegan: Instant?
    private var directory: PrivateDirectory?
    private var hasArtifactsDirectory = false
    private var recordFile: NewFile?

    init(_ plan: AttemptPlan, runner: AttemptRunner, onStep: @escaping (Int, StepResult?) -> Void) {
        self.plan = plan
        self.runner = runner
        self.onStep = onStep
        cgroup = runner.makeCgroup()
    }

    /// Everything, in order. Errors come back as outcomes; nothing is left behind either way.
    func perform() -> Outcome {
        do throws(AttemptTrouble) {
            if let cause = Unsupported.first(in: plan.scenario) { return .error(cause) }
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
            return redacted(outcome)
        } catch {
            cleanUp()
            return redacted(error.outcome)
        }
    }

    private func performPrepared(_ place: AttemptPlace) throws(AttemptTrouble) -> Outcome {
        if let problem = runAll(place.scenario.setup, place, "setup") { return .error(problem) }
        ofSetup = Set(runner.launcher.descendants().map(\.processID))
        if let whom = runner.stop.requestedBy { return .cancelled(by: whom) }
        return try converse(place)
    }

    private func keepArtifacts(_ place: AttemptPlace) {
        guard !place.scenario.artifacts.isEmpty else { return }
        let directory: String
        do throws(FileFailure) {
            guard let made = try makeArtifactsDirectory() else { return }
            directory = made
        } catch {
            warnings.append(error.message)
            return
        }
        let trouble = ArtifactCollector.collect(
            place.scenario.artifacts, in: place.workingDirectory, to: directory)
        if let trouble { warnings.append(trouble) }
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
            try cgroup?.end()
        } catch {
            warnings.append("failed to end the attempt's cgroup: \(error)")
        }
        do throws(LaunchFailure) {
            if runner.launcher.mayHaveDescendants {
                let sweep = try runner.launcher.killAll()
                if sweep.survivors > 0 {
                    warnings.append("\(sweep.survivors) processes could not be killed")
                }
            }
            while try runner.launcher.nextEvent() != nil {}
        } catch {
            warnings.append("failed to clean up: \(error)")
        }
        do throws(SystemError) {
            if let directory { try runner.directories.giveBack(directory) }
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

    /// Writes the record file; returns the result, with a warning when that failed.
    func writeRecord(_ result: AttemptResult) -> AttemptResult {
        var result = result
        result.warnings = result.warnings.map(redactor.redact)
        do throws(FileFailure) {
            try openRecord()
            guard let recordFile else { return result }
            let record = AttemptRecord.json(
                result, of: plan.task, chunks: chunks, droppedBytes: droppedBytes)
            try recordFile.write(record.text() + "\n")
        } catch {
            result.warnings.append(error.message)
        }
        return result
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
