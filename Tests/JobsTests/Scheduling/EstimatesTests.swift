import Scenarios
import Testing

@testable import Jobs

/// What is learned of tasks.
struct EstimatesTests {
    @Test func `durations are the original's moving mean`() {
        var rig = SchedulerRig()
        rig.submit(1, [task("a"), task("a"), task("a")])
        rig.end("1.1.1", .passed, after: 10)
        #expect(rig.scheduler.estimates["a"]?.duration == .seconds(10))
        rig.end("1.2.1", .failed, after: 20)
        #expect(rig.scheduler.estimates["a"]?.duration == .seconds(13))
        let learned = rig.scheduler.estimates["a"] ?? Estimate()
        #expect(rig.effects.contains(.learned(identity: "a", learned)))
        rig.end("1.3.1", .cancelled(by: "x"), after: 99)
        #expect(rig.scheduler.estimates["a"]?.duration == .seconds(13))
    }

    @Test func `affinity goes up and down by a tenth, from a half, between 0 and 1`() {
        var estimate = Estimate()
        for _ in 0..<7 { estimate.learn(slot: 3, isPassed: true) }
        #expect(estimate.affinity == [3: 1])
        estimate.learn(slot: 3, isPassed: false)
        #expect(estimate.affinity == [3: 0.9])
        for _ in 0..<12 { estimate.learn(slot: 4, isPassed: false) }
        #expect(estimate.affinity[4] == 0)
    }

    @Test func `replaying does not learn again`() {
        var estimates = Estimates()
        estimates["a"] = Estimate()
        var scheduler = Scheduler(SchedulerSettings(slots: 1), estimates: estimates)
        let key = TaskKey(JobID(1), TaskID(0))
        let job = QueuedJob(
            id: JobID(1), owner: Owner(account: "ann", userID: 1), account: "ann", deadline: nil,
            failFast: false, tasks: [task("a")])
        let now = Instant(nanoseconds: 0)
        _ = scheduler.handle(.submitted(job), at: now)
        _ = scheduler.handle(.started(AttemptKey(key, 1), slot: 0), at: now)
        let effects = scheduler.handle(
            .ended(AttemptKey(key, 1), .passed, duration: .seconds(1)), at: now)
        #expect(!effects.contains { if case .learned = $0 { true } else { false } })
        #expect(scheduler.estimates == estimates)
    }

    @Test func `the least recently used are forgotten`() {
        var estimates = Estimates()
        let max = SchedulingLimits.estimatesMax
        for number in 0..<max { estimates["t\(number)"] = Estimate() }
        #expect(estimates.count == max)
        estimates["t0"] = Estimate()
        #expect(estimates.count == max && estimates.all.first?.identity == "t1")
        estimates["one more"] = Estimate()
        #expect(estimates.count <= max && estimates.count > max * 8 / 10)
        #expect(estimates["t0"] != nil && estimates["t1"] == nil && estimates["one more"] != nil)
        estimates["t0"] = nil
        #expect(estimates["t0"] == nil)
    }
}
