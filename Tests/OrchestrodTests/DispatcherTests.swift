import Jobs
import Scenarios
import Store
import Testing
import Wire

@testable import orchestrod

/// What the loop decides, without sockets, files and processes.
@Suite struct DispatcherTests {
    private let second = Duration.seconds(1)

    @Test func `a job is stored before its attempt is given to anybody`() throws {
        var rig = DispatcherRig()
        let turn = rig.submit(tasks: 1)
        #expect(turn.changes.first?.job == JobID(1))
        #expect(rig.events(turn).contains(.submitted(JobID(1))))
        #expect(rig.names(turn).filter { $0 != "tell" } == ["answer", "connect"])
        #expect(rig.names(rig.ready(slot: 0)) == ["start"])
    }

    @Test func `a worker of the same account is used again`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 2)
        _ = rig.ready(slot: 0)
        let turn = rig.end("1.1.1", slot: 0)
        #expect(rig.names(turn).contains("start"))
        #expect(!rig.names(turn).contains("connect"))
    }

    @Test func `an idle worker is sent away after its time`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        _ = rig.ready(slot: 0)
        _ = rig.end("1.1.1", slot: 0)
        #expect(rig.dispatcher.nextTick == rig.now + .seconds(10))
        rig.now = rig.now + .seconds(9)
        #expect(rig.names(rig.tick()).isEmpty)
        rig.now = rig.now + .seconds(1)
        #expect(rig.names(rig.tick()) == ["end", "hangUp"])
        #expect(rig.dispatcher.isIdle)
    }

    @Test func `while the worker socket is down a task waits and says so`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        for _ in 0..<50 {
            let turn = rig.unreachable(slot: 0, "1.1.1")
            #expect(rig.verdict(turn) == nil)
            let why = rig.dispatcher.why(TaskKey(JobID(1), TaskID(0)), at: rig.now)
            guard case .waiting(let waiting)? = why?.state else {
                Issue.record("it does not wait: \(String(describing: why))")
                return
            }
            #expect(waiting.cause == .worker)
            let next = try #require(rig.dispatcher.nextTick)
            #expect(next <= rig.now + .seconds(10))
            rig.now = next
            #expect(rig.names(rig.tick()) == ["connect"])
        }
        #expect(rig.names(rig.ready(slot: 0)) == ["start"])
    }

    @Test func `a worker that leaves before it has anything costs nothing`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        #expect(rig.names(rig.disconnect(slot: 0)).isEmpty)
        rig.now = try #require(rig.dispatcher.nextTick)
        #expect(rig.names(rig.tick()) == ["connect"])
        #expect(rig.names(rig.ready(slot: 0)) == ["start"])
    }

    @Test func `a worker that vanishes is judged by the record, and lost without one`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        _ = rig.ready(slot: 0)
        #expect(rig.names(rig.disconnect(slot: 0)) == ["probe"])
        let turn = rig.probed("1.1.1", .lost, slot: 0)
        #expect(rig.verdict(turn) == .lost)
        // It costs one further attempt.
        #expect(rig.names(turn).contains("connect"))
    }

    @Test func `a cancelled attempt that has not been given to its worker ends at once`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        let turn = rig.cancel(1)
        #expect(rig.verdict(turn) == .cancelled(by: "ann"))
        #expect(rig.names(turn).contains("hangUp"))
        #expect(rig.names(turn).contains("answer"))
    }

    @Test func `a cancellation is answered when what ran is gone`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 2)
        _ = rig.ready(slot: 0)
        let turn = rig.cancel(1)
        #expect(turn.urgent.count == 1)
        #expect(!rig.names(turn).contains("answer"))
        var end = rig.finished("1.1.1", .cancelled(by: "ann"))
        end.stopped = StopCount(processes: 11, killed: 2, left: 0)
        let answer = rig.turn { $0.ended(slot: 0, end, &$1) }
        #expect(rig.names(answer).contains("answer"))
        for case .answer(_, let give) in answer.effects { give() }
        #expect(
            rig.cancelled.value
                == CancelAnswer(job: JobID(1), tasks: 2, processes: 11, killed: 2, left: 0))
    }

    @Test func `a job that could not be stored never was`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        var turn = rig.submit(tasks: 1)
        rig.dispatcher.withdraw(JobID(2), from: &turn)
        #expect(turn.changes.allSatisfy { $0.job != JobID(2) })
        #expect(turn.accepted.isEmpty)
        #expect(rig.dispatcher.scheduler.counts.jobs == 1)
        #expect(rig.dispatcher.pending.isEmpty == false || rig.dispatcher.slots.count == 1)
        // Its number is not used again.
        #expect(rig.submit(tasks: 1).changes.first?.job == JobID(3))
    }

    @Test func `after a restart kept workers are asked and the records of the others read`() throws
    {
        var rig = DispatcherRig(slots: 2)
        _ = rig.submit(tasks: 2)
        _ = rig.ready(slot: 0)
        _ = rig.ready(slot: 1)
        var later = DispatcherRig(slots: 2, replaying: rig.stored, submissions: rig.submissions)
        let turn = later.turn { $0.takeOver(connected: [1], &$1) }
        #expect(later.names(turn).sorted() == ["probe", "resume"])
        let busy = later.turn {
            $0.resumed(slot: 1, running: AttemptKey(text: "1.2.1"), &$1)
        }
        #expect(later.names(busy).isEmpty)
        let probed = later.probed("1.1.1", .interrupted, slot: 0)
        #expect(later.verdict(probed) == .interrupted)
        #expect(later.names(probed).contains("connect"))
    }

    @Test func `a kept worker that never got its attempt makes it interrupted`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        var later = DispatcherRig(replaying: rig.stored, submissions: rig.submissions)
        _ = later.turn { $0.takeOver(connected: [0], &$1) }
        let turn = later.turn { $0.resumed(slot: 0, running: nil, &$1) }
        #expect(later.names(turn) == ["probe"])
        let again = later.probed("1.1.1", .interrupted, slot: 0)
        #expect(later.names(again).contains("start"))
    }
}
