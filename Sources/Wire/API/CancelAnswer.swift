import Jobs
import Scenarios

/// What a cancellation did, told when everything it stopped is gone.
public struct CancelAnswer: WireShape {
    /// The job.
    public var job: JobID
    /// Tasks that were cancelled, queued ones included.
    public var tasks: Int
    /// Processes that were alive when their attempts were stopped.
    public var processes: Int
    /// How many of them needed SIGKILL.
    public var killed: Int
    /// How many are alive still.
    public var left: Int

    /// An answer.
    public init(job: JobID, tasks: Int, processes: Int, killed: Int, left: Int) {
        self.job = job
        self.tasks = tasks
        self.processes = processes
        self.killed = killed
        self.left = left
    }

    /// Reads the object.
    public init(_ object: ObjectReader) throws(ShapeError) {
        job = try object.job("job_id")
        tasks = try object.integer("tasks")
        processes = try object.integer("processes")
        killed = try object.integer("killed")
        left = try object.integer("left")
    }

    /// The object to send.
    public var json: JSONValue {
        [
            "job_id": .string(job.description), "tasks": .integer(tasks),
            "processes": .integer(processes), "killed": .integer(killed), "left": .integer(left),
        ]
    }
}
