extension JSONParser {
    /// The string whose opening quote is at the place.
    mutating func string() throws(JSONError) -> String {
        place += 1
        let start = place
        while let byte = current, byte >= 0x20, byte != UInt8(ascii: "\""),
            byte != UInt8(ascii: "\\")
        {
            place += 1
        }
        if current == UInt8(ascii: "\"") {
            defer { place += 1 }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }
        var text = Array(bytes[start..<place])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw error("a control character must be escaped")
            default:
                text.append(byte)
                place += 1
            }
        }
        throw error("a string is not closed")
    }

    /// The UTF-8 of the escape whose backslash is at the place.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        let start = place
        place += 1
        defer { place += 1 }
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[place]]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(from: start)
            return Array(String(scalar).utf8)
        default:
            place = start
            throw error("the escape is unknown")
        }
    }

    /// The scalar of `\uXXXX` or of a pair of them; leaves the place on the last digit.
    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, bytes[(place + 1)...].starts(with: "\\u".utf8) else {
            place = start
            throw error("a surrogate has no partner")
        }
        place += 2
        let second = try hexadecimal(from: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else {
            place = start
            throw error("a surrogate has no partner")
        }
        return scalar
    }

    /// The four digits after the `u` at the place.
    private mutating func hexadecimal(from start: Int) throws(JSONError) -> UInt32 {
        let digits = bytes.dropFirst(place + 1).prefix(4)
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count == 4, !text.hasPrefix("+"), !text.hasPrefix("-"),
            let value = UInt32(text, radix: 16)
        else {
            place = start
            throw error("`\\u` needs four hexadecimal digits")
        }
        place += 4
        return value
    }
}
