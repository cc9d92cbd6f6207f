import Jobs
import Scenarios
import Store
import Synchronization
import Wire

@testable import orchestrod

/// A dispatcher with a clock that a test moves, and what its turns stored.
struct DispatcherRig {
    /// An answer that was given, if any.
    final class Given<Value: Sendable>: Sendable {
        private let state = Mutex<Value?>(nil)
        var value: Value? { state.withLock { $0 } }
        func take(_ value: Value) { state.withLock { $0 = value } }
    }

    var dispatcher: Dispatcher
    var now = Instant(nanoseconds: 1_000_000_000_000)
    /// Everything that was stored, in order.
    var stored: [NumberedEvent] = []
    var submissions: [JobID: Submission] = [:]
    let cancelled = Given<CancelAnswer>()

    /// One worker and no history, or what these events lead to.
    init(
        slots: Int = 1, replaying events: [NumberedEvent] = [],
        submissions: [JobID: Submission] = [:]
    ) {
        var settings = SchedulerSettings(slots: slots)
        settings.strategy = .fifo
        var scheduler = Scheduler(settings)
        var replay = EventReplay { submissions[$0] }
        for event in events {
            guard let (told, at) = replay.next(event) else { continue }
            _ = scheduler.handle(told, at: at)
        }
        self.submissions = submissions
        dispatcher = Dispatcher(
            scheduler: scheduler, lastJob: submissions.count,
            lastEvent: events.last?.number ?? 0, idleLease: .seconds(10))
        for event in events { dispatcher.observe(event.event) }
        if events.isEmpty { _ = turn { $0.schedule(.replayed, &$1) } }
    }

    mutating func turn(_ body: (inout Dispatcher, inout Turn) -> Void) -> Turn {
        var turn = Turn(now: now)
        body(&dispatcher, &turn)
        for case .event(let event) in turn.changes { stored.append(event) }
        return turn
    }

    mutating func submit(tasks count: Int) -> Turn {
        let file = Submission.File(path: "a.yaml", directory: "/", text: "", lenient: false)
        let submission = Submission(
            owner: Owner(account: "ann", userID: 1000), account: "ann", callerDirectory: "/",
            files: [file],
            tasks: (0..<count).map {
                Submission.Task(file: 0, cell: $0, name: "a\($0)", identity: "a\($0)")
            })
        submissions[JobID(dispatcher.lastJob + 1)] = submission
        return turn { $0.submit(submission, Reply { _ in }, &$1) }
    }

    mutating func ready(slot: Int) -> Turn {
        let ready = WorkerReady(processID: 1, account: "ann", userID: 1000, version: "1")
        return turn { $0.ready(slot: slot, ready, &$1) }
    }

    func finished(_ attempt: String, _ verdict: AttemptVerdict) -> FinishedAttempt {
        FinishedAttempt(
            attempt: AttemptKey(text: attempt) ?? AttemptKey(TaskKey(JobID(1), TaskID(0)), 1),
            verdict: verdict, duration: .seconds(1))
    }

    mutating func end(_ attempt: String, slot: Int) -> Turn {
        let end = finished(attempt, .passed)
        return turn { $0.ended(slot: slot, end, &$1) }
    }

    mutating func tick() -> Turn { turn { $0.tick(&$1) } }

    mutating func unreachable(slot: Int, _ attempt: String) -> Turn {
        let failure = finished(attempt, .error)
        return turn { $0.unreachable(slot: slot, failure, isFinal: false, &$1) }
    }

    mutating func disconnect(slot: Int) -> Turn { turn { $0.disconnected(slot: slot, &$1) } }

    mutating func probed(_ attempt: String, _ verdict: AttemptVerdict, slot: Int) -> Turn {
        let end = finished(attempt, verdict)
        return turn { $0.probed(slot: slot, end, &$1) }
    }

    mutating func cancel(_ job: Int) -> Turn {
        let given = cancelled
        let reply = Reply<CancelAnswer> { result in
            if case .success(let answer) = result { given.take(answer) }
        }
        return turn { $0.cancel(JobID(job), task: nil, by: "ann", reply, &$1) }
    }

    /// What a turn has done, in words.
    func names(_ turn: Turn) -> [String] {
        turn.effects.compactMap { effect in
            switch effect {
            case .connect: "connect"
            case .start: "start"
            case .send(_, .end): "end"
            case .send(_, .resume): "resume"
            case .send(_, .cancel): "cancel"
            case .send: "send"
            case .hangUp: "hangUp"
            case .giveUp: "giveUp"
            case .probe: "probe"
            case .tell: nil
            case .answer: "answer"
            }
        }
    }

    func events(_ turn: Turn) -> [JobEvent] {
        turn.changes.compactMap { if case .event(let event) = $0 { event.event } else { nil } }
    }

    /// How the attempt that ended in a turn ended.
    func verdict(_ turn: Turn) -> AttemptVerdict? {
        for case .attemptEnded(_, let verdict, _, _, _) in events(turn) { return verdict }
        return nil
    }
}
