/// Character sets: `[...]`.
extension PythonParser {
    /// One end of a range: a character, or a category that cannot be one.
    private enum Member {
        case character(UInt32)
        case category(Unicode.Scalar)
    }

    /// Reads the set after its opening bracket.
    mutating func parseSet(flags: PatternFlags) throws(PatternError) -> CharacterSet {
        let start = tokens.position - 1
        var set = CharacterSet(isNegated: try tokens.take("^"))
        var isEmpty = true
        while let token = try tokens.take() {
            if token.plain == "]", !isEmpty { return set }
            isEmpty = false
            let member = try parseMember(token)
            guard try tokens.take("-") else {
                add(member, to: &set, flags: flags)
                continue
            }
            guard let end = try tokens.take() else { break }
            if end.plain == "]" {
                add(member, to: &set, flags: flags)
                add(.character(0x2D), to: &set, flags: flags)
                return set
            }
            try addRange(from: token, member, to: end, in: &set)
        }
        throw tokens.error(
            "unterminated character set", back: tokens.position - start,
            hint: "close it with ], or write \\[ for a bracket")
    }

    private mutating func addRange(
        from start: PatternTokens.Token, _ first: Member, to end: PatternTokens.Token,
        in set: inout CharacterSet
    ) throws(PatternError) {
        let last = try parseMember(end)
        guard case .character(let low) = first, case .character(let high) = last, low <= high else {
            throw tokens.error(
                "bad character range \(start.text)-\(end.text)",
                back: start.count + 1 + end.count,
                hint: "a literal - stands first or last in a set")
        }
        set.ranges.append(low...high)
    }

    private mutating func parseMember(
        _ token: PatternTokens.Token
    ) throws(PatternError) -> Member {
        guard token.isEscaped else { return .character(token.scalar.value) }
        switch token.scalar {
        case "b": return .character(0x08)
        case "d", "D", "s", "S", "w", "W": return .category(token.scalar)
        case "0"..."7":
            let digits = [token.scalar] + (try tokens.take(upTo: 2, where: Self.isOctal))
            let value = Self.integer(digits, radix: 8) ?? 0
            try checkOctal(value, digits: digits)
            return .character(UInt32(value))
        case "8", "9": throw tokens.error("bad escape \(token.text)", back: 2)
        default: return .character(try parseCharacter(token))
        }
    }

    private func add(_ member: Member, to set: inout CharacterSet, flags: PatternFlags) {
        switch member {
        case .character(let value): set.ranges.append(value...value)
        case .category(let letter):
            _ = set.add(category: letter, ascii: flags.contains(.ascii))
        }
    }
}
