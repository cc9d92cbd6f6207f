import Jobs
import Scenarios
import Testing

@testable import orchestrod

/// Workers that do not do what they owe: their slots come back.
@Suite struct DeadlineTests {
    @Test func `a worker that does not take its lease is given up for another`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        #expect(rig.dispatcher.nextTick == rig.now + LoopLimits.answerPause)
        rig.now = rig.now + LoopLimits.answerPause
        #expect(rig.names(rig.tick()) == ["giveUp"])
        rig.now = try #require(rig.dispatcher.nextTick)
        #expect(rig.names(rig.tick()) == ["connect"])
        #expect(rig.names(rig.ready(slot: 0)) == ["start"])
        #expect(rig.dispatcher.nextTick == nil)
    }

    @Test func `a kept worker that does not say what runs is given up`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        _ = rig.ready(slot: 0)
        var later = DispatcherRig(replaying: rig.stored, submissions: rig.submissions)
        _ = later.turn { $0.takeOver(connected: [0], &$1) }
        later.now = try #require(later.dispatcher.nextTick)
        #expect(later.names(later.tick()) == ["giveUp", "probe"])
        #expect(later.verdict(later.probed("1.1.1", .interrupted, slot: 0)) == .interrupted)
    }

    @Test func `a cancelled attempt whose worker is stopped does not keep its slot`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        _ = rig.ready(slot: 0)
        _ = rig.cancel(1)
        rig.now = try #require(rig.dispatcher.nextTick)
        #expect(rig.names(rig.tick()) == ["giveUp", "probe"])
        // It has its record open for ever.
        rig.now = try #require(rig.dispatcher.nextTick)
        let turn = rig.tick()
        #expect(rig.verdict(turn) == .lost)
        #expect(rig.events(turn).contains(.jobFinished(JobID(1), .cancelled)))
        #expect(rig.names(turn).contains("answer"))
        #expect(rig.dispatcher.isIdle)
    }

    @Test func `a cancellation that was stored but not sent is sent after the restart`() throws {
        var rig = DispatcherRig()
        _ = rig.submit(tasks: 1)
        _ = rig.ready(slot: 0)
        _ = rig.cancel(1)
        var later = DispatcherRig(replaying: rig.stored, submissions: rig.submissions)
        _ = later.turn { $0.takeOver(connected: [0], &$1) }
        let turn = later.turn { $0.resumed(slot: 0, running: AttemptKey(text: "1.1.1"), &$1) }
        #expect(later.names(turn) == ["cancel"])
        #expect(later.dispatcher.nextTick == later.now + LoopLimits.stopPause)
    }
}
