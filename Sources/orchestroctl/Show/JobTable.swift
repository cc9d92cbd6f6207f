import Jobs
import Reports
import Scenarios
import Wire

/// Jobs and tasks as rows for people.
enum JobTable {
    /// One row a job.
    static func jobs(_ jobs: [JobShape], now: Int64, columns: Int?) -> [String] {
        var table = TextTable(
            ["JOB", "STATE", "DONE", "NOT PASSED", "OWNER", "SUBMITTED", "NAME"],
            right: [0, 2, 3])
        for job in jobs {
            let tasks = job.tasks
            table.add([
                job.id.description, job.state.rawValue, "\(tasks.finished)/\(tasks.total)",
                String(tasks.finished - tasks.passed), job.owner,
                TimeText.age(job.createdMicroseconds, now: now) + " ago", job.name ?? "",
            ])
        }
        return table.lines(columns: columns)
    }

    /// One row a task.
    static func tasks(_ tasks: [TaskShape], now: Int64, columns: Int?) -> [String] {
        var table = TextTable(
            ["TASK", "STATE", "ATTEMPTS", "TIME", "NAME", "FILE"], right: [0, 2])
        for task in tasks {
            table.add([
                task.key.description, word(task.state), String(task.attempts.count),
                time(task, now: now), task.name, task.path,
            ])
        }
        return table.lines(columns: columns)
    }

    /// What is known about a job as a whole, a line for each fact.
    static func facts(_ job: JobShape) -> [String] {
        let tasks = job.tasks
        var facts: [(String, String)] = [
            ("state", "\(job.state.rawValue)" + (job.error.map { ": \($0)" } ?? ""))
        ]
        facts.append(("tasks", counts(tasks)))
        facts.append(("owner", job.owner))
        if job.account != job.owner { facts.append(("runs as", job.account)) }
        facts.append(("directory", job.callerDirectory))
        facts.append(("submitted", TimeText.local(job.createdMicroseconds)))
        if let started = job.startedMicroseconds {
            facts.append(("started", TimeText.local(started)))
        }
        if let ended = job.completedMicroseconds { facts.append(("ended", TimeText.local(ended))) }
        if let deadline = job.deadlineMicroseconds {
            facts.append(("deadline", TimeText.local(deadline)))
        }
        if job.priority != 0 { facts.append(("priority", "\(job.priority)")) }
        return FactLines.lines(facts)
    }

    private static func counts(_ tasks: TaskCounts) -> String {
        let all = [
            (tasks.queued, "queued"), (tasks.running, "running"), (tasks.passed, "passed"),
            (tasks.failed, "failed"), (tasks.error, "error"), (tasks.cancelled, "cancelled"),
            (tasks.skipped, "skipped"),
        ]
        let parts = all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(tasks.total)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    private static func word(_ state: TaskShape.State) -> String {
        if case .finished(let outcome, _) = state { return outcome }
        return state.word
    }

    private static func time(_ task: TaskShape, now: Int64) -> String {
        guard let last = task.attempts.last else { return "" }
        if last.verdict == nil { return TimeText.age(last.startedMicroseconds, now: now) }
        return task.attempts.reduce(Duration.zero) { $0 + ($1.duration ?? .zero) }.inWords
    }
}
