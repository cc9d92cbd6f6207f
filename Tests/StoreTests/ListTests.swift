import Foundation
import Jobs
import StoreTestSupport
import Synchronization
import Testing

@testable import Store

@Suite struct ListTests {
    @Test func `jobs are listed newest first, page by page, by owner and state`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        var maker = ChangeMaker(seed: 3)
        var model = StoreModel()
        for _ in 0..<150 {
            let batch = maker.next()
            try store.commit(batch)
            model.apply(batch)
        }
        let all = model.list
        try #require(all.count > 30)
        var paged: [StoredJob] = []
        while let page = try Optional(store.jobs(JobFilter(), before: paged.last?.id, limit: 7)),
            !page.isEmpty
        {
            #expect(page.count <= 7)
            paged += page
        }
        #expect(paged == all)

        var filter = JobFilter()
        filter.userID = 1000
        #expect(
            try store.jobs(filter, before: nil, limit: 1000)
                == all.filter { $0.submission.owner.userID == 1000 })
        filter.states = [.pending, .running]
        #expect(
            try store.jobs(filter, before: nil, limit: 1000)
                == all.filter { $0.submission.owner.userID == 1000 && !$0.state.isOver })
        filter = JobFilter()
        filter.account = "bert"
        filter.states = [.failed, .pending]
        #expect(
            try store.jobs(filter, before: nil, limit: 1000)
                == all.filter {
                    $0.submission.owner.account == "bert"
                        && [.failed, .pending].contains($0.state)
                })
    }

    @Test func `tasks, attempts and events come page by page`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        try store.commit(SampleHistory.changes)
        let tasks = try store.tasks(of: JobID(1), after: nil, limit: 100)
        #expect(try store.tasks(of: JobID(1), after: nil, limit: 1) == [tasks[0]])
        #expect(try store.tasks(of: JobID(1), after: TaskID(0), limit: 1) == [tasks[1]])
        #expect(try store.task(tasks[1].key) == tasks[1])
        #expect(try store.task(TaskKey(JobID(1), TaskID(2))) == nil)
        #expect(try store.tasks(of: JobID(9), after: nil, limit: 1) == [])

        let attempts = try store.attempts(of: JobID(1), task: nil, withRecords: false, limit: 100)
        #expect(attempts.map(\.key.number) == [1, 2, 3, 4, 5])
        #expect(attempts[0].record?.text == "")
        let next = try store.attempts(
            of: JobID(1), task: TaskID(0), after: attempts[1].key, withRecords: true, limit: 2)
        #expect(next.map(\.key) == [attempts[2].key, attempts[3].key])
        #expect(
            try store.attempts(of: JobID(1), task: TaskID(1), withRecords: true, limit: 9) == [])

        let events = try store.events(of: JobID(1), after: 0, limit: 100)
        #expect(try store.events(of: JobID(1), after: 4, limit: 2) == Array(events[4..<6]))
        #expect(try store.events(of: nil, after: 43, limit: 9).map(\.number) == [44])
    }

    @Test func `a text is kept once and given back to each job`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        let text = String(repeating: "command: cat\n", count: 1000)
        for number in 1...20 {
            try store.commit([
                .jobAccepted(JobID(number), .plain(text: text), microseconds: 1)
            ])
        }
        #expect(try store.read { try $0.integer("SELECT count(*) FROM files") } == 1)
        #expect(try store.text(ofFile: 0, of: JobID(20)) == text)
        #expect(try store.text(ofFile: 1, of: JobID(20)) == nil)
        #expect(try store.submission(of: JobID(20), withTexts: false)?.files[0].text == "")
    }

    @Test(arguments: ["", "\0", "\u{10}", "a\0b\u{10}0\u{10}1\0", "no marks", "漢\0字"])
    func `every text survives`(text: String) {
        #expect(StoredText.decode(StoredText.encode(text)) == text)
        #expect(!StoredText.encode(text).utf8.contains(0))
    }

    @Test func `a page has an upper bound`() {
        #expect(Store.rows(StoreLimits.pageRowsMax) == StoreLimits.pageRowsMax)
        #expect(Store.rows(StoreLimits.pageRowsMax + 1) == StoreLimits.pageRowsMax)
        #expect(Store.rows(-5) == 1)
    }

    @Test func `threads read while one writes, each a state that was committed`() throws {
        let place = try TemporaryStore()
        let store = try place.open()
        let last = 200
        let threads = Threads()
        for _ in 0..<3 {
            threads.run { isQuiet in
                var seen = 0
                while seen < last, isQuiet() {
                    let newest = try store.jobs(JobFilter(), before: nil, limit: 1).first
                    guard let newest else { continue }
                    let events = try store.events(of: newest.id, after: 0, limit: 9)
                    guard newest.id.number >= seen,
                        events.map(\.event) == [.submitted(newest.id)]
                    else { throw StoreError.refused("\(newest) after \(seen): \(events)") }
                    seen = newest.id.number
                }
            }
        }
        threads.run { _ in
            var event = Numbering()
            for number in 1...last {
                try store.commit([
                    .jobAccepted(JobID(number), .plain(), microseconds: 1),
                    event(.submitted(JobID(number))),
                ])
            }
        }
        #expect(threads.problems() == [])
    }
}

/// Threads of their own: a pool's threads might all be busy reading.
private final class Threads: Sendable {
    private let found = Mutex<[String]>([])
    private let running = DispatchGroup()

    /// Runs a body that asks whether nothing went wrong elsewhere.
    func run(_ body: @escaping @Sendable (_ isQuiet: () -> Bool) throws -> Void) {
        running.enter()
        Thread.detachNewThread { [self] in
            do {
                try body { found.withLock(\.isEmpty) }
            } catch {
                found.withLock { $0.append("\(error)") }
            }
            running.leave()
        }
    }

    /// What went wrong, when all have ended.
    func problems() -> [String] {
        running.wait()
        return found.withLock { $0 }
    }
}
