/// Repetition: `*`, `+`, `?`, `{m,n}`, each greedy, lazy or possessive.
extension PythonParser {
    private struct Bounds {
        var least: Int
        var most: Int?
    }

    /// Reads the repetition that begins with `scalar` and applies it to the last item.
    mutating func parseRepeat(
        _ scalar: Unicode.Scalar, in sequence: inout Sequence
    ) throws(PatternError) {
        let start = tokens.position - 1
        let bounds: Bounds
        switch scalar {
        case "*": bounds = Bounds(least: 0, most: nil)
        case "+": bounds = Bounds(least: 1, most: nil)
        case "?": bounds = Bounds(least: 0, most: 1)
        default:
            guard let counted = try parseBounds(start: start) else {
                append(scalar.value, to: &sequence)
                return
            }
            bounds = counted
        }
        switch sequence.last {
        case .nothing, .place:
            throw tokens.error("nothing to repeat", back: tokens.position - start)
        case .repetition:
            throw tokens.error("multiple repeat", back: tokens.position - start)
        case .item: break
        }
        output += scalar == "{" ? Self.syntax(of: bounds) : "\(scalar)"
        if try tokens.take("?") {
            output += "?"
        } else if try tokens.take("+") {
            output += "+"
        }
        sequence.last = .repetition
        sequence.lastWidth = sequence.lastWidth.repeated(bounds.least, bounds.most)
    }

    /// Reads `m}`, `m,}`, `,n}` or `m,n}`; nil (and nothing read) when the brace is literal.
    private mutating func parseBounds(start: Int) throws(PatternError) -> Bounds? {
        let afterBrace = tokens.position
        if tokens.next?.plain == "}" { return nil }
        let least = try tokens.take(where: Self.isDigit)
        var most = least
        if try tokens.take(",") {
            most = try tokens.take(where: Self.isDigit)
        }
        guard try tokens.take("}") else {
            try tokens.seek(afterBrace)
            return nil
        }
        let bounds = Bounds(
            least: try number(least, start: start) ?? 0, most: try number(most, start: start))
        if let most = bounds.most, most < bounds.least {
            throw tokens.error(
                "min repeat greater than max repeat", back: tokens.position - afterBrace)
        }
        return bounds
    }

    private func number(
        _ digits: [Unicode.Scalar], start: Int
    ) throws(PatternError) -> Int? {
        if digits.isEmpty { return nil }
        guard let value = Self.integer(digits), value <= PatternLimits.repetitionsMax else {
            throw PatternError(
                message: "the repetition number is too large", offset: start,
                hint: "at most \(PatternLimits.repetitionsMax)")
        }
        return value
    }

    private static func syntax(of bounds: Bounds) -> String {
        guard let most = bounds.most else { return "{\(bounds.least),}" }
        return most == bounds.least ? "{\(most)}" : "{\(bounds.least),\(most)}"
    }

    /// The value of ASCII digits; nil when there are none or too many.
    static func integer(_ digits: [Unicode.Scalar], radix: Int = 10) -> Int? {
        var text = ""
        text.unicodeScalars.append(contentsOf: digits)
        return digits.isEmpty ? nil : Int(text, radix: radix)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    static func isOctal(_ scalar: Unicode.Scalar) -> Bool { ("0"..."7").contains(scalar) }
}
