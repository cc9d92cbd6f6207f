import TestSupport
import Testing

@testable import Jobs

/// A heap against a plain list, by chance.
struct IndexedHeapTests {
    @Test func `members come out in order whatever was taken out or moved`() {
        for seed in 0..<200 {
            var dice = Dice(seed: UInt64(seed))
            var heap = IndexedHeap<Int>()
            var places = Array(repeating: Int32(-1), count: 64)
            var model: [Int: Int] = [:]
            for _ in 0..<150 {
                let member = Int.random(in: 0..<64, using: &dice)
                // Keys differ, so that the order is one.
                let key = Int.random(in: 0..<1000, using: &dice) * 64 + member
                switch (model[member], Int.random(in: 0..<20, using: &dice)) {
                case (nil, 1...):
                    heap.insert(member, key: key, &places)
                    model[member] = key
                case (.some, 1..<8):
                    heap.rekey(at: Int(places[member]), key, &places)
                    model[member] = key
                case (.some, 8...):
                    heap.remove(at: Int(places[member]), &places)
                    model[member] = nil
                default:
                    for member in model.keys { model[member] = 1_000_000 - (model[member] ?? 0) }
                    heap.rebuild({ model[$0] ?? 0 }, &places)
                }
                let isRight = heap.entries.enumerated().allSatisfy { place, entry in
                    places[Int(entry.member)] == Int32(place)
                        && model[Int(entry.member)] == entry.key
                }
                #expect(isRight && heap.count == model.count)
                #expect(heap.first?.key == model.values.min(), "seed \(seed)")
            }
        }
    }
}
