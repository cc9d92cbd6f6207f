extension Lexer {
    /// The string whose opening quote is at the place.
    mutating func string() throws(GraphQLError) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = byte() {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return try decoded(text)
            case UInt8(ascii: "\\"): text += try escape()
            case 0x0A, 0x0D: throw error("Unterminated string.")
            case 0..<0x09, 0x0B..<0x20: throw error("Invalid character within String: \(phrase()).")
            default:
                text.append(byte)
                place += 1
            }
        }
        throw error("Unterminated string.")
    }

    /// Bytes that are no UTF-8 are refused, not repaired.
    private mutating func decoded(_ bytes: [UInt8]) throws(GraphQLError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("A string is not UTF-8.")
        }
        return text
    }

    /// The UTF-8 of the escape whose backslash is at the place.
    private mutating func escape() throws(GraphQLError) -> [UInt8] {
        let start = place
        place += 2
        switch byte(-1) {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            guard let scalar = unicodeEscape() else {
                place = start
                throw error("Invalid Unicode escape sequence.")
            }
            return Array(String(scalar).utf8)
        default:
            place = start
            throw error("Invalid character escape sequence.")
        }
    }

    /// The scalar of `XXXX`, of a pair of surrogates or of `{…}` after `\u`.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        if byte() == UInt8(ascii: "{") {
            place += 1
            var value: UInt32 = 0
            var count = 0
            while let digit = byte().flatMap(Self.hexadecimal) {
                value = min(value << 4 | digit, 0x11_0000)
                count += 1
                place += 1
            }
            guard count > 0, byte() == UInt8(ascii: "}") else { return nil }
            place += 1
            return Unicode.Scalar(value)
        }
        guard let first = fourDigits() else { return nil }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, byte() == UInt8(ascii: "\\"), byte(1) == UInt8(ascii: "u") else {
            return nil
        }
        place += 2
        guard let second = fourDigits(), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = byte().flatMap(Self.hexadecimal) else { return nil }
            value = value << 4 | digit
            place += 1
        }
        return value
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The block string whose opening quotes are at the place.
    mutating func blockString() throws(GraphQLError) -> String {
        place += 3
        let quote = UInt8(ascii: "\"")
        var raw: [UInt8] = []
        while let byte = byte() {
            if byte == quote, self.byte(1) == quote, self.byte(2) == quote {
                place += 3
                return BlockString.value(of: try decoded(raw))
            }
            if byte == UInt8(ascii: "\\"), self.byte(1) == quote, self.byte(2) == quote,
                self.byte(3) == quote
            {
                raw += [quote, quote, quote]
                place += 4
                continue
            }
            guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else {
                throw error("Invalid character within String: \(phrase()).")
            }
            raw.append(byte)
            place += 1
        }
        throw error("Unterminated string.")
    }
}

/// The meaning of a block string's raw text (specification, `BlockStringValue`).
enum BlockString {
    /// The text without its common indentation and without blank lines around it.
    static func value(of raw: String) -> String {
        var lines = split(Array(raw.utf8))
        let indents = lines.dropFirst().compactMap { line -> Int? in
            let indent = line.prefix { $0.isBlank }.count
            return indent < line.count ? indent : nil
        }
        if let common = indents.min() {
            for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(common) }
        }
        while lines.first?.allSatisfy(\.isBlank) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isBlank) == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    /// Divides at LF, CR and CR LF.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            guard byte == 0x0A || byte == 0x0D else {
                place += 1
                continue
            }
            lines.append(bytes[start..<place])
            place += byte == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 2 : 1
            start = place
        }
        lines.append(bytes[start...])
        return lines
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}
