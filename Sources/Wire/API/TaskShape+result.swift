import Jobs
import Scenarios

extension TaskShape {
    /// What reports need to know about it.
    public var info: TaskInfo { TaskInfo(id: key.task, name: name, path: path, tags: tags) }

    /// The result of a task that is over, as a local run would give it; nil before.
    ///
    /// An attempt whose record is missing counts as what its verdict says.
    public func result() throws(ShapeError) -> TaskResult? {
        guard case .finished(let word, let reason) = state else { return nil }
        var results: [AttemptResult] = []
        for attempt in attempts {
            if let result = try attempt.result() { results.append(result) }
        }
        return TaskResult(
            task: info, outcome: outcome(word, reason, last: results.last?.outcome),
            attempts: results)
    }

    private func outcome(_ word: String, _ reason: String?, last: Outcome?) -> Outcome {
        if let last, last.word == word { return last }
        return switch word {
        case "passed": .passed
        case "cancelled": .cancelled(by: OutcomeShape.canceller(reason ?? "somebody"))
        case "skipped": .skipped(reason: reason ?? "not started")
        case "failed": .failed(Failure(reason ?? "no record tells why it failed"))
        default: .error(ErrorCause(.infrastructure, reason ?? "no record tells what went wrong"))
        }
    }
}

extension AttemptShape {
    /// The result that its record tells, or its verdict when there is none; nil while it runs.
    public func result() throws(ShapeError) -> AttemptResult? {
        if let record {
            return try AttemptRecord.result(ObjectReader(record, path: "$.record"))
        }
        return verdict.map {
            Self.result(number, verdict: $0, startedMicroseconds, duration ?? .zero)
        }
    }

    /// What is known of an attempt without a record.
    public static func result(
        _ number: Int, verdict: String, _ startedMicroseconds: Int64, _ duration: Duration
    ) -> AttemptResult {
        AttemptResult(
            number: number, outcome: outcome(verdict), startedMicroseconds: startedMicroseconds,
            duration: duration)
    }

    private static func outcome(_ verdict: String) -> Outcome {
        switch verdict {
        case "passed": .passed
        case "failed": .failed(Failure("no record tells why it failed"))
        case "cancelled": .cancelled(by: "somebody")
        case "lost": .error(ErrorCause(.lost, "its worker was lost"))
        case "interrupted":
            .error(ErrorCause(.hostRestart, "the daemon or the machine was stopped"))
        default: .error(ErrorCause(.infrastructure, "no record tells what went wrong"))
        }
    }
}
