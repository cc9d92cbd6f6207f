import Scenarios
import Testing

@testable import Jobs

/// In which order the strategies take tasks, and where they put them.
struct StrategyTests {
    /// Four tasks of one job behind one that holds the only slot.
    private func order(
        _ strategy: Strategy, _ tasks: [QueuedTask], estimates: Estimates = Estimates()
    ) -> [Int] {
        var rig = SchedulerRig(strategy, estimates: estimates)
        rig.submit(1, [task("first")])
        rig.submit(2, tasks)
        return rig.order().compactMap { AttemptKey(text: $0)?.task.task.index }
    }

    @Test func `fifo takes tasks as they came`() {
        #expect(
            order(.fifo, [task(priority: 1), task(priority: 9), task(timeout: 1)]) == [0, 1, 2])
    }

    @Test func `fifo takes all of an earlier job before a later one`() {
        var rig = SchedulerRig(.fifo)
        rig.submit(1, [task()])
        rig.submit(2, [task(), task()])
        rig.submit(3, [task()])
        #expect(rig.order() == ["2.1.1", "2.2.1", "3.1.1"])
    }

    @Test(arguments: [Strategy.priority, .loadBalance, .deadline])
    func `the highest priority comes first, equal ones as they came`(strategy: Strategy) {
        let tasks = [task(priority: 1), task(priority: 5), task(priority: 5), task(priority: -1)]
        #expect(order(strategy, tasks) == [1, 2, 0, 3])
    }

    @Test func `the shortest comes first by what was learned, else by its timeout`() {
        var estimates = Estimates()
        for (identity, seconds) in [("a", 9), ("b", 2)] {
            var estimate = Estimate()
            estimate.duration = .seconds(seconds)
            estimates[identity] = estimate
        }
        let tasks = [
            task("a", timeout: 1), task("b"), task("unknown", timeout: 5), task("b", timeout: 1),
        ]
        #expect(order(.sjf, tasks, estimates: estimates) == [1, 3, 2, 0])
    }

    @Test func `the earliest deadline comes first, then those without one by priority`() {
        var rig = SchedulerRig(.deadline)
        rig.submit(1, [task()])
        rig.submit(2, [task(priority: 1), task(priority: 2)])
        rig.submit(3, [task()], deadline: 60)
        rig.submit(4, [task()], deadline: 50)
        #expect(rig.order() == ["4.1.1", "3.1.1", "2.2.1", "2.1.1"])
    }

    @Test func `waiting raises a priority by half a point a minute`() {
        for (minutes, first) in [(3.9, "3.1.1"), (4.1, "2.1.1")] {
            var rig = SchedulerRig(.priority)
            rig.submit(1, [task()])
            rig.submit(2, [task()])
            rig.now = rig.now + .seconds(minutes * 60)
            rig.submit(3, [task(priority: 2)])
            rig.end("1.1.1")
            #expect(rig.started == [first])
        }
    }

    @Test func `waiting makes long tasks come before short ones in the end`() {
        for (seconds, first) in [(15.0, "3.1.1"), (17, "2.1.1")] {
            var rig = SchedulerRig(.sjf)
            rig.submit(1, [task()])
            rig.submit(2, [task("long", timeout: 10)])
            rig.now = rig.now + .seconds(seconds)
            rig.submit(3, [task("short", timeout: 2)])
            rig.end("1.1.1")
            #expect(rig.started == [first])
        }
    }

    @Test func `the shortest comes first also when it is learned after it was queued`() {
        var rig = SchedulerRig(.sjf)
        rig.submit(1, [task("a", timeout: 1)])
        rig.submit(2, [task("a", timeout: 5), task("b", timeout: 6)])
        rig.end("1.1.1", after: 8)
        #expect(rig.started == ["2.2.1"])
    }

    @Test func `what turns out to be short comes forward when enough was learned`() {
        var rig = SchedulerRig(.sjf)
        rig.submit(1, [task("a", timeout: 1), task("a", timeout: 1)])
        rig.submit(2, [task("b", timeout: 20), task("a", timeout: 40)])
        rig.end("1.1.1", after: 2)
        #expect(rig.started == ["1.2.1"])
        rig.end("1.2.1", after: 2)
        #expect(rig.started == ["2.2.1"])
    }

    @Test func `a choice of strategy takes effect at once and is recorded`() {
        var rig = SchedulerRig(.fifo)
        rig.submit(1, [task()])
        rig.submit(2, [task(priority: 1), task(priority: 2)])
        rig.tell(.strategyChosen(.priority, by: "root"))
        #expect(rig.recorded.last == .strategyChosen(.priority, by: "root"))
        rig.end("1.1.1")
        #expect(rig.started == ["2.2.1"] && rig.scheduler.choosing == .priority)
        rig.change { $0.strategy = .sjf }
        #expect(rig.scheduler.strategy == .sjf)
    }
}

