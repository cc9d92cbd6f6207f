import Jobs
import Wire

/// The results of a job that is over, as a local run would give them.
enum JobResults {
    /// Everything about a job, from the records of its attempts.
    static func summary(_ client: APIClient, _ id: JobID) throws(ClientFailure) -> RunSummary {
        let job = try client.job(id)
        let tasks = try client.tasks(id, withRecords: true)
        return try summary(job, tasks)
    }

    /// The summary of a job with these tasks; those that are not over are left out.
    static func summary(
        _ job: JobShape, _ tasks: [TaskShape]
    ) throws(ClientFailure) -> RunSummary {
        var results: [TaskResult] = []
        for task in tasks {
            let result = try reading { () throws(ShapeError) in try task.result() }
            if let result { results.append(result) }
        }
        let began = job.startedMicroseconds ?? job.createdMicroseconds
        let ended = job.completedMicroseconds ?? began
        return RunSummary(
            results: results, duration: .microseconds(max(0, ended - began)),
            startedMicroseconds: began, interrupted: false)
    }

    /// A wrong shape means that the daemon's answer is not understood.
    static func reading<Value>(
        _ read: () throws(ShapeError) -> Value
    ) throws(ClientFailure) -> Value {
        do throws(ShapeError) {
            return try read()
        } catch {
            throw .garbled(error.message)
        }
    }
}
