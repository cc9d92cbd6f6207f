import Scenarios
import Testing

@testable import Jobs

/// Why a task waits, and the words for it.
struct ExplanationTests {
    private func words(_ rig: SchedulerRig, _ text: String) -> String {
        rig.why(text).sentence(at: rig.now)
    }

    @Test func `who comes first is told`() {
        var rig = SchedulerRig(slots: 1)
        rig.submit(1, of: "ann", [task(), task(), task()])
        rig.submit(2, of: "bob", [task()])
        #expect(words(rig, "1.1") == "attempt 1 runs in slot 0")
        #expect(words(rig, "2.1") == "the only slot is taken; it is next")
        #expect(
            words(rig, "1.3")
                == "the only slot is taken; 1 own task before it; it is the turn of bob first")
        #expect(words(rig, "1.4") == "it is not queued" && words(rig, "7.1") == "it is not queued")
    }

    @Test func `needs, pauses and limits are told`() {
        var rig = SchedulerRig(slots: 4, limit: 1)
        rig.submit(
            1, (0..<7).map { _ in task(retries: 1, backoff: .seconds(4)) } + [task(needs: [0, 1])])
        #expect(words(rig, "1.8") == "1.1 and 1.2 must pass first")
        #expect(
            words(rig, "1.4") == "ann has 1 attempt running, of at most 1; 2 own tasks before it")
        rig.end("1.1.1", .failed)
        rig.wait(1.5)
        #expect(words(rig, "1.1") == "it did not pass; attempt 2 comes in 2.5 s")
    }

    @Test func `long lists are cut`() {
        let keys = (0..<8).map { TaskKey(JobID(1), TaskID($0)) }
        let now = Instant(nanoseconds: 0)
        #expect(
            WaitReason.needs(keys).sentence(at: now)
                == "1.1, 1.2, 1.3, 1.4, 1.5 and 3 more must pass first")
        #expect(
            WaitReason.resource(name: "tape", wanted: 1, total: 1, heldBy: [keys[0]])
                .sentence(at: now) == "it wants 1 of 1 `tape`, which are not free, held by 1.1")
        #expect(
            WaitReason.drained(by: "root").sentence(at: now)
                == "nothing is started since root drained the service")
        #expect(
            WaitReason.turn(ahead: 0, accounts: [], busy: 0, slots: 0).sentence(at: now)
                == "there are no slots")
        #expect(
            WaitReason.turn(ahead: 2, accounts: ["bob", "cid"], busy: 4, slots: 4)
                .sentence(at: now)
                == "all 4 slots are taken; 2 own tasks before it; "
                + "it is the turn of bob and cid first")
    }

    @Test func `counts and slots are told`() {
        var rig = SchedulerRig(slots: 2)
        rig.submit(1, of: "bob", [task(), task(needs: [0])])
        rig.submit(2, of: "ann", [task(), task()])
        let counts = rig.scheduler.counts
        #expect(counts.jobs == 2 && counts.queued == 2 && counts.running == 2 && counts.slots == 2)
        #expect(counts.owners.map(\.owner.account) == ["ann", "bob"])
        #expect(counts.owners.map(\.queued) == [1, 1] && counts.owners.map(\.running) == [1, 1])
        #expect(rig.scheduler.slots.map(\.running?.attempt.description) == ["1.1.1", "2.1.1"])
        #expect(rig.scheduler.slots.first?.running?.since == rig.now)
    }

    @Test func `the end is expected by estimates and the owner's part of the slots`() {
        var rig = SchedulerRig(slots: 2)
        rig.submit(1, of: "ann", (0..<10).map { _ in task(timeout: 6) })
        #expect(rig.scheduler.expectedEnd(of: JobID(1), at: rig.now) == rig.now + .seconds(30))
        rig.submit(2, of: "bob", [task(timeout: 7)])
        #expect(rig.scheduler.expectedEnd(of: JobID(1), at: rig.now) == rig.now + .seconds(60))
        #expect(rig.scheduler.expectedEnd(of: JobID(2), at: rig.now) == rig.now + .seconds(7))
        #expect(rig.scheduler.expectedEnd(of: JobID(3), at: rig.now) == nil)
    }
}
