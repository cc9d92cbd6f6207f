/// The countable things of the machine: how many there are, how many are taken, and the different
/// demands that unfinished tasks make on them.
struct Inventory: Sendable {
    /// So many of one thing.
    struct Want: Hashable, Sendable {
        /// Number of the resource in this inventory.
        var resource: Int
        var count: Int
    }

    private struct Demand: Sendable {
        var wants: [Want] = []
        /// Unfinished tasks that make it.
        var uses = 0
    }

    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]
    private var totals: [Int] = []
    private var taken: [Int] = []
    private var demands = Slab(vacant: Demand())
    private var demandNumbers: [[Want]: Int] = [:]

    /// Takes the machine's list over; what is taken stays taken.
    mutating func setTotals(_ resources: [String: Int]) {
        for place in totals.indices { totals[place] = 0 }
        for name in resources.keys.sorted() { totals[number(of: name)] = resources[name] ?? 0 }
    }

    /// The number of a demand; to be given back by ``release(_:)``.
    mutating func demand(for resources: [String: Int]) -> Int {
        let wants = resources.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { Want(resource: number(of: $0.key), count: $0.value) }
        if let known = demandNumbers[wants] {
            demands[known].uses += 1
            return known
        }
        let place = demands.add(Demand(wants: wants, uses: 1))
        demandNumbers[wants] = place
        return place
    }

    /// A task that made the demand is over.
    mutating func release(_ demand: Int) {
        demands[demand].uses -= 1
        guard demands[demand].uses == 0 else { return }
        demandNumbers[demands[demand].wants] = nil
        demands.remove(demand)
    }

    func wants(of demand: Int) -> [Want] { demands[demand].wants }
    func total(of resource: Int) -> Int { totals[resource] }

    /// Whether so many are there that are not taken.
    func isFree(_ want: Want) -> Bool {
        want.count <= totals[want.resource] - taken[want.resource]
    }

    /// What the machine has too few of, even when nothing is taken.
    func missing(for demand: Int) -> Want? {
        demands[demand].wants.first { $0.count > totals[$0.resource] }
    }

    mutating func take(_ demand: Int) {
        for want in demands[demand].wants { taken[want.resource] += want.count }
    }

    mutating func giveBack(_ demand: Int) {
        for want in demands[demand].wants { taken[want.resource] -= want.count }
    }

    /// What is taken, by name.
    var takenByName: [String: Int] {
        var result: [String: Int] = [:]
        for (place, count) in taken.enumerated() where count != 0 { result[names[place]] = count }
        return result
    }

    private mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        totals.append(0)
        taken.append(0)
        return names.count - 1
    }
}
