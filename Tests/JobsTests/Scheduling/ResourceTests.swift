import Scenarios
import Testing

@testable import Jobs

/// Countable things that tasks occupy.
struct ResourceTests {
    private let serial = ["serial": 1]

    @Test func `no more are given away than there are`() {
        var rig = SchedulerRig(slots: 4, resources: ["serial": 2])
        rig.submit(1, Array(repeating: task(resources: serial), count: 3) + [task()])
        #expect(rig.started == ["1.1.1", "1.2.1", "1.4.1"])
        rig.end("1.1.1")
        #expect(rig.started == ["1.3.1"])
    }

    @Test func `who wants many is not starved by those who want one`() {
        var rig = SchedulerRig(slots: 3, resources: ["serial": 2])
        rig.submit(1, of: "ann", Array(repeating: task(resources: serial), count: 40))
        rig.submit(2, of: "bob", [task(resources: ["serial": 2])])
        #expect(
            rig.why("2.1")
                == .resource(
                    name: "serial", wanted: 2, total: 2,
                    heldBy: [1, 2].map { TaskKey(JobID(1), TaskID($0 - 1)) }))
        rig.end("1.1.1")
        #expect(rig.started.isEmpty)
        #expect(rig.why("1.3") == .resourceKept(name: "serial", for: TaskKey(JobID(2), TaskID(0))))
        rig.end("1.2.1")
        #expect(rig.started == ["2.1.1"])
        rig.end("2.1.1")
        #expect(rig.started == ["1.3.1", "1.4.1"])
    }

    @Test func `what can never start keeps nothing`() {
        var rig = SchedulerRig(slots: 2, resources: serial)
        rig.submit(1, of: "ann", [task(resources: ["serial": 5]), task(resources: ["none": 1])])
        rig.submit(2, of: "bob", [task(resources: serial)])
        #expect(rig.started == ["2.1.1"])
        #expect(rig.why("1.1") == .resourceMissing(name: "serial", wanted: 5, total: 1))
        #expect(rig.why("1.2") == .resourceMissing(name: "none", wanted: 1, total: 0))
        rig.change { $0.resources = ["serial": 6] }
        #expect(rig.started == ["1.1.1"])
    }

    @Test func `fewer than are taken is no contradiction`() {
        var rig = SchedulerRig(slots: 3, resources: ["serial": 2])
        rig.submit(1, Array(repeating: task(resources: serial), count: 3))
        rig.change { $0.resources = serial }
        rig.end("1.1.1")
        #expect(rig.started.isEmpty)
        rig.end("1.2.1")
        #expect(rig.started == ["1.3.1"])
    }

    @Test func `a key has no more running than it may, and holds up nobody else`() {
        var rig = SchedulerRig(slots: 4, resources: ["serial": 1])
        rig.change { $0.runningPerKeyMax = [7: 1] }
        rig.submit(1, [task(), task(resources: serial)], key: 7)
        rig.submit(2, [task()], key: 7)
        rig.submit(3, [task(resources: serial)], key: 8)
        #expect(rig.scheduler.counts.running == 2)
        #expect(rig.why("1.2") == .keyLimit(key: 7, max: 1, ahead: 0))
        #expect(rig.why("2.1") == .keyLimit(key: 7, max: 1, ahead: 1))
        rig.end("3.1.1")
        #expect(rig.started.isEmpty)
        rig.end("1.1.1")
        #expect(rig.started == ["1.2.1"])
        rig.change { $0.runningPerKeyMax = [:] }
        #expect(rig.started == ["2.1.1"])
    }

    @Test func `wishes that no machine can meet are refused in words`() {
        var settings = SchedulerSettings(slots: 1)
        settings.resources = ["serial": 2]
        #expect(settings.refusal(ofResources: ["serial": 2]) == nil)
        #expect(
            settings.refusal(ofResources: ["serial": 3])
                == "wants 3 `serial`, but this machine has 2")
        #expect(settings.refusal(ofResources: ["tape": 1]) == "this machine has no resource `tape`")
    }
}
