import Scenarios

/// Tells the run of documents as a run of their examples: the engine runs a document as one task
/// whose steps are its examples, reports want each example as a task of its own.
public struct ExampleRun: Sendable {
    /// A task of the engine.
    private struct Document: Sendable {
        var examples: Range<Int>
        /// Results so far, by place in ``examples``.
        var results: [TaskResult?]
    }

    private var documents: [Document] = []
    private var tasks: [TaskInfo] = []

    /// The run of these tasks: the file's path and the examples of each, in the engine's order.
    public init(_ documents: [(path: String, examples: [ShellExample])]) {
        for document in documents {
            let start = tasks.count
            for example in document.examples {
                tasks.append(
                    TaskInfo(
                        id: TaskID(tasks.count), name: example.title, path: document.path,
                        position: example.position))
            }
            self.documents.append(
                Document(
                    examples: start..<tasks.count,
                    results: Array(repeating: nil, count: document.examples.count)))
        }
    }

    /// The results of all examples; of those not reached, why.
    public var results: [TaskResult] {
        documents.flatMap { document in
            zip(document.examples, document.results).map { task, result in
                result
                    ?? TaskResult(
                        task: tasks[task], outcome: .skipped(reason: "it was never started"),
                        attempts: [])
            }
        }
    }

    /// What an event about documents means for their examples; often nothing.
    public mutating func translate(_ event: Event) -> [Event] {
        switch event {
        case .runStarted(_, let workers): return [.runStarted(tasks: tasks, workers: workers)]
        case .stepStarted(let id, _, let step, _):
            return [.attemptStarted(task(id, step), attempt: 1)]
        case .stepEnded(let id, _, let step):
            // What else ends a step, the end of the document tells.
            guard step.status == .passed || step.failure != nil else { return [] }
            let outcome = step.failure.map { Outcome.failed(Self.plain($0)) } ?? .passed
            let result = record(
                id, step.number, outcome, began: step.began, took: step.duration)
            // The last one waits for what is found at the document's end.
            let isLast = step.number == documents[id.index].results.count
            return isLast ? [] : [.taskFinished(result)]
        case .taskFinished(let result): return close(result)
        case .runFinished(var summary):
            summary.results = results
            return [.runFinished(summary)]
        case .attemptStarted, .attemptEnded: return []
        }
    }

    private func task(_ id: TaskID, _ step: Int) -> TaskID {
        TaskID(documents[id.index].examples.lowerBound + step - 1)
    }

    @discardableResult
    private mutating func record(
        _ id: TaskID, _ step: Int, _ outcome: Outcome, began: Duration = .zero,
        took duration: Duration = .zero
    ) -> TaskResult {
        // Counted from the document's beginning until that is known.
        let attempt = AttemptResult(
            number: 1, outcome: outcome, startedMicroseconds: began.nanoseconds / 1000,
            duration: duration)
        let isStarted = if case .skipped = outcome { false } else { true }
        let result = TaskResult(
            task: tasks[task(id, step).index], outcome: outcome,
            attempts: isStarted ? [attempt] : [])
        documents[id.index].results[step - 1] = result
        return result
    }

    /// The document is over: tells what became of the examples that have no result yet.
    private mutating func close(_ document: TaskResult) -> [Event] {
        let id = document.task.id
        let count = documents[id.index].results.count
        guard count > 0 else { return [] }
        let firstOpen = documents[id.index].results.firstIndex { $0 == nil } ?? count - 1
        for place in firstOpen..<count where documents[id.index].results[place] == nil {
            record(id, place + 1, Self.outcome(document.outcome, isFirst: place == firstOpen))
        }
        let word = document.outcome.word
        let isTold = documents[id.index].results.contains { $0?.outcome.word == word }
        if !isTold { record(id, count, document.outcome) }
        if let attempt = document.attempts.last { complete(id, by: attempt) }
        return documents[id.index].results[firstOpen...].compactMap { $0.map(Event.taskFinished) }
    }

    /// Times become those of the calendar; what was noticed at the end goes with the last example.
    private mutating func complete(_ id: TaskID, by document: AttemptResult) {
        let results = documents[id.index].results
        for (place, result) in results.enumerated() {
            guard var attempt = result?.attempts.first else { continue }
            attempt.startedMicroseconds += document.startedMicroseconds
            if place == results.count - 1 {
                attempt.warnings = document.warnings
                attempt.leaked = document.leaked
            }
            documents[id.index].results[place]?.attempts = [attempt]
        }
    }

    /// The outcome of an example that was not reached: the first one gets the cause, the others
    /// are skipped for it.
    private static func outcome(_ document: Outcome, isFirst: Bool) -> Outcome {
        switch document {
        case .skipped: return document
        case .failed(let failure):
            let line = failure.position.map { " on line \($0.line)" } ?? ""
            return .skipped(reason: "the example\(line) failed")
        case .error:
            return isFirst ? document : .skipped(reason: "an example before it ended in an error")
        case .cancelled(let by):
            return isFirst ? document : .skipped(reason: "stopped by \(by)")
        case .passed:
            return .error(ErrorCause(.infrastructure, "the example was never reached"))
        }
    }

    /// A failure in the words of a document, which knows no steps and no keys.
    private static func plain(_ failure: Failure) -> Failure {
        func plain(_ text: String) -> String {
            let key = "expect_code: "
            return text.hasPrefix(key) ? String(text.dropFirst(key.count)) : text
        }
        var failure = failure
        failure.step = nil
        failure.message = plain(failure.message)
        failure.others = failure.others.map(plain)
        // The output is shown once: with what was expected, or alone.
        if let actual = failure.actual, actual.contains(failure.screen) { failure.screen = "" }
        return failure
    }
}
