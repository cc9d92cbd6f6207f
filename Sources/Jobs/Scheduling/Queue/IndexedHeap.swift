/// A binary heap, smallest key first, that tells where its members are, so that any of them can be
/// taken out or moved in logarithmic time. Members are small numbers; who owns the heap keeps the
/// list of their places, which heaps with different members share.
struct IndexedHeap<Key: Comparable & Sendable>: Sendable {
    /// A member with its key.
    struct Entry: Sendable {
        var key: Key
        var member: Int32
    }

    /// In heap order.
    private(set) var entries: [Entry] = []

    /// The smallest.
    var first: Entry? { entries.first }
    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// Adds a member; `places` must reach to it.
    mutating func insert(_ member: Int, key: Key, _ places: inout [Int32]) {
        entries.append(Entry(key: key, member: Int32(member)))
        rise(entries.count - 1, &places)
    }

    /// Takes the member at a place out.
    mutating func remove(at place: Int, _ places: inout [Int32]) {
        places[Int(entries[place].member)] = -1
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        settle(place, &places)
    }

    /// Gives the member at a place another key.
    mutating func rekey(at place: Int, _ key: Key, _ places: inout [Int32]) {
        entries[place].key = key
        settle(place, &places)
    }

    /// Gives every member the key it should have now.
    mutating func rebuild(_ key: (Int) -> Key, _ places: inout [Int32]) {
        for place in entries.indices { entries[place].key = key(Int(entries[place].member)) }
        for place in stride(from: entries.count / 2 - 1, through: 0, by: -1) {
            sink(place, &places)
        }
        for place in entries.indices { places[Int(entries[place].member)] = Int32(place) }
    }

    private mutating func settle(_ place: Int, _ places: inout [Int32]) {
        let isSmaller = place > 0 && entries[place].key < entries[(place - 1) / 2].key
        if isSmaller { rise(place, &places) } else { sink(place, &places) }
    }

    private mutating func rise(_ start: Int, _ places: inout [Int32]) {
        let entry = entries[start]
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.key < entries[parent].key else { break }
            put(entries[parent], at: place, &places)
            place = parent
        }
        put(entry, at: place, &places)
    }

    private mutating func sink(_ start: Int, _ places: inout [Int32]) {
        let entry = entries[start]
        var place = start
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].key < entries[child].key { child += 1 }
            guard entries[child].key < entry.key else { break }
            put(entries[child], at: place, &places)
            place = child
        }
        put(entry, at: place, &places)
    }

    private mutating func put(_ entry: Entry, at place: Int, _ places: inout [Int32]) {
        entries[place] = entry
        places[Int(entry.member)] = Int32(place)
    }
}
