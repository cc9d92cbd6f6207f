import ArgumentParser
import Jobs

/// What a user writes for a job, `42`, or for one of its tasks, `42.3` or `42/3`.
struct JobReference: ExpressibleByArgument {
    let job: JobID
    let task: TaskID?

    init(_ key: TaskKey) { (job, task) = (key.job, key.task) }

    init(_ job: JobID) { (self.job, task) = (job, nil) }

    init?(argument: String) {
        let text = argument.replacing("/", with: ".", maxReplacements: 1)
        if let key = TaskKey(text: text) {
            self.init(key)
        } else if let job = JobID(text: text) {
            self.init(job)
        } else {
            return nil
        }
    }

    /// The task, when one is named.
    var key: TaskKey? { task.map { TaskKey(job, $0) } }

    /// How shells find the jobs there are.
    static var defaultCompletionKind: CompletionKind {
        .shellCommand("orchestroctl list --quiet 2>/dev/null")
    }
}

/// A job's number on the command line.
struct JobNumber: ExpressibleByArgument {
    let id: JobID

    init?(argument: String) {
        guard let id = JobID(text: argument) else { return nil }
        self.id = id
    }

    static var defaultCompletionKind: CompletionKind { JobReference.defaultCompletionKind }
}
