/// Reproducible chance (SplitMix64): the same seed gives the same numbers everywhere.
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Numbers of that seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range.
    public mutating func roll(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    /// Divides into chunks of 1 to `largest` elements.
    public mutating func chunks<Element>(of all: [Element], largest: Int) -> [[Element]] {
        var chunks: [[Element]] = []
        var place = 0
        while place < all.count {
            let end = min(all.count, place + roll(1...largest))
            chunks.append(Array(all[place..<end]))
            place = end
        }
        return chunks
    }
}
