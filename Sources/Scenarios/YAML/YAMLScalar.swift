/// What a scalar means by the rules of YAML 1.1, as PyYAML applies them.
enum YAMLScalar: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A whole number beyond 64 bits, in decimal digits.
    case bigInteger(String)
    case number(Double)
    /// Text; dates too.
    case text
}

extension YAMLNode {
    /// What the scalar means; nil for a collection.
    var scalar: YAMLScalar? {
        guard case .scalar(let text, let style) = content else { return nil }
        switch tag {
        case "str", "timestamp": return .text
        case "int", "float", "bool", "null": return YAMLScalar(plain: text)
        default: return style == .quoted ? .text : YAMLScalar(plain: text)
        }
    }

    /// The scalar as Python's `str()` shows it; nil for a collection.
    var pythonText: String? {
        guard let text = scalarText, let scalar else { return nil }
        switch scalar {
        case .null: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .integer(let value): return String(value)
        case .bigInteger(let digits): return digits
        case .number(let value): return value.pythonText
        case .text: return text
        }
    }
}

extension YAMLScalar {
    /// Decides what a text without quotes means.
    init(plain text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": self = .bool(true)
        case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
            self = .bool(false)
        default:
            guard let first = text.utf8.first, Self.startsNumber(first) else {
                self = .text
                return
            }
            self = Self.integer(text) ?? Self.float(text) ?? .text
        }
    }

    private static func startsNumber(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
    }

    /// `12`, `1_000`, `0b1`, `017`, `0xF`, `1:30`.
    private static func integer(_ text: String) -> YAMLScalar? {
        let (negative, body) = splitSign(text)
        let digits = body.filter { $0 != "_" }
        if body == "0" { return .integer(0) }
        if body.hasPrefix("0b") { return whole(digits.dropFirst(2), radix: 2, negative) }
        if body.hasPrefix("0x") { return whole(digits.dropFirst(2), radix: 16, negative) }
        if body.hasPrefix("0") {
            return digits == "0" ? .integer(0) : whole(digits.dropFirst(), radix: 8, negative)
        }
        guard body.utf8.first?.isDigit == true else { return nil }
        if body.contains(":") { return sexagesimal(body, negative) }
        return whole(digits[...], radix: 10, negative)
    }

    private static func splitSign(_ text: String) -> (negative: Bool, body: Substring) {
        switch text.utf8.first {
        case UInt8(ascii: "-"): (true, text.dropFirst())
        case UInt8(ascii: "+"): (false, text.dropFirst())
        default: (false, text[...])
        }
    }

    private static func whole(
        _ digits: Substring, radix: Int, _ negative: Bool
    ) -> YAMLScalar? {
        guard let first = digits.utf8.first, first != UInt8(ascii: "-"),
            first != UInt8(ascii: "+")
        else { return nil }
        if let value = Int((negative ? "-" : "") + digits, radix: radix) {
            return .integer(value)
        }
        guard radix == 10, digits.utf8.allSatisfy(\.isDigit) else { return nil }
        return .bigInteger((negative ? "-" : "") + digits)
    }

    private static func sexagesimal(_ body: Substring, _ negative: Bool) -> YAMLScalar? {
        let parts = body.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.allSatisfy(\.isDigitOrUnderscore),
            parts.dropFirst().allSatisfy(isSixtieth),
            var value = Int(first.filter { $0 != "_" })
        else { return nil }
        for part in parts.dropFirst() {
            let (product, over) = value.multipliedReportingOverflow(by: 60)
            let (sum, overSum) = product.addingReportingOverflow(Int(part) ?? 0)
            guard !over, !overSum else { return nil }
            value = sum
        }
        return .integer(negative ? -value : value)
    }

    /// One or two digits, at most 59.
    private static func isSixtieth(_ part: Substring) -> Bool {
        guard (1...2).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit) else {
            return false
        }
        return (Int(part) ?? 60) < 60
    }

    /// `1.5`, `1.`, `.5`, `1.5e+3`, `1:30.5`, `.inf`, `.nan`. An exponent needs a sign.
    private static func float(_ text: String) -> YAMLScalar? {
        switch text {
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        default: break
        }
        let (negative, body) = splitSign(text)
        guard let dot = body.firstIndex(of: "."), body != "." else { return nil }
        let whole = body[..<dot]
        let rest = body[body.index(after: dot)...]
        if whole.contains(":") { return sexagesimal(whole, rest, negative) }
        // PyYAML takes no sign before a leading dot.
        if whole.isEmpty, text.utf8.first != UInt8(ascii: ".") { return nil }
        if whole.isEmpty, rest.utf8.first?.isDigit != true { return nil }
        if !whole.isEmpty, whole.utf8.first?.isDigit != true { return nil }
        guard whole.utf8.allSatisfy(\.isDigitOrUnderscore), isFraction(rest) else { return nil }
        let digits = (whole.isEmpty ? "0" : whole) + "." + rest
        return Double(padded(digits.filter { $0 != "_" })).map {
            .number(negative ? -$0 : $0)
        }
    }

    /// Digits, then an exponent with a sign or nothing.
    private static func isFraction(_ text: Substring) -> Bool {
        let digits = text.prefix { $0 != "e" && $0 != "E" }
        guard digits.utf8.allSatisfy(\.isDigitOrUnderscore) else { return false }
        let exponent = text.dropFirst(digits.count)
        guard !exponent.isEmpty else { return true }
        let signed = exponent.dropFirst()
        guard signed.first == "-" || signed.first == "+" else { return false }
        return signed.count > 1 && signed.dropFirst().utf8.allSatisfy(\.isDigit)
    }

    /// `1.` and `1.e+3` with a digit after the dot, as `Double` wants it.
    private static func padded(_ text: String) -> String {
        guard let dot = text.firstIndex(of: ".") else { return text }
        let after = text.index(after: dot)
        let digit = after < text.endIndex && text[after] != "e" && text[after] != "E"
        return digit ? text : text[..<after] + "0" + text[after...]
    }

    private static func sexagesimal(
        _ whole: Substring, _ fraction: Substring, _ negative: Bool
    ) -> YAMLScalar? {
        guard fraction.utf8.allSatisfy(\.isDigitOrUnderscore),
            case .integer(let value) = sexagesimal(whole, false),
            let part = Double("0." + fraction.filter { $0 != "_" } + "0")
        else { return nil }
        return .number(negative ? -(Double(value) + part) : Double(value) + part)
    }
}

extension UInt8 {
    /// An ASCII digit.
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    /// An ASCII digit or the underscore that may stand between digits.
    var isDigitOrUnderscore: Bool { isDigit || self == UInt8(ascii: "_") }
    /// An ASCII letter.
    var isLetter: Bool {
        let lower = self | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }
}
