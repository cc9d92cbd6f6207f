import Jobs
import Scenarios

/// What a retry queued again.
public struct RetryAnswer: WireShape {
    /// The job.
    public var job: JobID
    /// Tasks that were queued again.
    public var tasks: Int

    /// An answer.
    public init(job: JobID, tasks: Int) {
        self.job = job
        self.tasks = tasks
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        job = try object.job("job_id")
        tasks = try object.integer("tasks")
    }

    /// The object to send.
    public var json: JSONValue {
        ["job_id": .string(job.description), "tasks": .integer(tasks)]
    }
}
