import Scenarios

/// Makes tokens of a document's bytes (specification, section 2.1). Whatever the bytes, the answer
/// is a token or an error.
///
/// Beyond October 2021 it takes every Unicode scalar in strings and comments and the `\u{…}`
/// escape, as the current draft and all clients do.
struct Lexer: Sendable {
    let bytes: [UInt8]
    var place = 0
    private var line = 1
    private var lineStart = 0
    /// Bytes of this line that continue a scalar and are no column.
    private var continuations = 0
    private var counted = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            place = 3
            counted = 3
            lineStart = 3
        }
    }

    func byte(_ offset: Int = 0) -> UInt8? {
        place + offset < bytes.count ? bytes[place + offset] : nil
    }

    /// The position of the place; places only grow.
    mutating func position() -> Position {
        position(of: place)
    }

    mutating func position(of place: Int) -> Position {
        while counted < place, counted < bytes.count {
            let byte = bytes[counted]
            counted += 1
            let isPair = byte == 0x0D && counted < bytes.count && bytes[counted] == 0x0A
            if (byte == 0x0A || byte == 0x0D) && !isPair {
                line += 1
                lineStart = counted
                continuations = 0
            } else if byte & 0xC0 == 0x80 {
                continuations += 1
            }
        }
        return Position(line: line, column: max(0, place - lineStart - continuations) + 1)
    }

    mutating func error(_ message: String) -> GraphQLError {
        GraphQLError("Syntax Error: \(message)", at: [position()])
    }

    /// The next token; `.end` again and again at the end.
    mutating func next() throws(GraphQLError) -> Token {
        skipIgnored()
        let position = position()
        guard let first = byte() else { return Token(kind: .end, position: position) }
        switch first {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "|"),
            UInt8(ascii: "}"):
            place += 1
            return Token(kind: .punctuator(first), position: position)
        case UInt8(ascii: "."):
            guard byte(1) == first, byte(2) == first else {
                throw error("Unexpected character: \".\".")
            }
            place += 3
            return Token(kind: .spread, position: position)
        case UInt8(ascii: "\""):
            if byte(1) == first, byte(2) == first {
                return Token(
                    kind: .string(try blockString(), isBlock: true), position: position)
            }
            return Token(kind: .string(try string(), isBlock: false), position: position)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return Token(kind: try number(), position: position)
        case let byte where byte.isNameStart:
            let start = place
            while self.byte()?.isNameContinue == true { place += 1 }
            return Token(
                kind: .name(String(decoding: bytes[start..<place], as: UTF8.self)),
                position: position)
        default:
            throw error("Unexpected character: \(phrase()).")
        }
    }

    /// White space, line ends, commas and comments.
    private mutating func skipIgnored() {
        while let byte = byte() {
            switch byte {
            case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: ","): place += 1
            case 0xEF where self.byte(1) == 0xBB && self.byte(2) == 0xBF: place += 3
            case UInt8(ascii: "#"):
                while let inner = self.byte(), inner != 0x0A, inner != 0x0D { place += 1 }
            default: return
            }
        }
    }

    private mutating func number() throws(GraphQLError) -> Token.Kind {
        let start = place
        var isFloat = false
        if byte() == UInt8(ascii: "-") { place += 1 }
        if byte() == UInt8(ascii: "0") {
            place += 1
            if byte()?.isDigit == true {
                throw error("Invalid number, unexpected digit after 0: \(phrase()).")
            }
        } else {
            try digits()
        }
        if byte() == UInt8(ascii: ".") {
            isFloat = true
            place += 1
            try digits()
        }
        if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
            isFloat = true
            place += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        if let next = byte(), next == UInt8(ascii: ".") || next.isNameStart {
            throw error("Invalid number, expected digit but got: \(phrase()).")
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        return isFloat ? .float(text) : .int(text)
    }

    private mutating func digits() throws(GraphQLError) {
        guard byte()?.isDigit == true else {
            throw error("Invalid number, expected digit but got: \(phrase()).")
        }
        while byte()?.isDigit == true { place += 1 }
    }

    /// What stands at the place, for messages.
    func phrase() -> String {
        guard place < bytes.count else { return "<EOF>" }
        let text = String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self)
        guard let scalar = text.unicodeScalars.first else { return "<EOF>" }
        if scalar.value >= 0x20, scalar.value < 0x7F { return "\"\(scalar)\"" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isNameStart: Bool {
        self == 0x5F || (self >= 0x41 && self <= 0x5A) || (self >= 0x61 && self <= 0x7A)
    }
    var isNameContinue: Bool { isNameStart || isDigit }
}
