import Scenarios

/// Divides slot time between owners: start-time fair queueing. docs/decisions/0012 tells why.
///
/// Every owner has a virtual time: the slot time it used, divided by its weight. The owner with the
/// least comes next. A start is charged at once with the owner's usual length and corrected at its
/// end, so that owners with long tasks pay for them while they run.
struct FairShare: Sendable {
    /// One owner.
    struct Share: Hashable, Sendable {
        var owner: Owner
        /// Seconds of slot time used, by weight.
        var used: Double
        /// Usual seconds of an attempt.
        var usual: Double
        /// Number of its latest start, 0 before the first.
        var latestStart = 0
        /// Attempts that run.
        var running = 0
        /// Tasks that have not ended and do not run.
        var queued = 0
        /// Jobs that are not over.
        var jobs = 0
    }

    private(set) var shares = Slab(
        vacant: Share(owner: Owner(account: "", userID: 0), used: 0, usual: 0))
    private(set) var places: [Owner: Int] = [:]
    /// The virtual time of the service: the largest at which somebody was served.
    private(set) var served = 0.0
    /// Starts so far.
    private(set) var starts = 0
    /// Usual seconds of an attempt of anybody; a guess before the first.
    private(set) var usual = 1.0

    subscript(place: Int) -> Share {
        get { shares[place] }
        _modify { yield &shares[place] }
    }

    /// When the owner's turn is.
    func turn(of place: Int) -> Turn {
        let share = shares[place]
        return Turn(used: share.used, latestStart: share.latestStart, owner: Int32(place))
    }

    /// The owners with unfinished jobs.
    var active: [Int] { places.values.filter { shares[$0].jobs > 0 }.sorted() }

    /// A job of the owner was accepted. One that comes (back) is served next, and owes what it used
    /// beyond the others; having used nothing for long gives no claim.
    mutating func enter(_ owner: Owner) -> Int {
        let place: Int
        if let known = places[owner] {
            place = known
        } else {
            place = shares.add(Share(owner: owner, used: 0, usual: usual))
            places[owner] = place
        }
        if shares[place].jobs == 0 {
            let least = active.map { shares[$0].used }.min() ?? served
            shares[place].used = max(shares[place].used, min(served, least))
        }
        shares[place].jobs += 1
        return place
    }

    /// A job of the owner is over.
    mutating func leave(_ place: Int) {
        shares[place].jobs -= 1
        guard places.count > SchedulingLimits.idleOwnersMax else { return }
        let idle = places.values.filter { shares[$0].jobs == 0 && shares[$0].used <= served }
        for place in idle.sorted() {
            places[shares[place].owner] = nil
            shares.remove(place)
        }
    }

    /// An attempt of the owner starts. Tells the virtual time it is charged with for now.
    mutating func start(_ place: Int, weight: Double, slots: Int) -> Double {
        let charge = shares[place].usual / weight
        // Who could not use its share, because of a limit or a resource, may catch up by one
        // attempt for each slot, not more: else it would shut all others out for as long.
        let used = max(shares[place].used, served - charge * Double(slots))
        served = max(served, used)
        starts += 1
        shares[place].used = used + charge
        shares[place].latestStart = starts
        shares[place].running += 1
        shares[place].queued -= 1
        return charge
    }

    /// An attempt of the owner ended after so many seconds; it had been charged with `charge`.
    mutating func end(
        _ place: Int, charge: Double, seconds: Double, weight: Double, isUsual: Bool
    ) {
        shares[place].used += max(seconds, 0.001) / weight - charge
        shares[place].running -= 1
        guard isUsual else { return }
        shares[place].usual = max(0.7 * shares[place].usual + 0.3 * seconds, 0.001)
        usual = max(0.7 * usual + 0.3 * seconds, 0.001)
    }
}

/// When an owner's turn is, compared with others: who used least, then who was served longest ago.
struct Turn: Comparable, Hashable, Sendable {
    var used: Double
    var latestStart: Int
    var owner: Int32

    static func < (a: Turn, b: Turn) -> Bool {
        if a.used != b.used { return a.used < b.used }
        if a.latestStart != b.latestStart { return a.latestStart < b.latestStart }
        return a.owner < b.owner
    }
}
