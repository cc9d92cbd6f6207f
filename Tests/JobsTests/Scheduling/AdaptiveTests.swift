import Scenarios
import Testing

@testable import Jobs

/// When the adaptive strategy lets which one choose.
struct AdaptiveTests {
    private func choice(
        _ count: Int, deadlines: Int = 0, spread: Double = 0, current: Strategy = .priority
    ) -> Strategy {
        AdaptiveStrategy.choice(
            in: AdaptiveStrategy.Situation(
                count: count, withDeadline: deadlines, priorities: 0...spread),
            current: current
        ).strategy
    }

    @Test func `the rules are the original's`() {
        #expect(choice(0) == .priority)
        #expect(choice(75, deadlines: 1, spread: 10) == .deadline)
        #expect(choice(75) == .sjf && choice(51) == .sjf && choice(50) == .loadBalance)
        #expect(choice(5, spread: 10) == .priority && choice(5, spread: 5) == .loadBalance)
        #expect(choice(5, spread: 4) == .loadBalance)
    }

    @Test func `the shortest come first until half as many are left`() {
        #expect(choice(26, current: .sjf) == .sjf && choice(25, current: .sjf) == .loadBalance)
    }

    @Test func `a switch is recorded with its reason`() {
        var rig = SchedulerRig(.adaptive)
        rig.submit(1, [task()])
        #expect(rig.scheduler.choosing == .loadBalance)
        rig.submit(2, (0..<60).map { task("t\($0)", timeout: 60 - Double($0)) })
        rig.end("1.1.1")
        #expect(rig.started == ["2.60.1"] && rig.scheduler.choosing == .sjf)
        rig.submit(3, [task()], deadline: 5)
        rig.end("2.60.1")
        #expect(rig.started == ["3.1.1"])
        let reasons = rig.recorded.compactMap { event in
            if case .strategyChanged(let strategy, let reason) = event {
                "\(strategy): \(reason)"
            } else {
                nil
            }
        }
        #expect(
            reasons == [
                "loadBalance: few tasks are queued, with like priorities and no deadline",
                "sjf: 60 tasks are queued, more than 50",
                "deadline: 1 of 60 queued tasks have a deadline",
            ])
    }

    @Test func `nothing switches while another strategy was chosen`() {
        var rig = SchedulerRig(.fifo)
        rig.submit(1, (0..<60).map { task(priority: Double($0)) }, deadline: 1)
        _ = rig.order()
        #expect(!rig.recorded.contains { if case .strategyChanged = $0 { true } else { false } })
    }
}
