import Jobs
import Scenarios

extension WhyShape {
    /// What the scheduler says of a task at that moment of its clock, which counts nanoseconds
    /// since 1970-01-01 UTC; nil when the scheduler does not have the task.
    public init?(_ reason: WaitReason, of key: TaskKey, at now: Instant) {
        let state: State
        if case .running(let attempt, _) = reason {
            state = .running([attempt])
        } else if let waiting = Waiting(reason, at: now) {
            state = .waiting(waiting)
        } else {
            return nil
        }
        self.init(job: key.job, task: key.task, state: state)
    }
}

extension WhyShape.Waiting {
    /// The reason of a task that waits; nil for one that does not.
    init?(_ reason: WaitReason, at now: Instant) {
        let message = reason.sentence(at: now)
        switch reason {
        case .unknown, .running: return nil
        case .drained: self.init(.drained, message)
        case .needs(let tasks):
            self.init(.needs, message)
            ahead = Array(tasks.prefix(10))
        case .pause(let until, _):
            self.init(.backoff, message)
            notBeforeMicroseconds = until.nanoseconds / 1000
            estimate = max(.zero, until - now)
        case .ownerLimit(_, _, _, let ahead):
            self.init(.ownerLimit, message)
            position = ahead
        case .keyLimit(_, _, let ahead):
            self.init(.keyLimit, message)
            position = ahead
        case .resource(_, _, _, let holders):
            self.init(.resource, message)
            ahead = Array(holders.prefix(10))
        case .resourceKept(_, let task):
            self.init(.resource, message)
            ahead = [task]
        case .resourceMissing: self.init(.resourceMissing, message)
        case .turn(let ahead, _, _, _):
            self.init(.slots, message)
            position = ahead
        }
    }
}
