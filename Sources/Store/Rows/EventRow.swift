import GRDB
import Jobs
import Scenarios

/// The table `events`: the columns of one row, of which each kind uses its own.
struct EventRow {
    private enum Kind: String {
        case submitted
        case attemptStarted = "attempt_started"
        case attemptEnded = "attempt_ended"
        case taskFinished = "task_finished"
        case cancelRequested = "cancel_requested"
        case jobFinished = "job_finished"
        case retryRequested = "retry_requested"
        case drained
        case resumed
        case strategyChosen = "strategy_chosen"
        case strategyChanged = "strategy_changed"
    }

    /// The columns that ``read(_:)`` takes.
    static let columns = """
        events.number, microseconds, job, kind, task, attempt, word, text, slot, \
        duration_nanoseconds, will_retry, not_before, tasks
        """

    private static let insertion = """
        INSERT INTO events (number, microseconds, job, kind, task, attempt, word, text, slot, \
        duration_nanoseconds, will_retry, not_before, tasks) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private var kind: Kind
    private var task: Int?
    private var attempt: Int?
    private var word: String?
    private var text: String?
    private var slot: Int?
    private var duration: Int64?
    private var willRetry: Bool?
    private var notBefore: Int64?
    private var tasks: [Int]?

    static func insert(_ numbered: NumberedEvent, in db: Database) throws {
        let row = EventRow(numbered.event)
        try db.run(
            insertion, numbered.number, numbered.microseconds, numbered.event.job?.number,
            row.kind.rawValue, row.task, row.attempt, row.word, row.text, row.slot, row.duration,
            row.willRetry, row.notBefore, row.tasks.map { JSONList.text($0) ?? "[]" })
    }

    private init(_ event: JobEvent) {
        switch event {
        case .submitted: kind = .submitted
        case .attemptStarted(let key, let slot):
            kind = .attemptStarted
            name(key)
            self.slot = slot
        case .attemptEnded(let key, let verdict, let duration, let willRetry, let notBefore):
            kind = .attemptEnded
            name(key)
            word = verdict.word
            text = VerdictWord.stopper(verdict)
            self.duration = duration.nanoseconds
            self.willRetry = willRetry
            self.notBefore = notBefore
        case .taskFinished(let key, let outcome, let reason):
            kind = .taskFinished
            task = key.task.index
            word = outcome
            text = reason
        case .cancelRequested(_, let task, let by):
            kind = .cancelRequested
            self.task = task?.index
            text = by
        case .jobFinished(_, let state):
            kind = .jobFinished
            word = state.rawValue
        case .retryRequested(_, let tasks, let by):
            kind = .retryRequested
            self.tasks = tasks.map(\.index)
            text = by
        case .drained(let by):
            kind = .drained
            text = by
        case .resumed(let by):
            kind = .resumed
            text = by
        case .strategyChosen(let strategy, let by):
            kind = .strategyChosen
            word = strategy.rawValue
            text = by
        case .strategyChanged(let strategy, let reason):
            kind = .strategyChanged
            word = strategy.rawValue
            text = reason
        }
    }

    private mutating func name(_ key: AttemptKey) {
        task = key.task.task.index
        attempt = key.number
    }

    static func read(_ row: inout StoredRow) throws -> NumberedEvent {
        let number = try row.integer()
        let microseconds = try row.integer()
        let job = try row.optionalInt().map { JobID($0) }
        var event = EventRow(kind: try row.word(Kind.self))
        event.task = try row.optionalInt()
        event.attempt = try row.optionalInt()
        event.word = try row.optionalText()
        event.text = try row.optionalText()
        event.slot = try row.optionalInt()
        event.duration = try row.optionalInteger()
        event.willRetry = try row.optionalInteger().map { $0 != 0 }
        event.notBefore = try row.optionalInteger()
        event.tasks = try row.list(JSONList.integers)
        guard let meaning = event.event(of: job) else {
            throw StoreError.unknownValue(
                table: "events", column: "kind",
                value: "\(event.kind.rawValue) of event \(number) with the other columns it has")
        }
        return NumberedEvent(number: number, microseconds: microseconds, event: meaning)
    }

    private init(kind: Kind) { self.kind = kind }

    /// What the columns mean together; nil when one is missing or unknown.
    private func event(of job: JobID?) -> JobEvent? {
        switch kind {
        case .submitted: job.map { .submitted($0) }
        case .attemptStarted:
            if let key = attemptKey(job), let slot { .attemptStarted(key, slot: slot) } else { nil }
        case .attemptEnded:
            if let key = attemptKey(job), let word, let duration, let willRetry,
                let verdict = VerdictWord.verdict(word, by: text)
            {
                .attemptEnded(
                    key, verdict, duration: .nanoseconds(duration), willRetry: willRetry,
                    notBeforeMicroseconds: notBefore)
            } else {
                nil
            }
        case .taskFinished:
            if let key = taskKey(job), let word {
                .taskFinished(key, outcome: word, reason: text)
            } else {
                nil
            }
        case .cancelRequested:
            if let job, let text {
                .cancelRequested(job, task: task.map { TaskID($0) }, by: text)
            } else {
                nil
            }
        case .jobFinished:
            if let job, let state = word.flatMap(JobState.init(rawValue:)) {
                .jobFinished(job, state)
            } else {
                nil
            }
        case .retryRequested:
            if let job, let tasks, let text {
                .retryRequested(job, tasks: tasks.map { TaskID($0) }, by: text)
            } else {
                nil
            }
        case .drained: text.map { .drained(by: $0) }
        case .resumed: text.map { .resumed(by: $0) }
        case .strategyChosen:
            if let text, let strategy = word.flatMap(Strategy.init(rawValue:)) {
                .strategyChosen(strategy, by: text)
            } else {
                nil
            }
        case .strategyChanged:
            if let text, let strategy = word.flatMap(Strategy.init(rawValue:)) {
                .strategyChanged(strategy, reason: text)
            } else {
                nil
            }
        }
    }

    private func taskKey(_ job: JobID?) -> TaskKey? {
        guard let job, let task else { return nil }
        return TaskKey(job, TaskID(task))
    }

    private func attemptKey(_ job: JobID?) -> AttemptKey? {
        guard let key = taskKey(job), let attempt else { return nil }
        return AttemptKey(key, attempt)
    }
}
