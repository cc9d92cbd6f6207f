import Scenarios
import TestSupport
import Testing

@testable import Jobs

/// Owners take turns.
struct FairShareTests {
    private func many(_ count: Int) -> [QueuedTask] { Array(repeating: task(), count: count) }

    private func owners(_ attempts: [String], _ names: [Int: String]) -> [String] {
        attempts.compactMap { AttemptKey(text: $0).flatMap { names[$0.task.job.number] } }
    }

    @Test(arguments: [1, 4])
    func `one task starts within two task lengths although another owner queued 5,000`(
        slots: Int
    ) {
        var rig = SchedulerRig(slots: slots)
        rig.submit(1, of: "ann", many(5_000))
        for _ in 0..<37 { _ = endNext(&rig) }
        rig.submit(2, of: "bob", [task()])
        let submitted = rig.now
        while rig.scheduler.state(of: JobID(2)) == .pending { _ = endNext(&rig) }
        #expect(rig.now - submitted <= .seconds(2))
    }

    /// Ends the attempt that has run longest; each takes a second.
    private func endNext(_ rig: inout SchedulerRig) -> [String] {
        let running = rig.scheduler.slots.compactMap(\.running)
        guard let next = running.min(by: { $0.since < $1.since }) else { return [] }
        rig.now = max(rig.now, next.since + .seconds(1))
        rig.tell(.ended(next.attempt, .passed, duration: .seconds(1)))
        return rig.started
    }

    @Test func `owners with tasks of equal length take turns`() {
        var rig = SchedulerRig()
        rig.submit(1, of: "ann", many(4))
        rig.submit(2, of: "bob", many(4))
        rig.submit(3, of: "cid", many(2))
        let order = owners(rig.order(), [1: "ann", 2: "bob", 3: "cid"])
        #expect(order == ["bob", "cid", "ann", "bob", "cid", "ann", "bob", "ann", "bob"])
    }

    @Test func `who has long tasks gets fewer of them`() {
        var rig = SchedulerRig(slots: 2)
        rig.submit(1, of: "ann", (0..<400).map { _ in task() })
        rig.submit(2, of: "bob", (0..<400).map { _ in task() })
        var seconds = ["ann": 0.0, "bob": 0.0]
        var clock: [(at: Instant, SlotStatus.Running)] = []
        for _ in 0..<300 {
            for running in rig.scheduler.slots.compactMap(\.running)
            where !clock.contains(where: { $0.1.attempt == running.attempt }) {
                let length = running.owner.account == "ann" ? 5.0 : 1
                clock.append((running.since + .seconds(length), running))
            }
            clock.sort { $0.at < $1.at }
            let (at, next) = clock.removeFirst()
            seconds[next.owner.account, default: 0] += (at - next.since).seconds
            rig.now = at
            rig.tell(.ended(next.attempt, .passed, duration: at - next.since))
        }
        #expect(abs(seconds["ann", default: 0] / seconds["bob", default: 1] - 1) < 0.1)
    }

    @Test func `of owners that used alike the one served longest ago is next`() {
        #expect(
            Turn(used: 1, latestStart: 2, owner: 7) < Turn(used: 1, latestStart: 3, owner: 1))
        #expect(
            Turn(used: 0.5, latestStart: 9, owner: 7) < Turn(used: 1, latestStart: 3, owner: 1))
    }

    @Test func `weights divide the time`() {
        var rig = SchedulerRig(shares: ["bob": 3])
        rig.submit(1, of: "ann", many(400))
        rig.submit(2, of: "bob", many(400))
        var counts = [1: 0, 2: 0]
        for _ in 0..<400 {
            let job = endNext(&rig).first.flatMap { AttemptKey(text: $0)?.task.job.number }
            counts[job ?? 0, default: 0] += 1
        }
        #expect((98...102).contains(counts[1, default: 0]))
    }

    @Test func `an owner has no more running than allowed`() {
        var rig = SchedulerRig(slots: 4, limit: 2)
        rig.submit(1, of: "ann", many(5))
        #expect(rig.started == ["1.1.1", "1.2.1"])
        rig.submit(2, of: "bob", many(3))
        #expect(rig.started == ["2.1.1", "2.2.1"])
        rig.end("2.1.1")
        #expect(rig.started == ["2.3.1"])
        rig.end("2.2.1")
        #expect(rig.started.isEmpty)
        rig.change { $0.runningPerOwnerMax = nil }
        #expect(rig.started == ["1.3.1"])
    }

    @Test func `who comes late is served next and then gets its part, not more`() {
        var rig = SchedulerRig(slots: 4)
        rig.submit(1, of: "ann", many(400))
        for _ in 0..<100 { _ = endNext(&rig) }
        rig.submit(2, of: "bob", many(40))
        let next = (0..<8).flatMap { _ in endNext(&rig) }
        let order = owners(next, [1: "ann", 2: "bob"])
        #expect(order.first == "bob" && order.count { $0 == "bob" } == 4)
    }

    @Test func `leaving and coming back gains nothing`() {
        var rig = SchedulerRig()
        rig.submit(1, of: "ann", many(100))
        rig.submit(2, of: "bob", [task()])
        rig.end("1.1.1", after: 1)
        rig.end("2.1.1", after: 20)
        rig.submit(3, of: "bob", [task()])
        var anns = 0
        while rig.scheduler.state(of: JobID(3)) == .pending, anns < 50 {
            anns += endNext(&rig).count { $0.hasPrefix("1.") }
        }
        #expect((17...20).contains(anns))
    }

    @Test func `having used nothing for long gives no claim to more than one round`() {
        var rig = SchedulerRig(slots: 1, resources: ["serial": 0])
        rig.submit(1, of: "ann", [task(resources: ["serial": 1])])
        rig.submit(2, of: "bob", many(200))
        for _ in 0..<100 { _ = endNext(&rig) }
        rig.submit(3, of: "ann", many(50))
        var inARow = 0
        while endNext(&rig).first?.hasPrefix("3.") == true { inARow += 1 }
        #expect((1...3).contains(inARow))
    }
}

