/// The tasks that may run now, so ordered that the next one is found in logarithmic time.
///
/// Each owner has one lane for each different demand on resources, a heap in the strategy's order.
/// For each demand the lanes are in a heap by their owners' turns. To choose is to look at the
/// first lane of every demand: of tasks with the same demand either the first fits or none.
struct ReadyQueue: Sendable {
    private struct Lane: Sendable {
        var owner: Int32 = 0
        var demand: Int32 = 0
        var tasks = IndexedHeap<TaskOrder>()
        /// The generation its order is of.
        var generation = 0
    }

    private struct LaneKey: Hashable, Sendable {
        var owner: Int32
        var demand: Int32
    }

    private var lanes = Slab(vacant: Lane())
    private var laneNumbers: [LaneKey: Int] = [:]
    private var lanesOfOwner: [[Int32]] = []
    /// By owner; nil: nothing of it may start now.
    private var turns: [Turn?] = []
    private var lanesByDemand: [IndexedHeap<Turn>] = []
    /// Where a lane is in the heap of its demand; -1: its owner may not start anything.
    private var lanePlaces: [Int32] = []
    /// Where a task is in the heap of its lane; -1: it is in none.
    private var taskPlaces: [Int32] = []
    private var lanesOfTasks: [Int32] = []
    private var generation = 0
    /// Tasks in all lanes.
    private(set) var count = 0

    func contains(_ task: Int) -> Bool { task < taskPlaces.count && taskPlaces[task] >= 0 }

    /// Adds a task.
    mutating func insert(_ task: Int, owner: Int, demand: Int, order: TaskOrder) {
        while taskPlaces.count <= task {
            taskPlaces.append(-1)
            lanesOfTasks.append(-1)
        }
        let lane = lane(owner: owner, demand: demand)
        lanes[lane].tasks.insert(task, key: order, &taskPlaces)
        lanesOfTasks[task] = Int32(lane)
        count += 1
    }

    /// Takes a task out, if it is in.
    mutating func remove(_ task: Int) {
        guard contains(task) else { return }
        let lane = Int(lanesOfTasks[task])
        lanes[lane].tasks.remove(at: Int(taskPlaces[task]), &taskPlaces)
        lanesOfTasks[task] = -1
        count -= 1
        if lanes[lane].tasks.isEmpty { close(lane) }
    }

    /// Tells when an owner's turn is; nil: nothing of it may start.
    mutating func setTurn(of owner: Int, _ turn: Turn?) {
        reach(owner: owner)
        turns[owner] = turn
        for lane in lanesOfOwner[owner] {
            let place = Int(lanePlaces[Int(lane)])
            let demand = Int(lanes[Int(lane)].demand)
            if let turn {
                if place >= 0 {
                    lanesByDemand[demand].rekey(at: place, turn, &lanePlaces)
                } else {
                    lanesByDemand[demand].insert(Int(lane), key: turn, &lanePlaces)
                }
            } else if place >= 0 {
                lanesByDemand[demand].remove(at: place, &lanePlaces)
            }
        }
    }

    /// The order of all tasks is to be made anew: each lane's when it is looked at next.
    mutating func reorder() { generation += 1 }

    /// Makes the order of the first lanes right. With `areHeadsUncertain` the orders of single
    /// tasks may have changed since they were added; then the first ones are looked at again.
    mutating func freshen(areHeadsUncertain: Bool, order: (Int) -> TaskOrder) {
        for demand in lanesByDemand.indices {
            guard let lane = lanesByDemand[demand].first.map({ Int($0.member) }) else { continue }
            if lanes[lane].generation != generation {
                lanes[lane].generation = generation
                lanes[lane].tasks.rebuild(order, &taskPlaces)
            } else if areHeadsUncertain {
                freshenHead(of: lane, order: order)
            }
        }
    }

    /// A task that should come next if what it wants is free.
    struct Candidate: Sendable {
        var turn: Turn
        var order: TaskOrder
        var task: Int
        var demand: Int
    }

    /// The first task of each demand, in the order in which they should come.
    var candidates: [Candidate] {
        var found: [Candidate] = []
        for (demand, heap) in lanesByDemand.enumerated() {
            guard let top = heap.first, let head = lanes[Int(top.member)].tasks.first else {
                continue
            }
            found.append(
                Candidate(
                    turn: top.key, order: head.key, task: Int(head.member), demand: demand))
        }
        if found.count > 1 { found.sort { ($0.turn, $0.order) < ($1.turn, $1.order) } }
        return found
    }

    /// All tasks of an owner, in no order.
    func tasks(of owner: Int) -> [Int] {
        guard owner < lanesOfOwner.count else { return [] }
        return lanesOfOwner[owner].flatMap { lane in
            lanes[Int(lane)].tasks.entries.map { Int($0.member) }
        }
    }

    /// How many tasks of its owner come before a task, by the order as it was made last.
    func countAhead(of task: Int) -> Int {
        guard contains(task) else { return 0 }
        let lane = lanes[Int(lanesOfTasks[task])]
        let order = lane.tasks.entries[Int(taskPlaces[task])].key
        return lanesOfOwner[Int(lane.owner)].reduce(0) { sum, other in
            sum + lanes[Int(other)].tasks.entries.count { $0.key < order }
        }
    }

    /// All tasks, in no order.
    var tasks: [Int] { lanesOfOwner.indices.flatMap { tasks(of: $0) } }

    private mutating func freshenHead(of lane: Int, order: (Int) -> TaskOrder) {
        // A head that has to go back uncovers another one. Few do; what is missed now is found by
        // the next choice.
        for _ in 0..<8 {
            guard let head = lanes[lane].tasks.first else { return }
            let fresh = order(Int(head.member))
            guard fresh != head.key else { return }
            lanes[lane].tasks.rekey(at: 0, fresh, &taskPlaces)
        }
    }

    private mutating func lane(owner: Int, demand: Int) -> Int {
        let key = LaneKey(owner: Int32(owner), demand: Int32(demand))
        if let known = laneNumbers[key] { return known }
        reach(owner: owner)
        let lane = lanes.add(Lane(owner: key.owner, demand: key.demand, generation: generation))
        laneNumbers[key] = lane
        lanesOfOwner[owner].append(Int32(lane))
        while lanePlaces.count <= lane { lanePlaces.append(-1) }
        while lanesByDemand.count <= demand { lanesByDemand.append(IndexedHeap()) }
        if let turn = turns[owner] { lanesByDemand[demand].insert(lane, key: turn, &lanePlaces) }
        return lane
    }

    private mutating func close(_ lane: Int) {
        let owner = Int(lanes[lane].owner)
        let demand = Int(lanes[lane].demand)
        let place = Int(lanePlaces[lane])
        if place >= 0 { lanesByDemand[demand].remove(at: place, &lanePlaces) }
        laneNumbers[LaneKey(owner: Int32(owner), demand: Int32(demand))] = nil
        lanesOfOwner[owner].removeAll { $0 == Int32(lane) }
        lanes.remove(lane)
    }

    private mutating func reach(owner: Int) {
        while turns.count <= owner {
            turns.append(nil)
            lanesOfOwner.append([])
        }
    }
}
