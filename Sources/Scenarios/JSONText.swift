extension JSONValue {
    /// The value as compact JSON on one line, safe to print: no control character stays raw.
    ///
    /// Members keep their order. Numbers that JSON cannot carry (infinities, NaN) become null.
    public func text() -> String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.writeQuoted(value, to: &text)
        case .array(let values): Self.write(values, to: &text)
        case .object(let object): Self.write(object, to: &text)
        }
    }

    private static func write(_ values: [JSONValue], to text: inout String) {
        text += "["
        for (place, value) in values.enumerated() {
            if place > 0 { text += "," }
            value.write(to: &text)
        }
        text += "]"
    }

    private static func write(_ object: JSONObject, to text: inout String) {
        text += "{"
        for (place, member) in object.members.enumerated() {
            if place > 0 { text += "," }
            writeQuoted(member.key, to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }

    private static func writeQuoted(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if mustEscape(scalar) {
                    let hex = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }

    /// JSON demands it below U+0020; the others would act on a terminal or end a line.
    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }
}
