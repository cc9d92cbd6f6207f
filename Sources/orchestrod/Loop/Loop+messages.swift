import Jobs
import Scenarios
import Wire

extension Loop {
    /// Takes a worker's message.
    func take(_ message: WorkerMessage, slot: Int, _ turn: inout Turn) {
        switch message.frame {
        case .ready(let ready):
            journal.tell(
                .workerReady, "worker \(ready.processID) works for \(ready.account)",
                JournalFacts(slot: slot))
            dispatcher.ready(slot: slot, ready, &turn)
        case .step(let attempt, let step, let note):
            feed.tell(.step(attempt, step: step, note: note), of: attempt.task.job)
        case .ended(let end): dispatcher.ended(slot: slot, records.finished(end), &turn)
        case .started: break
        case .refused(let refusal, let text): refused(slot, refusal, text, &turn)
        case .resumed(let running): dispatcher.resumed(slot: slot, running: running, &turn)
        }
        if message.number > 0 {
            acknowledgements[slot] = max(acknowledgements[slot] ?? 0, message.number)
        }
    }

    private func refused(_ slot: Int, _ refusal: Refusal, _ text: String, _ turn: inout Turn) {
        let attempt = dispatcher.slots[slot]?.attempt
        var facts = JournalFacts(slot: slot)
        facts.attempt = attempt
        journal.tell(.workerRefused, "the worker refuses: \(text) (\(refusal.rawValue))", facts)
        let failure = attempt.map {
            records.failed($0, .notStarted, "the worker refuses: \(text)", at: turn.now)
        }
        dispatcher.refused(slot: slot, failure, &turn)
    }

    /// The connection of a slot is of no use any more.
    func lose(_ slot: Int, _ end: WorkerConnection.End, _ turn: inout Turn) {
        let attempt = dispatcher.slots[slot]?.attempt
        if attempt != nil || end != .closed {
            var facts = JournalFacts(slot: slot)
            facts.attempt = attempt
            journal.tell(
                .workerLost, "the connection to the worker of slot \(slot) ended: \(end.text)",
                facts)
        }
        hangUp(slot)
        acknowledgements[slot] = nil
        dispatcher.disconnected(slot: slot, &turn)
    }

    /// What the journal tells of a stored event.
    static func story(
        _ event: JobEvent
    ) -> (kind: JournalEvent, message: String, facts: JournalFacts)? {
        switch event {
        case .submitted(let job):
            return (.jobSubmitted, "job \(job) was accepted", JournalFacts(job: job))
        case .attemptStarted(let attempt, let slot):
            let text = "attempt \(attempt) was given to slot \(slot)"
            return (.attemptStarted, text, JournalFacts(attempt: attempt, slot: slot))
        case .attemptEnded(let attempt, let verdict, _, let willRetry, _):
            let more = willRetry ? "; another one follows" : ""
            let text = "attempt \(attempt) is over: \(verdict.word)\(more)"
            return (
                .attemptEnded, text, JournalFacts(attempt: attempt, outcome: verdict.word)
            )
        case .taskFinished(let task, let outcome, let reason):
            let why = reason.map { " (\($0))" } ?? ""
            let text = "task \(task) is over: \(outcome)\(why)"
            return (.taskFinished, text, JournalFacts(task: task, outcome: outcome))
        case .cancelRequested(let job, let task, let by):
            let what = task.map { "task \(TaskKey(job, $0))" } ?? "job \(job)"
            var facts = JournalFacts(job: job)
            facts.task = task.map { TaskKey(job, $0) }
            return (.cancelRequested, "\(by) cancels \(what)", facts)
        case .jobFinished(let job, let state):
            let text = "job \(job) is over: \(state.rawValue)"
            return (.jobFinished, text, JournalFacts(job: job, outcome: state.rawValue))
        case .retryRequested(let job, let tasks, let by):
            let text = "\(by) has \(tasks.count) tasks of job \(job) attempted again"
            return (.retryRequested, text, JournalFacts(job: job))
        case .drained(let by): return (.drained, "\(by) drains the service", JournalFacts())
        case .resumed(let by): return (.resumed, "\(by) resumes the service", JournalFacts())
        case .strategyChosen(let strategy, let by):
            let text = "\(by) chose the strategy \(strategy.rawValue)"
            return (.strategyChanged, text, JournalFacts())
        case .strategyChanged(let strategy, let reason):
            let text = "the strategy is \(strategy.rawValue) now: \(reason)"
            return (.strategyChanged, text, JournalFacts())
        }
    }
}

extension WorkerConnection.End {
    /// It as a fragment.
    var text: String {
        switch self {
        case .closed: "it was closed from there"
        case .notUnderstood(let error): "\(error)"
        case .stuck: "the worker does not take what it is sent"
        }
    }
}
