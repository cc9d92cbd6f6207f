/// The countable things of the machine: how many there are, how many are taken, and the different
/// demands that unfinished tasks make on them. What a key may have running is counted in the same
/// way, but nothing of it is ever kept for anybody.
struct Inventory: Sendable {
    /// What is counted.
    enum Name: Hashable, Sendable, CustomStringConvertible {
        /// A resource of the configuration.
        case resource(String)
        /// Attempts that run for jobs of a key.
        case key(Int)

        var description: String {
            switch self {
            case .resource(let name): name
            case .key(let number): "key \(number)"
            }
        }
    }

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

    private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]
    private var totals: [Int] = []
    private var taken: [Int] = []
    private var demands = Slab(vacant: Demand())
    private var demandNumbers: [[Want]: Int] = [:]

    /// Takes the machine's list and that of keys over; what is taken stays taken. A key that is
    /// not in the list has no bound any more.
    mutating func setTotals(_ resources: [String: Int], keys: [Int: Int]) {
        for (place, name) in names.enumerated() {
            if case .key = name { totals[place] = .max } else { totals[place] = 0 }
        }
        for name in resources.keys.sorted() {
            totals[number(of: .resource(name))] = resources[name] ?? 0
        }
        for key in keys.keys.sorted() { totals[number(of: .key(key))] = keys[key] ?? .max }
    }

    /// The number of a demand; to be given back by ``release(_:)``. A key that has a bound counts.
    mutating func demand(for resources: [String: Int], key: Int?) -> Int {
        var wants = resources.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { Want(resource: number(of: .resource($0.key)), count: $0.value) }
        if let bound = key.flatMap({ numbers[.key($0)] }) {
            wants.append(Want(resource: bound, count: 1))
        }
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

    /// The key whose bound is reached; nil: none is.
    func keyAtBound(for demand: Int) -> (key: Int, max: Int)? {
        for want in demands[demand].wants {
            if case .key(let key) = names[want.resource], !isFree(want) {
                return (key, totals[want.resource])
            }
        }
        return nil
    }

    /// Whether what a task wants of it may be kept for it.
    func mayBeKept(_ want: Want) -> Bool {
        if case .resource = names[want.resource] { true } else { false }
    }

    mutating func take(_ demand: Int) {
        for want in demands[demand].wants { taken[want.resource] += want.count }
    }

    mutating func giveBack(_ demand: Int) {
        for want in demands[demand].wants { taken[want.resource] -= want.count }
    }

    /// What is taken, by name.
    var takenByName: [Name: Int] {
        var result: [Name: Int] = [:]
        for (place, count) in taken.enumerated() where count != 0 { result[names[place]] = count }
        return result
    }

    private mutating func number(of name: Name) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        totals.append(0)
        taken.append(0)
        return names.count - 1
    }
}
