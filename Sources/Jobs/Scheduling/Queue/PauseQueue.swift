/// The tasks that wait for a time.
struct PauseQueue: Sendable {
    private struct Due: Comparable, Sendable {
        var time: Int64
        var task: Int32

        static func < (a: Due, b: Due) -> Bool { (a.time, a.task) < (b.time, b.task) }
    }

    private var heap = IndexedHeap<Due>()
    private var places: [Int32] = []

    /// When the first one's time comes, in microseconds of the clock; nil: there is none.
    var earliest: Int64? { heap.first?.key.time }

    mutating func insert(_ task: Int, until time: Int64) {
        while places.count <= task { places.append(-1) }
        heap.insert(task, key: Due(time: time, task: Int32(task)), &places)
    }

    /// Takes a task out, if it is in.
    mutating func remove(_ task: Int) {
        guard task < places.count, places[task] >= 0 else { return }
        heap.remove(at: Int(places[task]), &places)
    }

    /// Takes the first one out if its time has come.
    mutating func takeFirst(dueAt now: Int64) -> Int? {
        guard let first = heap.first, first.key.time <= now else { return nil }
        heap.remove(at: 0, &places)
        return Int(first.member)
    }
}
