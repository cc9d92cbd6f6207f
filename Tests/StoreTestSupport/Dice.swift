/// Chance by seed (SplitMix64): the same seed gives the same numbers everywhere.
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Numbers of that seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number below that one.
    public mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }

    /// True in so many of a hundred cases.
    public mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    /// One of these.
    public mutating func one<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
