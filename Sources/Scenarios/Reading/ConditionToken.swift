/// One word or sign of a condition.
struct ConditionToken {
    /// What it is.
    enum Kind: Equatable {
        case word(String)
        case text(String)
        case equal, notEqual, open, close
        /// A `=`, `&` or `|` without its twin.
        case single(Unicode.Scalar)
    }

    /// What it is.
    var kind: Kind
    /// Where it starts, in scalars.
    var offset: Int

    /// The tokens of a text.
    static func all(in text: String) throws(ConditionMistake) -> [ConditionToken] {
        let scalars = Array(text.unicodeScalars)
        var tokens: [ConditionToken] = []
        var place = 0
        while place < scalars.count {
            let start = place
            if scalars[place].properties.isWhitespace {
                place += 1
                continue
            }
            guard tokens.count < ScenarioLimits.conditionTokensMax else {
                throw ConditionMistake(
                    message: "the condition has more than "
                        + "\(ScenarioLimits.conditionTokensMax) words and signs",
                    offset: start)
            }
            let kind = try next(scalars, &place)
            tokens.append(ConditionToken(kind: kind, offset: start))
        }
        return tokens
    }

    private static func next(
        _ scalars: [Unicode.Scalar], _ place: inout Int
    ) throws(ConditionMistake) -> Kind {
        let start = place
        let scalar = scalars[place]
        place += 1
        let twin = place < scalars.count ? scalars[place] : nil
        switch scalar {
        case "(": return .open
        case ")": return .close
        case "'", "\"":
            guard let end = scalars[place...].firstIndex(of: scalar) else {
                throw ConditionMistake(
                    message: "the quote `\(scalar)` is not closed", offset: start)
            }
            let text = String(String.UnicodeScalarView(scalars[place..<end]))
            place = end + 1
            return .text(text)
        case "=" where twin == "=", "!" where twin == "=":
            place += 1
            return scalar == "=" ? .equal : .notEqual
        case "&" where twin == "&":
            throw ConditionMistake(
                message: "`&&` has no meaning here", hint: "write `and`", offset: start)
        case "|" where twin == "|":
            throw ConditionMistake(
                message: "`||` has no meaning here", hint: "write `or`", offset: start)
        case "!":
            throw ConditionMistake(
                message: "`!` has no meaning here", hint: "write `not`", offset: start)
        case "=", "&", "|": return .single(scalar)
        default:
            place = scalars[start...].firstIndex(where: isBoundary) ?? scalars.count
            place = max(place, start + 1)
            return .word(String(String.UnicodeScalarView(scalars[start..<place])))
        }
    }

    private static func isBoundary(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "(", ")", "'", "\"", "=", "!", "&", "|": true
        default: scalar.properties.isWhitespace
        }
    }
}
