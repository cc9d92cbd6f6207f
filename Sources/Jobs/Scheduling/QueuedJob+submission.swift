import Scenarios

extension QueuedJob {
    /// The job that a submission asks for.
    public init(id: JobID, submission: Submission) {
        self.init(
            id: id, owner: submission.owner, account: submission.account,
            deadline: submission.deadlineMicroseconds.map(Instant.init(microseconds:)),
            failFast: submission.failFast,
            tasks: submission.tasks.map { task in
                var queued = QueuedTask(identity: task.identity)
                queued.priority = task.priority + submission.priority
                queued.needs = task.needs
                queued.retries = task.retries
                queued.resources = task.resources
                queued.timeout = task.timeout
                return queued
            })
        key = submission.key
    }
}

extension Instant {
    /// A moment in microseconds since the clock's beginning; saturates.
    init(microseconds: Int64) {
        let (nanoseconds, over) = microseconds.multipliedReportingOverflow(by: 1000)
        self.init(nanoseconds: over ? (microseconds < 0 ? .min : .max) : nanoseconds)
    }

    /// Whole microseconds since the clock's beginning.
    var microseconds: Int64 { nanoseconds / 1000 }
}
