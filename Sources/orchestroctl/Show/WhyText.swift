import Jobs
import Reports
import Wire

/// Why something waits or runs, as lines for people.
enum WhyText {
    /// For a task that waits.
    static func lines(_ why: WhyShape, _ waiting: WhyShape.Waiting) -> [String] {
        let subject =
            why.task.map { "task \(TaskKey(why.job, $0))" } ?? "job \(why.job)"
        var lines = ["\(subject) waits: \(ReadableLine.text(waiting.message))"]
        if let position = waiting.position {
            lines.append(position == 0 ? "  it is next" : "  ahead of it: \(position)")
        }
        if !waiting.ahead.isEmpty {
            let tasks = waiting.ahead.map(\.description).joined(separator: " ")
            lines.append("  waiting for: \(tasks)")
        }
        if let moment = waiting.notBeforeMicroseconds {
            lines.append("  not before: \(TimeText.local(moment))")
        }
        if let estimate = waiting.estimate {
            lines.append("  it may start in about \(estimate.inWords)")
        }
        return lines
    }

    /// For attempts that run.
    static func lines(running attempts: [AttemptKey]) -> [String] {
        attempts.map { attempt in
            "task \(attempt.task) runs, attempt \(attempt.number);"
                + " see it: orchestroctl logs \(attempt.task) -f"
        }
    }
}
