import Jobs
import Scenarios
import Store
import Wire

/// What is stored, as the API shows it.
extension StoredJob {
    var shape: JobShape {
        var counts = Wire.TaskCounts()
        counts.queued = tasks.queued
        counts.running = tasks.running
        counts.passed = tasks.passed
        counts.failed = tasks.failed
        counts.error = tasks.error
        counts.cancelled = tasks.cancelled
        counts.skipped = tasks.skipped
        var shape = submission.shape(
            id, state: state, createdMicroseconds: submittedMicroseconds, tasks: counts)
        shape.startedMicroseconds = startedMicroseconds
        shape.completedMicroseconds = finishedMicroseconds
        return shape
    }
}

extension Submission {
    func shape(
        _ id: JobID, state: JobState, createdMicroseconds: Int64, tasks: Wire.TaskCounts
    ) -> JobShape {
        var shape = JobShape(
            id: id, owner: owner.account, account: account, state: state,
            createdMicroseconds: createdMicroseconds, callerDirectory: callerDirectory,
            tasks: tasks)
        shape.name = name
        shape.priority = priority
        shape.deadlineMicroseconds = deadlineMicroseconds
        return shape
    }
}

extension StoredTask {
    func shape(_ attempts: [StoredAttempt], estimate: Duration?) -> TaskShape {
        let state: TaskShape.State =
            switch self.state {
            case .queued: .queued
            case .running: .running
            case .finished(let outcome, let reason): .finished(outcome: outcome, reason: reason)
            }
        var shape = TaskShape(key: key, name: submission.name, path: path, state: state)
        shape.tags = submission.tags
        shape.estimate = estimate
        shape.attempts = attempts.map(\.shape)
        return shape
    }
}

extension StoredAttempt {
    var shape: AttemptShape {
        var shape = AttemptShape(
            number: key.number, startedMicroseconds: startedMicroseconds)
        shape.verdict = end?.verdict.word
        shape.duration = end?.duration
        shape.slot = slot
        if let text = record?.text, !text.isEmpty {
            // It was JSON when it was stored; what is not any more is not shown.
            shape.record = try? JSONValue.parse(text)
        }
        return shape
    }
}
