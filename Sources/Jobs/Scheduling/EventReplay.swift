import Scenarios

/// Turns stored events back into what the scheduler was told, in their order.
public struct EventReplay {
    private let submission: (JobID) -> Submission?
    private var attempts: [TaskKey: Int] = [:]

    /// A replay that looks submissions up; an event of a job that is not found is left out.
    public init(submission: @escaping (JobID) -> Submission?) {
        self.submission = submission
    }

    /// What to give the scheduler, and the time to give with it; nil: the event is one that the
    /// scheduler draws from others itself.
    public mutating func next(_ stored: NumberedEvent) -> (event: SchedulerEvent, at: Instant)? {
        event(stored.event).map { ($0, Instant(microseconds: stored.microseconds)) }
    }

    private mutating func event(_ event: JobEvent) -> SchedulerEvent? {
        switch event {
        case .submitted(let job): queued(job).map(SchedulerEvent.submitted)
        case .attemptStarted(let attempt, let slot):
            started(attempt, slot: slot)
        case .attemptEnded(let attempt, let verdict, let duration, _, _):
            .ended(attempt, verdict, duration: duration)
        case .cancelRequested(let job, let task, let by): .cancelRequested(job, task: task, by: by)
        case .retryRequested(let job, let tasks, let by):
            queued(job).map { .retried($0, tasks: tasks, by: by) }
        case .drained(let by): .drained(by: by)
        case .resumed(let by): .resumed(by: by)
        case .strategyChosen(let strategy, let by): .strategyChosen(strategy, by: by)
        case .strategyChanged(let strategy, _): .strategyChanged(strategy)
        case .taskFinished, .jobFinished: nil
        }
    }

    private mutating func started(_ attempt: AttemptKey, slot: Int) -> SchedulerEvent {
        attempts[attempt.task] = attempt.number
        return .started(attempt, slot: slot)
    }

    private func queued(_ job: JobID) -> QueuedJob? {
        guard let submission = submission(job) else { return nil }
        var queued = QueuedJob(id: job, submission: submission)
        for place in queued.tasks.indices {
            queued.tasks[place].attemptsBefore = attempts[TaskKey(job, TaskID(place))] ?? 0
        }
        return queued
    }
}
