import Jobs
import Scenarios

/// Reads the members of one JSON object and tells exactly where something is wrong. A member that
/// is null counts as missing.
public struct ObjectReader: Sendable {
    /// Where the object stands: `$.files[2]`.
    public let path: String
    private let object: JSONObject

    /// A reader of that value, which must be an object.
    public init(_ value: JSONValue, path: String) throws(ShapeError) {
        guard case .object(let object) = value else {
            throw ShapeError(path: path, expected: "an object", found: Self.phrase(value))
        }
        self.path = path
        self.object = object
    }

    /// The whole object.
    public var value: JSONValue { .object(object) }

    /// The member as it is; nil when missing.
    public func value(_ key: String) -> JSONValue? {
        let value = object[key]
        return value == .null ? nil : value
    }

    /// Refuses members of other names, for what people write by hand.
    public func allow(only keys: Set<String>) throws(ShapeError) {
        for (key, _) in object.members where !keys.contains(key) {
            throw ShapeError(
                path: path, expected: "only " + keys.sorted().joined(separator: ", "),
                found: "`\(key)`")
        }
    }

    /// The object without one of its members.
    func without(_ key: String) throws(ShapeError) -> ObjectReader {
        var rest = JSONObject()
        for (name, value) in object.members where name != key { rest[name] = value }
        return try ObjectReader(.object(rest), path: path)
    }

    /// An error about a member.
    public func error(_ key: String, expected: String) -> ShapeError {
        ShapeError(
            path: place(key), expected: expected,
            found: value(key).map(Self.phrase) ?? "nothing")
    }

    /// The path of a member.
    func place(_ key: String) -> String { path + "." + key }

    /// The member, which must be there.
    private func needed<Value>(
        _ value: Value?, _ key: String, _ expected: String
    ) throws(ShapeError) -> Value {
        guard let value else { throw error(key, expected: expected) }
        return value
    }

    /// What a value is, for messages.
    static func phrase(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): text.unicodeScalars.count <= 40 ? value.text() : "a long string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension ObjectReader {
    /// A string.
    public func text(_ key: String) throws(ShapeError) -> String {
        try needed(try textIfAny(key), key, "a string")
    }

    /// A string, or nil when missing.
    public func textIfAny(_ key: String) throws(ShapeError) -> String? {
        switch value(key) {
        case nil: return nil
        case .string(let text): return text
        default: throw error(key, expected: "a string")
        }
    }

    /// A whole number within the range.
    public func integer(
        _ key: String, in range: ClosedRange<Int> = 0...Int.max
    ) throws(ShapeError) -> Int {
        try needed(try integerIfAny(key, in: range), key, Self.phrase(range))
    }

    /// A whole number within the range, or nil when missing.
    public func integerIfAny(
        _ key: String, in range: ClosedRange<Int> = 0...Int.max
    ) throws(ShapeError) -> Int? {
        switch value(key) {
        case nil: return nil
        case .integer(let number) where range.contains(number): return number
        default: throw error(key, expected: Self.phrase(range))
        }
    }

    /// Any number.
    public func number(_ key: String) throws(ShapeError) -> Double {
        try needed(try numberIfAny(key), key, "a number")
    }

    /// Any number, or nil when missing.
    public func numberIfAny(_ key: String) throws(ShapeError) -> Double? {
        switch value(key) {
        case nil: return nil
        case .integer(let number): return Double(number)
        case .number(let number) where number.isFinite: return number
        default: throw error(key, expected: "a number")
        }
    }

    /// True or false; missing counts as false.
    public func flag(_ key: String) throws(ShapeError) -> Bool {
        switch value(key) {
        case nil: return false
        case .bool(let value): return value
        default: throw error(key, expected: "true or false")
        }
    }

