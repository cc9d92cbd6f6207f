import Jobs
import Testing

@testable import Store

@Suite struct RefusalTests {
    private static let task = TaskKey(JobID(1), TaskID(0))
    private static let attempt = AttemptKey(task, 1)
    private static let ended = JobEvent.attemptEnded(
        attempt, .passed, duration: .zero, willRetry: false, notBeforeMicroseconds: nil)

    private static let contradictions: [(String, [JobEvent])] = [
        ("an event of an unknown job", [.jobFinished(JobID(7), .failed)]),
        (
            "an event of an unknown task",
            [.attemptStarted(AttemptKey(TaskKey(JobID(1), TaskID(9)), 1), slot: 0)]
        ),
        (
            "an attempt that starts twice",
            [.attemptStarted(attempt, slot: 0), .attemptStarted(attempt, slot: 1)]
        ),
        ("an attempt that never started", [ended]),
        (
            "a task that finishes twice",
            [
                .taskFinished(task, outcome: "passed", reason: nil),
                .taskFinished(task, outcome: "passed", reason: nil),
            ]
        ),
        ("an outcome that is none", [.taskFinished(task, outcome: "lost", reason: nil)]),
        (
            "a job that finishes twice",
            [.jobFinished(JobID(1), .failed), .jobFinished(JobID(1), .failed)]
        ),
        (
            "a retry of what is not over",
            [.retryRequested(JobID(1), tasks: [TaskID(0)], by: "anna")]
        ),
    ]

    @Test(arguments: contradictions.indices)
    func `a batch with a contradiction is refused as a whole`(index: Int) throws {
        let (what, events) = Self.contradictions[index]
        let place = try TemporaryStore()
        let store = try place.open()
        var event = Numbering()
        let before: [StoreChange] = [
            .jobAccepted(JobID(1), .plain(), microseconds: 1), event(.submitted(JobID(1))),
        ]
        try store.commit(before)
        let batch =
            [.jobAccepted(JobID(2), .plain(), microseconds: 2), event(.submitted(JobID(2)))]
            + events.map { event($0) }
        let error = #expect(throws: StoreError.self, "\(what)") { try store.commit(batch) }
        guard case .refused = error else {
            Issue.record("\(what): \(String(describing: error))")
            return
        }
        var model = StoreModel()
        model.apply(before)
        try model.expectSame(in: store)
        var next = Numbering()
        _ = next(.submitted(JobID(1)))
        let after: [StoreChange] = [
            .jobAccepted(JobID(2), .plain(), microseconds: 2), next(.submitted(JobID(2))),
        ]
        try store.commit(after)
        model.apply(after)
        try model.expectSame(in: store)
    }

    @Test func `numbers of jobs and events and idempotency keys are used once`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        var event = Numbering()
        var submission = Submission.plain()
        submission.idempotencyKey = "once"
        try store.commit([
            .jobAccepted(JobID(1), submission, microseconds: 1), event(.submitted(JobID(1))),
        ])
        #expect(throws: StoreError.self) {
            try store.commit([.jobAccepted(JobID(1), .plain(), microseconds: 1)])
        }
        #expect(throws: StoreError.self) {
            try store.commit([.jobAccepted(JobID(2), submission, microseconds: 1)])
        }
        var again = Numbering()
        #expect(throws: StoreError.self) { try store.commit([again(.drained(by: "root"))]) }
        submission.owner = Owner(account: "bert", userID: 1001)
        try store.commit([.jobAccepted(JobID(3), submission, microseconds: 1)])
        let anna = Owner(account: "anna", userID: 1000)
        #expect(try store.job(of: anna, idempotencyKey: "once") == JobID(1))
        #expect(try store.job(of: submission.owner, idempotencyKey: "once") == JobID(3))
        #expect(try store.job(of: anna, idempotencyKey: "twice") == nil)
    }

    @Test func `an unknown word in the file is an error, not the end of the process`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleHistory.changes)
        try store.close()
        try place.tamper("UPDATE events SET kind = 'exploded' WHERE number = 3")
        try place.tamper("UPDATE jobs SET state = 'asleep', owner_user = -1 WHERE id = 1")
        try place.tamper("UPDATE attempts SET verdict = 'undecided' WHERE number = 2")
        try place.tamper("UPDATE tasks SET needs = '[1.5]', name = x'00ff' WHERE number = 1")
        try place.tamper("INSERT INTO meta VALUES ('last_job', 'many')")
        let reopened = try place.open()
        let questions: [(Store) throws -> Void] = [
            { _ = try $0.events(of: nil, after: 0, limit: 100) },
            { _ = try $0.job(JobID(1)) },
            { _ = try $0.jobs(JobFilter(), before: nil, limit: 100) },
            { _ = try $0.attempts(of: JobID(1), task: nil, withRecords: true, limit: 9) },
            { _ = try $0.tasks(of: JobID(1), after: nil, limit: 9) },
            { _ = try $0.lastJobNumber() },
            { _ = try $0.statistics() },
            { try $0.forEachOpenEvent { _ in } },
        ]
        for (place, question) in questions.enumerated() {
            let error = #expect(throws: StoreError.self, "question \(place)") {
                try question(reopened)
            }
            guard case .unknownValue = error else {
                Issue.record("question \(place): \(String(describing: error))")
                continue
            }
        }
        #expect(try reopened.job(JobID(2))?.state == .completed)
    }
}