/// Fair share by chance, with attempts of equal length.
struct FairShareSimulation {
    @Test func `between two starts of one owner others get no more than a round and two each`() {
        for seed in 0..<500 {
            var history = FairHistory(seed: UInt64(seed))
            let worst = history.play()
            #expect(worst <= history.slots + 2, "seed \(seed)")
            if worst > history.slots + 2 { return }
        }
    }
}

/// Owners come and go with few or many tasks of one second.
private struct FairHistory {
    let slots: Int
    private var dice: Dice
    private var rig: SchedulerRig
    private var jobs = 0
    /// Starts of each owner since another one could start something: waiting, then the served.
    private var passedOver: [String: [String: Int]] = [:]
    private var accountOfJob: [Int: String] = [:]
    private var worst = 0

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        slots = Int.random(in: 1...4, using: &dice)
        let limit = [nil, 1, 2].randomElement(using: &dice) ?? nil
        rig = SchedulerRig(slots: slots, limit: limit, resources: ["port": 1])
    }

    mutating func play() -> Int {
        for _ in 0..<60 {
            if Int.random(in: 0..<4, using: &dice) == 0 { submit() } else { endOldest() }
            count()
        }
        return worst
    }

    private mutating func submit() {
        jobs += 1
        let account = ["ann", "bob", "cid"].randomElement(using: &dice) ?? ""
        accountOfJob[jobs] = account
        let resources = Int.random(in: 0..<4, using: &dice) == 0 ? ["port": 1] : [:]
        let count = Int.random(in: 1...12, using: &dice)
        rig.submit(jobs, of: account, Array(repeating: task(resources: resources), count: count))
    }

    private mutating func endOldest() {
        let running = rig.scheduler.slots.compactMap(\.running)
        guard let next = running.min(by: { $0.since < $1.since }) else { return }
        rig.now = max(rig.now, next.since + .seconds(1))
        rig.tell(.ended(next.attempt, .passed, duration: .seconds(1)))
    }

    private mutating func count() {
        let limit = rig.scheduler.settings.runningPerOwnerMax ?? .max
        for text in rig.started {
            guard let job = rig.attempt(text).task.job.number as Int?,
                let served = accountOfJob[job]
            else { continue }
            passedOver[served] = [:]
            for waiting in passedOver.keys where waiting != served {
                passedOver[waiting]?[served, default: 0] += 1
                worst = max(worst, passedOver[waiting]?[served] ?? 0)
            }
        }
        for account in ["ann", "bob", "cid"] {
            let running = rig.scheduler.slots.count { $0.running?.owner.account == account }
            let waits = running < limit && canStart(account)
            if !waits {
                passedOver[account] = nil
            } else if passedOver[account] == nil {
                passedOver[account] = [:]
            }
        }
    }

    /// Has a task that waits for nothing but its turn.
    private func canStart(_ account: String) -> Bool {
        rig.scheduler.ready.tasks.contains { task in
            let key = rig.scheduler.tasks[task].key
            guard accountOfJob[key.job.number] == account else { return false }
            return rig.scheduler.inventory.wants(of: Int(rig.scheduler.tasks[task].demand)).isEmpty
        }
    }
}
