import Engine
import Jobs
import Reports
import Scenarios
import Wire

/// Turns the events of a job into those of a run, so that both look the same to people.
final class JobFollower {
    private let client: APIClient
    private let job: JobShape
    private let tasks: [TaskShape]
    private let slots: Int
    /// Tasks that were shown as finished, with their attempts at that time: the history of a job
    /// that was retried tells of their ends more than once.
    private var shown: [TaskID: Int] = [:]

    init(_ client: APIClient, _ job: JobShape) throws(ClientFailure) {
        self.client = client
        self.job = job
        tasks = try client.tasks(job.id, withRecords: false)
        slots = try client.status().slots
    }

    /// How long its tasks are expected to take.
    var expected: [TaskID: Duration] {
        var expected: [TaskID: Duration] = [:]
        for task in tasks { expected[task.key.task] = task.estimate }
        return expected
    }

    /// The event that begins the run.
    var beginning: Event { .runStarted(tasks: tasks.map(\.info), workers: slots) }

    /// Follows the job to its end; `show` gets the events of a run and their moments.
    func follow(
        tick: () -> Void, tellTrouble: @escaping (String) -> Void,
        show: (Event, Instant) -> Void
    ) throws(ClientFailure) -> RunSummary {
        show(beginning, Self.instant(job.createdMicroseconds))
        let feed = EventFeed(client: client, job: job.id, tellTrouble: tellTrouble)
        try feed.follow(tick: tick) { (event: EventShape) throws(ClientFailure) in
            for (event, moment) in try translate(event) { show(event, moment) }
            return true
        }
        let summary = try JobResults.summary(client, job.id)
        show(.runFinished(summary), SystemClock.now())
        return summary
    }

    private func translate(
        _ shape: EventShape
    ) throws(ClientFailure) -> [(Event, Instant)] {
        switch shape {
        case .lost, .unknown: return []
        case .step(let attempt, let step, let note):
            let event = Event.stepStarted(
                attempt.task.task, attempt: attempt.number, step: step, note: note)
            return [(event, SystemClock.now())]
        case .kept(let numbered):
            guard let event = try translate(numbered.event) else { return [] }
            return [(event, Self.instant(numbered.microseconds))]
        }
    }

    private func translate(_ event: JobEvent) throws(ClientFailure) -> Event? {
        switch event {
        case .attemptStarted(let key, _):
            return .attemptStarted(key.task.task, attempt: key.number)
        case .attemptEnded(let key, let verdict, let duration, let willRetry, _):
            var known: AttemptResult?
            if willRetry { known = try attempt(key) }
            let result =
                known ?? AttemptShape.result(key.number, verdict: verdict.word, 0, duration)
            return .attemptEnded(key.task.task, result, willRetry: willRetry)
        case .taskFinished(let key, _, _):
            let task = try client.task(key)
            let result = try JobResults.reading { () throws(ShapeError) in try task.result() }
            guard let result, shown[key.task] != result.attempts.count else { return nil }
            shown[key.task] = result.attempts.count
            return .taskFinished(result)
        case .submitted, .cancelRequested, .jobFinished, .retryRequested, .drained, .resumed,
            .strategyChosen, .strategyChanged:
            return nil
        }
    }

    private func attempt(_ key: AttemptKey) throws(ClientFailure) -> AttemptResult? {
        let task = try client.task(key.task)
        return try JobResults.reading { () throws(ShapeError) in
            try task.attempts.first { $0.number == key.number }?.result()
        }
    }

    /// A moment of the calendar on this program's clock.
    private static func instant(_ microseconds: Int64) -> Instant {
        SystemClock.now() + .microseconds(microseconds - SystemClock.wallMicroseconds())
    }
}