/// Which free slot takes a task.
struct SlotChoiceTests {
    private func slot(
        _ load: Double = 0, most: Double = 10, mean: Double = 1, success: Double = 1,
        affinity: Double = 0.5
    ) -> SlotFacts {
        SlotFacts(
            load: load, loadMax: most, meanSeconds: mean, successRate: success,
            affinity: affinity)
    }

    private func cost(_ strategy: Strategy, _ slot: SlotFacts, deadline: Double? = nil) -> Double {
        strategy.rules.cost(
            of: slot,
            for: TaskFacts(
                priority: 0, queuedSeconds: 0, deadlineSeconds: deadline, estimateSeconds: 1))
    }

    @Test func `the formulas are the original's`() {
        #expect(cost(.fifo, slot(3)) == 3)
        #expect(cost(.priority, slot(3, success: 0.75)) == 5.5)
        #expect(cost(.sjf, slot(3, mean: 2)) == 6)
        #expect(abs(cost(.loadBalance, slot(5, affinity: 0.8)) - 0.41) < 1e-12)
        #expect(abs(cost(.loadBalance, slot(0, most: 0, affinity: 0)) - 0.3) < 1e-12)
        #expect(cost(.deadline, slot(3, mean: 7)) == 3)
        #expect(cost(.deadline, slot(3, mean: 7), deadline: 1) == 7)
    }

    @Test func `slots with the account's lease come first, then those without a lease`() {
        var rig = SchedulerRig(slots: 3)
        rig.tell(.leaseChanged(slot: 0, account: "bob"))
        rig.tell(.leaseChanged(slot: 2, account: "ann"))
        rig.submit(1, [task(), task(), task()])
        #expect(rig.slots == [2, 1, 0])
    }

    @Test func `slots are used evenly`() {
        var rig = SchedulerRig(slots: 3)
        var used: [Int] = []
        for id in 1...6 {
            rig.submit(id, [task()])
            used += rig.slots
            rig.end("\(id).1.1")
        }
        #expect(used == [0, 1, 2, 0, 1, 2])
    }

    @Test func `load balance puts a task where it went well`() {
        var rig = SchedulerRig(slots: 2, .loadBalance)
        rig.submit(1, [task("picky")])
        rig.end("1.1.1", .failed)
        rig.submit(2, [task("picky")])
        rig.end("2.1.1")
        #expect(rig.scheduler.estimates["picky"]?.affinity == [0: 0.4, 1: 0.6])
        rig.submit(3, [task("picky")])
        #expect(rig.slots == [1])
    }

    @Test func `fewer slots let what runs end, more are used at once`() {
        var rig = SchedulerRig(slots: 3)
        rig.submit(1, [task(), task(), task(), task(), task()])
        rig.change { $0.slots = 1 }
        rig.end("1.1.1")
        #expect(rig.slots == [0] && rig.scheduler.counts.running == 3)
        rig.end("1.2.1")
        rig.end("1.3.1")
        #expect(rig.started.isEmpty && rig.scheduler.slots.count == 1)
        rig.change { $0.slots = 2 }
        #expect(rig.slots == [1])
    }
}
