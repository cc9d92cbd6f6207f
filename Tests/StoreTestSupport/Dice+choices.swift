import TestSupport

extension Dice {
    /// A number below that one.
    public mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }

    /// True in so many of a hundred cases.
    public mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    /// One of these.
    public mutating func one<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
