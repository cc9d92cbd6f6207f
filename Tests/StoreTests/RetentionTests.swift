import Jobs
import Testing

@testable import Store

@Suite struct RetentionTests {
    /// Jobs of one task that finished at 1, 2, 3… seconds, and one that is open.
    private func filled(_ store: Store, jobs: Int) throws {
        var event = Numbering()
        for number in 1...jobs {
            let id = JobID(number)
            let task = TaskKey(id, TaskID(0))
            let text = "command: cat \(number)\n" + String(repeating: "#", count: 8000)
            let time = Int64(number) * 1_000_000
            try store.commit([
                .jobAccepted(id, .plain(text: text), microseconds: time),
                event(.submitted(id), at: time),
                event(.attemptStarted(AttemptKey(task, 1), slot: 0), at: time),
                .attemptRecord(
                    AttemptKey(task, 1),
                    StoredRecord(
                        outcome: "passed", startedMicroseconds: time, duration: .zero,
                        filesBytes: 100_000, text: "{}")),
                event(
                    .attemptEnded(
                        AttemptKey(task, 1), .passed, duration: .zero, willRetry: false,
                        notBeforeMicroseconds: nil), at: time),
                event(.taskFinished(task, outcome: "passed", reason: nil), at: time),
                event(.jobFinished(id, .completed), at: time),
            ])
        }
        let open = JobID(jobs + 1)
        try store.commit([
            .jobAccepted(open, .plain(), microseconds: 1), event(.submitted(open), at: 1 << 40),
        ])
    }

    @Test func `finished jobs go by age, in steps, with all that is theirs`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try filled(store, jobs: 10)
        let rule = Retention(finishedBefore: 6_000_000)
        #expect(
            try store.retire(rule, jobsMax: 3)
                == Retired(jobs: [JobID(1), JobID(2), JobID(3)], isMore: true))
        #expect(
            try store.retire(rule, jobsMax: 3)
                == Retired(jobs: [JobID(4), JobID(5)], isMore: false))
        #expect(try store.retire(rule, jobsMax: 3) == Retired(jobs: [], isMore: false))
        for table in ["tasks", "attempts", "job_files", "files"] {
            let left = try store.read { try $0.integer("SELECT count(*) FROM \(table)") }
            #expect(left == (table == "attempts" ? 5 : 6), "\(table)")
        }
        #expect(try store.events(of: JobID(5), after: 0, limit: 9) == [])
        #expect(try store.job(JobID(6)) != nil)
        #expect(try store.pendingRemovals() == (1...5).map { JobID($0) })
        try store.removed([JobID(1), JobID(2)])
        #expect(try store.pendingRemovals() == (3...5).map { JobID($0) })
        #expect(store.check() == [])
    }

    @Test func `finished jobs go by size, with the files of their attempts`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try filled(store, jobs: 10)
        let bytes = try store.statistics().jobsBytes
        let open = try #require(try store.job(JobID(11))).bytes
        let one = (bytes - open) / 10
        #expect(one > 108_000)
        #expect(
            try store.retire(Retention(bytesMax: bytes - open), jobsMax: 9).jobs == [])
        #expect(
            try store.retire(Retention(bytesMax: bytes - open - one - 100), jobsMax: 9).jobs
                == [JobID(1), JobID(2)])
        #expect(try store.retire(Retention(bytesMax: 0), jobsMax: 100).jobs.count == 8)
        #expect(try store.job(JobID(11)) != nil)
    }

    @Test func `who takes the most loses jobs first, and who takes less none`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        var event = Numbering()
        // The one of bert ended first of all.
        for number in 1...6 {
            let id = JobID(number)
            var submission = Submission.plain(text: String(repeating: "#", count: 10_000))
            if number == 1 { submission.owner = Owner(account: "bert", userID: 1001) }
            try store.commit([
                .jobAccepted(id, submission, microseconds: 1),
                event(.submitted(id)), event(.jobFinished(id, .cancelled)),
            ])
        }
        let one = try #require(try store.job(JobID(1))).bytes
        #expect(try store.retire(Retention(bytesMax: 4 * one), jobsMax: 1).jobs == [JobID(2)])
        #expect(try store.retire(Retention(bytesMax: 4 * one), jobsMax: 9).jobs == [JobID(3)])
        #expect(
            try store.retire(Retention(bytesMax: 2 * one), jobsMax: 9).jobs
                == [JobID(4), JobID(5)])
        // Both hold the same now: the account with the lower number goes first.
        #expect(try store.retire(Retention(bytesMax: one), jobsMax: 9).jobs == [JobID(6)])
        #expect(try store.retire(Retention(bytesMax: 0), jobsMax: 9).jobs == [JobID(1)])
        #expect(store.check() == [])
    }

    @Test func `numbers are never used again, and free pages are given back`() throws {
        let place = try TemporaryStore()
        var store = try place.open()
        try filled(store, jobs: 60)
        let task = TaskKey(JobID(61), TaskID(0))
        func event(_ number: Int64, _ event: JobEvent) -> StoreChange {
            .event(NumberedEvent(number: number, microseconds: 1 << 41, event: event))
        }
        try store.commit([
            event(900, .taskFinished(task, outcome: "skipped", reason: nil)),
            event(901, .jobFinished(JobID(61), .failed)), event(902, .drained(by: "root")),
        ])
        #expect(try store.retire(Retention(finishedBefore: .max), jobsMax: 1000).jobs.count == 61)
        let before = try store.statistics()
        #expect(before.freeBytes > 400_000)
        while try store.vacuum(pagesMax: 20) {}
        let after = try store.statistics()
        #expect(after.freeBytes == 0)
        #expect(after.databaseBytes <= before.databaseBytes - before.freeBytes)
        try store.close()
        store = try place.open()
        #expect(try store.lastJobNumber() == 61)
        #expect(try store.lastEventNumber() == 902)
        #expect(try store.lastEventMicroseconds() == 1 << 41)
        #expect(try store.serviceState().drainedBy == "root")
        #expect(try store.events(of: nil, after: 0, limit: 9) == [])
        #expect(store.check() == [])
    }

    @Test func `estimates beyond the bound go, those changed longest ago first`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(
            (1...5).map {
                .learned(identity: "task \($0)", Estimate(), microseconds: Int64(10 - $0))
            })
        try store.write { try EstimateRow.trim(to: 2, in: $0) }
        #expect(try store.estimates().all.map(\.identity) == ["task 2", "task 1"])
    }
}
