import Access
import CLaunch
import Glibc
import Jobs
import Scenarios
import Settings
import Testing
import Wire

@testable import orchestrod

/// Who may connect, how much may be on its way, and what others may see.
@Suite struct AccessTests {
    private let activity = Activity()
    private let now = Instant(nanoseconds: 1)

    @Test func `an account has so many connections, and so have all`() {
        #expect(enter(7) == nil)
        #expect(enter(7) == nil)
        #expect(enter(7) == .tooMany)
        #expect(enter(8) == nil)
        #expect(enter(9) == .tooMany)
        #expect(!activity.leave(.account(userID: 7), at: now))
        #expect(enter(7) == nil)
    }

    @Test func `who is told that there are too many is bounded too`() {
        for _ in 0..<2 { #expect(enter(7) == nil) }
        for _ in 0..<HTTPLimits.refusedMax { #expect(enter(7) == .tooMany) }
        #expect(enter(7) == .tooManyToTell)
        activity.leave(.tooManyToTell)
        #expect(enter(7) == .tooManyToTell)
        activity.leave(.tooMany)
        #expect(enter(7) == .tooMany)
    }

    @Test func `large requests are counted for each account and for all`() {
        func hold(_ bytes: Int, _ user: UInt32) -> Bool {
            activity.hold(bytes, of: user, accountMax: 10, totalMax: 15)
        }
        #expect(hold(10, 7))
        #expect(!hold(1, 7))
        #expect(hold(5, 8))
        #expect(!hold(1, 9))
        activity.release(10, of: 7)
        #expect(hold(10, 9))
        #expect(!hold(1, 7))
    }

    @Test func `a full inbox refuses requests, not what the loop would miss for ever`() throws {
        let inbox = try Inbox()
        for _ in 0..<LoopLimits.inboxMax { #expect(inbox.push(.status(Reply { _ in }))) }
        #expect(!inbox.push(.status(Reply { _ in })))
        #expect(inbox.push(.recordReleased(AttemptKey(TaskKey(JobID(1), TaskID(0)), 1))))
        #expect(inbox.push(.stop))
    }

    @Test func `a worker that takes nothing is given up, with what it was to get`() throws {
        var ends: [Int32] = [-1, -1]
        try #require(csocket_pair(&ends) == 0)
        defer { close(ends[1]) }
        let connection = WorkerConnection(ends[0], child: nil)
        defer { connection.hangUp() }
        let by = String(repeating: "x", count: 1 << 20)
        let frame = DaemonFrame.cancel(AttemptKey(TaskKey(JobID(1), TaskID(0)), 1), by: by)
        var end: WorkerConnection.End?
        for _ in 0..<32 where end == nil {
            do throws(WorkerConnection.End) { try connection.send(frame) } catch { end = error }
        }
        #expect(end == .stuck)
        // The loop sees it where it reads.
        #expect(connection.receive().end == .closed)
    }

    private func enter(_ user: UInt32) -> Activity.Refusal? {
        var limits = ConnectionLimits()
        (limits.total, limits.account) = (3, 2)
        return activity.enter(.account(userID: user), limits)
    }
}
