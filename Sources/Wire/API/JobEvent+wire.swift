import Jobs
import Scenarios

extension JobEvent {
    /// Its word on the wire.
    public var name: String {
        switch self {
        case .submitted: "submitted"
        case .attemptStarted: "attempt_started"
        case .attemptEnded: "attempt_ended"
        case .taskFinished: "task_finished"
        case .cancelRequested: "cancel_requested"
        case .jobFinished: "job_finished"
        case .retryRequested: "retry_requested"
        case .drained: "drained"
        case .resumed: "resumed"
        case .strategyChosen: "strategy_chosen"
        case .strategyChanged: "strategy_changed"
        }
    }

    /// Adds its members.
    func add(to object: inout JSONObject) {
        switch self {
        case .submitted(let job): object["job_id"] = .string(job.description)
        case .attemptStarted(let attempt, let slot):
            attempt.add(to: &object)
            object["slot"] = .integer(slot)
        case .attemptEnded(let attempt, let verdict, let duration, let willRetry, let notBefore):
            attempt.add(to: &object)
            object["verdict"] = .string(verdict.word)
            if case .cancelled(let by) = verdict { object["by"] = .string(by) }
            object["duration_s"] = .seconds(duration)
            object["will_retry"] = .bool(willRetry)
            object["not_before"] = .time(notBefore)
        case .taskFinished(let task, let outcome, let reason):
            task.add(to: &object)
            object["outcome"] = .string(outcome)
            object["reason"] = .from(reason)
        case .cancelRequested(let job, let task, let by):
            object["job_id"] = .string(job.description)
            object["task"] = .from(task.map { $0.index + 1 })
            object["by"] = .string(by)
        case .jobFinished(let job, let state):
            object["job_id"] = .string(job.description)
            object["status"] = .string(state.rawValue)
        case .retryRequested(let job, let tasks, let by):
            object["job_id"] = .string(job.description)
            object["tasks"] = .array(tasks.map { .integer($0.index + 1) })
            object["by"] = .string(by)
        case .drained(let by), .resumed(let by): object["by"] = .string(by)
        case .strategyChosen(let strategy, let by):
            object["strategy"] = .string(strategy.rawValue)
            object["by"] = .string(by)
        case .strategyChanged(let strategy, let reason):
            object["strategy"] = .string(strategy.rawValue)
            object["reason"] = .string(reason)
        }
    }

    /// Reads the members of an event of that name; nil when the name is unknown.
    init?(_ name: String, _ object: ObjectReader) throws(ShapeError) {
        switch name {
        case "submitted": self = .submitted(try object.job("job_id"))
        case "attempt_started":
            self = .attemptStarted(
                try AttemptKey(event: object), slot: try object.integer("slot"))
        case "attempt_ended":
            self = .attemptEnded(
                try AttemptKey(event: object), try AttemptVerdict(object),
                duration: try object.seconds("duration_s"),
                willRetry: try object.flag("will_retry"),
                notBeforeMicroseconds: try object.timeIfAny("not_before"))
        case "task_finished":
            self = .taskFinished(
                TaskKey(try object.job("job_id"), try object.task("task")),
                outcome: try object.text("outcome"), reason: try object.textIfAny("reason"))
        case "cancel_requested":
            self = .cancelRequested(
                try object.job("job_id"), task: try object.taskIfAny("task"),
                by: try object.text("by"))
        case "job_finished":
            self = .jobFinished(try object.job("job_id"), try object.choice("status"))
        case "retry_requested":
            self = .retryRequested(
                try object.job("job_id"), tasks: try object.tasks("tasks"),
                by: try object.text("by"))
        case "drained": self = .drained(by: try object.text("by"))
        case "resumed": self = .resumed(by: try object.text("by"))
        case "strategy_chosen":
            self = .strategyChosen(try object.choice("strategy"), by: try object.text("by"))
        case "strategy_changed":
            self = .strategyChanged(
                try object.choice("strategy"), reason: try object.text("reason"))
        default: return nil
        }
    }
}

extension AttemptVerdict {
    /// Reads `verdict` and, for a cancelled one, `by`.
    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        switch try object.text("verdict") {
        case "passed": self = .passed
        case "failed": self = .failed
        case "error": self = .error
        case "cancelled": self = .cancelled(by: try object.textIfAny("by") ?? "somebody")
        case "lost": self = .lost
        case "interrupted": self = .interrupted
        default:
            throw object.error(
                "verdict", expected: "passed, failed, error, cancelled, lost or interrupted")
        }
    }
}

extension ObjectReader {
    /// Numbers of tasks.
    fileprivate func tasks(_ key: String) throws(ShapeError) -> [TaskID] {
        var tasks: [TaskID] = []
        for (value, path) in try elements(key) {
            guard case .integer(let number) = value, number > 0 else {
                throw ShapeError(
                    path: path, expected: "a task's number", found: Self.phrase(value))
            }
            tasks.append(TaskID(number - 1))
        }
        return tasks
    }
}
