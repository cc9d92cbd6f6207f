import Jobs
import NIOCore
import Testing

@testable import Store
@testable import orchestrod

@Suite struct ShownJobsTests {
    private let shown = ShownJobs()

    private func job(
        _ number: Int, _ state: JobState = .pending, directory: String = "/"
    ) -> StoredJob {
        StoredJob(
            id: JobID(number), state: state, submittedMicroseconds: 0, tasks: TaskCounts(),
            bytes: 0,
            submission: Submission(
                owner: Owner(account: "ada", userID: 1000), account: "ada",
                callerDirectory: directory, files: [], tasks: []))
    }

    @Test func `a job is read once, and again when it has changed`() throws {
        var reads = 0
        func text(_ state: JobState) throws -> String? {
            let found = try shown.shown(JobID(7)) { () throws(StoreError) in
                reads += 1
                return job(7, state)
            }
            return found.map { String(buffer: $0.document.bytes) }
        }
        let first = try text(.pending)
        #expect(first?.contains("\"pending\"") == true)
        #expect(try text(.running) == first)
        shown.changed([JobID(8)])
        #expect(try text(.running) == first)
        #expect(reads == 1)
        shown.changed([JobID(7)])
        #expect(try text(.running)?.contains("\"running\"") == true)
        #expect(reads == 2)
    }

    @Test func `what was read while something changed is not kept`() throws {
        let before = try shown.shown(JobID(7)) { () throws(StoreError) in
            shown.changed([JobID(7)])
            return job(7)
        }
        #expect(before != nil)
        #expect(shown.count == 0)
    }

    @Test func `a job that is not there is not remembered`() throws {
        #expect(try shown.shown(JobID(7)) { () throws(StoreError) in nil } == nil)
        #expect(try shown.shown(JobID(7)) { () throws(StoreError) in job(7) } != nil)
    }

    @Test func `what is kept is bounded`() throws {
        let directory = "/" + String(repeating: "x", count: 4_000)
        var most = 0
        for number in 1...4_000 {
            _ = try shown.shown(JobID(number)) { () throws(StoreError) in
                job(number, directory: directory)
            }
            most = max(most, shown.count)
        }
        #expect(most > 1_000)
        #expect(most * 4_000 <= ShownJobs.bytesMax)
    }
}
