/// A JSON value that keeps what Python's `json` keeps apart: integers from other numbers.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case integer(Int)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Members in their order of writing; equality ignores the order.
    case object(JSONObject)
}

/// The members of a JSON object. Two objects are equal when they have the same members.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Members in order; keys are unique.
    public private(set) var members: [(key: String, value: JSONValue)] = []
    /// Places by key, as soon as there are so many members that looking through them is slower.
    private var index: [String: Int] = [:]

    private static let unindexedMax = 24

    /// An empty object.
    public init() {}

    /// An object with these members; a later duplicate replaces an earlier one.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members.reserveCapacity(elements.count)
        for (key, value) in elements { self[key] = value }
    }

    /// The member of that name. Setting nil removes nothing and is ignored.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            guard let newValue else { return }
            if let place = place(of: key) {
                members[place].value = newValue
            } else {
                members.append((key, newValue))
                addToIndex()
            }
        }
    }

    private func place(of key: String) -> Int? {
        if members.count > Self.unindexedMax { return index[key] }
        return members.firstIndex { $0.key == key }
    }

    /// The latest member; all of them when it is the one too many to look through.
    private mutating func addToIndex() {
        let count = members.count
        guard count > Self.unindexedMax else { return }
        let first = count == Self.unindexedMax + 1 ? 0 : count - 1
        for place in first..<count { index[members[place].key] = place }
    }

    /// Same members, whatever their order.
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.members.count == b.members.count && a.members.allSatisfy { b[$0.key] == $0.value }
    }

    /// Hashes in an order-independent way.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Set(members.map(\.key)))
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; a later duplicate replaces an earlier one.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An integer.
    public init(integerLiteral value: Int) { self = .integer(value) }
}
