/// Why a text is not JSON.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong: a lower-case fragment.
    public var message: String
    /// Where, in Unicode scalars from the start of the text.
    public var offset: Int

    /// Makes an error.
    public init(_ message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
}

extension JSONValue {
    /// Reads a whole text as one JSON value (RFC 8259).
    ///
    /// `NaN` and `Infinity` are refused, so are control characters in strings and surrogates
    /// without their partner. Of members with the same name the last one counts. Nesting is
    /// bounded by ``ScenarioLimits/jsonLevelsMax``.
    public static func parse(_ text: some StringProtocol) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: Array(text.utf8))
        return try parser.document()
    }
}

/// A recursive descent over the bytes of a JSON text.
struct JSONParser {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The byte at the place; nil at the end.
    var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// One value and nothing else but white space.
    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let result = try value(level: 1)
        skipSpace()
        if current != nil { throw error("there is more after the value") }
        return result
    }

    /// An error at the place.
    func error(_ message: String) -> JSONError {
        let scalars = bytes.prefix(place).count { $0 & 0xC0 != 0x80 }
        return JSONError(message, offset: scalars)
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
            guard byte != 0x0B, byte != 0x0C else { return }
            place += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value(level: Int) throws(JSONError) -> JSONValue {
        guard level <= ScenarioLimits.jsonLevelsMax else {
            throw error("values are nested more than \(ScenarioLimits.jsonLevelsMax) levels deep")
        }
        switch current {
        case nil: throw error("a value is missing")
        case UInt8(ascii: "{"): return try object(level: level)
        case UInt8(ascii: "["): return try array(level: level)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N"), UInt8(ascii: "I"):
            throw error("NaN and Infinity are not JSON")
        default: return try number()
        }
    }

    private mutating func word(
        _ word: String, _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        guard bytes[place...].starts(with: word.utf8) else { throw error("a value is missing") }
        place += word.utf8.count
        return value
    }

    private mutating func array(level: Int) throws(JSONError) -> JSONValue {
        place += 1
        var items: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(items) }
        while true {
            skipSpace()
            items.append(try value(level: level + 1))
            skipSpace()
            if take("]") { return .array(items) }
            guard take(",") else { throw error("`,` or `]` is missing") }
        }
    }

    private mutating func object(level: Int) throws(JSONError) -> JSONValue {
        place += 1
        var object = JSONObject()
        skipSpace()
        if take("}") { return .object(object) }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else {
                throw error("a name in double quotes is missing")
            }
            let name = try string()
            skipSpace()
            guard take(":") else { throw error("`:` is missing") }
            skipSpace()
            object[name] = try value(level: level + 1)
            skipSpace()
            if take("}") { return .object(object) }
            guard take(",") else { throw error("`,` or `}` is missing") }
        }
    }

    private mutating func digits() throws(JSONError) {
        guard current?.isDigit == true else { throw error("a digit is missing") }
        while current?.isDigit == true { place += 1 }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = place
        var isInteger = true
        if !take("-"), current?.isDigit != true { throw error("a value is missing") }
        if current == UInt8(ascii: "I") { throw error("NaN and Infinity are not JSON") }
        if take("0") {
            if current?.isDigit == true { throw error("a number must not start with 0") }
        } else {
            try digits()
        }
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            place = start
            throw error("the number is too large")
        }
        return .number(value)
    }
}