    /// One of the words of an enumeration.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type = Choice.self
    ) throws(ShapeError) -> Choice where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try needed(
            try textIfAny(key).flatMap(Choice.init(rawValue:)), key, "one of " + words)
    }

    /// Seconds, at most 285 years, to the microsecond.
    public func seconds(_ key: String) throws(ShapeError) -> Duration {
        try needed(try secondsIfAny(key), key, "seconds")
    }

    /// Seconds, or nil when missing.
    public func secondsIfAny(_ key: String) throws(ShapeError) -> Duration? {
        guard let seconds = try numberIfAny(key) else { return nil }
        guard seconds.magnitude < 9e9 else { throw error(key, expected: "fewer seconds") }
        return .microseconds(Int64((seconds * 1e6).rounded()))
    }

    /// A moment as RFC 3339 writes it, in microseconds since 1970-01-01 UTC.
    public func time(_ key: String) throws(ShapeError) -> Int64 {
        try needed(try timeIfAny(key), key, "a time (RFC 3339)")
    }

    /// A moment, or nil when missing.
    public func timeIfAny(_ key: String) throws(ShapeError) -> Int64? {
        guard let text = try textIfAny(key) else { return nil }
        guard let time = UTCTime(text: text) else {
            throw error(key, expected: "a time such as 2026-01-31T09:05:00Z")
        }
        return time.microseconds
    }

    private static func phrase(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? "a whole number from \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
}

extension ObjectReader {
    /// An object, which must be there.
    public func object(_ key: String) throws(ShapeError) -> ObjectReader {
        try ObjectReader(value(key) ?? .null, path: place(key))
    }

    /// An object, or nil when missing.
    public func objectIfAny(_ key: String) throws(ShapeError) -> ObjectReader? {
        guard let value = value(key) else { return nil }
        return try ObjectReader(value, path: place(key))
    }

    /// The elements of an array with their paths; missing counts as empty.
    public func elements(
        _ key: String, max: Int = .max
    ) throws(ShapeError) -> [(value: JSONValue, path: String)] {
        guard let value = value(key) else { return [] }
        guard case .array(let items) = value else { throw error(key, expected: "an array") }
        guard items.count <= max else {
            throw ShapeError(
                path: place(key), expected: "at most \(max) elements", found: "\(items.count)")
        }
        return items.enumerated().map { ($1, "\(place(key))[\($0)]") }
    }

    /// An array of objects.
    public func objects(_ key: String, max: Int = .max) throws(ShapeError) -> [ObjectReader] {
        var readers: [ObjectReader] = []
        for (value, path) in try elements(key, max: max) {
            readers.append(try ObjectReader(value, path: path))
        }
        return readers
    }

    /// An array of shapes.
    public func shapes<Shape: WireShape>(
        _ key: String, of type: Shape.Type = Shape.self, max: Int = .max
    ) throws(ShapeError) -> [Shape] {
        var shapes: [Shape] = []
        for reader in try objects(key, max: max) { shapes.append(try Shape(reader)) }
        return shapes
    }

    /// An array of strings.
    public func texts(_ key: String, max: Int = .max) throws(ShapeError) -> [String] {
        var texts: [String] = []
        for (value, path) in try elements(key, max: max) {
            guard case .string(let text) = value else {
                throw ShapeError(path: path, expected: "a string", found: Self.phrase(value))
            }
            texts.append(text)
        }
        return texts
    }
}

extension ObjectReader {
    /// A job's number as text, `"42"`; a number is taken too.
    public func job(_ key: String) throws(ShapeError) -> JobID {
        let id: JobID? =
            switch value(key) {
            case .string(let text): JobID(text: text)
            case .integer(let number) where number > 0: JobID(number)
            default: nil
            }
        return try needed(id, key, "a job's number")
    }

    /// A task's number within its job, from 1.
    public func task(_ key: String) throws(ShapeError) -> TaskID {
        TaskID(try integer(key, in: 1...Int.max) - 1)
    }

    /// A task's number within its job, or nil when missing.
    public func taskIfAny(_ key: String) throws(ShapeError) -> TaskID? {
        try integerIfAny(key, in: 1...Int.max).map { TaskID($0 - 1) }
    }

    /// An attempt's key as text, `"42.3.1"`.
    public func attempt(_ key: String) throws(ShapeError) -> AttemptKey {
        try needed(
            try textIfAny(key).flatMap { AttemptKey(text: $0) }, key, "an attempt such as 42.3.1")
    }
}
