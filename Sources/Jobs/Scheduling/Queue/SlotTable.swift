import Scenarios

/// The places where attempts run, and how well each served.
struct SlotTable: Sendable {
    /// One of them.
    struct Slot: Hashable, Sendable {
        /// Account of the lease; nil: none.
        var lease: String?
        /// The attempt; nil: free.
        var occupant: Occupant?
        /// Attempts started.
        var started = 0
        var passed = 0
        var notPassed = 0
        /// Seconds of all ended attempts.
        var seconds = 0.0
    }

    /// An attempt in a slot.
    struct Occupant: Hashable, Sendable {
        /// The task's number in the scheduler.
        var task: Int
        /// Virtual time its owner was charged with.
        var charge: Double
        /// When it was started, in microseconds of the clock.
        var since: Int64
    }

    /// More than any configuration allows.
    private static let placesMax = 4096

    /// All that are configured, and those beyond that still have an attempt.
    private(set) var slots: [Slot] = []
    /// As many as may be used.
    private(set) var count = 0
    /// Free ones among these.
    private(set) var freeCount = 0

    subscript(slot: Int) -> Slot { slots[slot] }

    /// Changes how many there are; attempts beyond run to their end.
    mutating func resize(to count: Int) {
        self.count = max(count, 0)
        let fewest = slots.map(\.started).min() ?? 0
        while slots.count < self.count { slots.append(Slot(started: fewest)) }
        trim()
        freeCount = slots[..<self.count].count { $0.occupant == nil }
    }

    mutating func setLease(of slot: Int, _ account: String?) {
        guard slots.indices.contains(slot) else { return }
        slots[slot].lease = account
    }

    /// Puts an attempt into a slot. One that is taken, or that no machine has, can only be told by
    /// a damaged store; the attempt then gets a place beyond, so that it is not forgotten.
    mutating func start(_ occupant: Occupant, in asked: Int) -> Int {
        var slot = asked
        if !(0..<Self.placesMax).contains(slot) { slot = count }
        while slots.indices.contains(slot), slots[slot].occupant != nil { slot += 1 }
        while slots.count <= slot { slots.append(Slot()) }
        if slot < count { freeCount -= 1 }
        slots[slot].occupant = occupant
        slots[slot].started += 1
        return slot
    }

    /// The attempt in a slot is over; `isPassed` nil: it says nothing of the slot.
    mutating func end(in slot: Int, isPassed: Bool?, seconds: Double) {
        slots[slot].occupant = nil
        if slot < count { freeCount += 1 }
        if let isPassed {
            if isPassed { slots[slot].passed += 1 } else { slots[slot].notPassed += 1 }
            slots[slot].seconds += seconds
        }
        trim()
    }

    /// The best free slot: one with the account's lease, else one without a lease, else any; among
    /// those the cheapest.
    func best(
        account: String, task: TaskFacts, rules: any SchedulingStrategy, affinity: [Int: Double]
    ) -> Int? {
        let loads = slots[..<count].map(\.started)
        let fewest = loads.min() ?? 0
        let loadMax = Double((loads.max() ?? 0) - fewest)
        var best: (slot: Int, lease: Int, cost: Double)?
        for place in 0..<count where slots[place].occupant == nil {
            let slot = slots[place]
            let lease = slot.lease == account ? 0 : slot.lease == nil ? 1 : 2
            if let best, best.lease < lease { continue }
            let ended = Double(slot.passed + slot.notPassed)
            let facts = SlotFacts(
                load: Double(slot.started - fewest), loadMax: loadMax,
                meanSeconds: ended > 0 ? slot.seconds / ended : 0,
                successRate: ended > 0 ? Double(slot.passed) / ended : 1,
                affinity: affinity[place] ?? Estimate.neutralAffinity)
            let cost = rules.cost(of: facts, for: task)
            if let best, (best.lease, best.cost) <= (lease, cost) { continue }
            best = (place, lease, cost)
        }
        return best?.slot
    }

    private mutating func trim() {
        while slots.count > count, slots.last?.occupant == nil { slots.removeLast() }
    }
}
