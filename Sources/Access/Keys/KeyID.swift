/// A key's number, for people and places of the API; never given to another key.
public struct KeyID: Hashable, Comparable, Sendable {
    /// The number, from 1.
    public var number: Int

    /// A key's number.
    public init(_ number: Int) { self.number = number }

    /// Reads the digits; nil when they are no number from 1.
    public init?(text: some StringProtocol) {
        guard let number = Int(text), number > 0, String(number) == text else { return nil }
        self.number = number
    }

    /// Older keys come first.
    public static func < (a: KeyID, b: KeyID) -> Bool { a.number < b.number }
}

extension KeyID: CustomStringConvertible {
    /// The digits.
    public var description: String { String(number) }
}
