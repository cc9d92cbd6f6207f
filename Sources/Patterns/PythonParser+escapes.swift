/// Escapes outside character sets, and the numeric escapes shared with them.
extension PythonParser {
    /// Reads the rest of the escape `token` and writes it.
    mutating func parseEscape(
        _ token: PatternTokens.Token, in sequence: inout Sequence
    ) throws(PatternError) {
        var set = CharacterSet()
        if set.add(category: token.scalar, ascii: sequence.flags.contains(.ascii)) {
            output += set.classes.first ?? set.syntax(flags: sequence.flags)
            sequence.append(.item, width: .one)
        } else if let place = Self.place(token.scalar, flags: sequence.flags) {
            output += place
            sequence.append(.place, width: .zero)
        } else if ("1"..."9").contains(token.scalar) {
            try parseNumber(token, in: &sequence)
        } else if token.scalar == "0" {
            let digits = [token.scalar] + (try tokens.take(upTo: 2, where: Self.isOctal))
            append(UInt32(Self.integer(digits, radix: 8) ?? 0), to: &sequence)
        } else {
            append(try parseCharacter(token), to: &sequence)
        }
    }

    /// The character an escape stands for, apart from digits, which mean different things in sets.
    mutating func parseCharacter(_ token: PatternTokens.Token) throws(PatternError) -> UInt32 {
        switch token.scalar {
        case "a": return 0x07
        case "f": return 0x0C
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "x": return try parseHexadecimal(token, digits: 2)
        case "u": return try parseHexadecimal(token, digits: 4)
        case "U": return try parseHexadecimal(token, digits: 8)
        case "N": return try parseNamedCharacter()
        case "a"..."z", "A"..."Z":
            throw tokens.error(
                "bad escape \(token.text)", back: 2, hint: Self.hint(forEscape: token.scalar))
        default: return token.scalar.value
        }
    }

    /// `\A`, `\Z`, `\b` and `\B`.
    private static func place(_ letter: Unicode.Scalar, flags: PatternFlags) -> String? {
        let isASCII = flags.contains(.ascii)
        switch letter {
        case "A": return "\\A"
        case "Z": return "\\z"
        case "b" where isASCII: return "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
        case "b": return "\\b"
        // Python's does not hold in empty text.
        case "B" where isASCII:
            return "(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word))(?!\\A\\z))"
        case "B": return "\\B(?!\\A\\z)"
        default: return nil
        }
    }

    private static let word = "[0-9A-Z_a-z]"

    /// A back-reference, or an octal escape of exactly three digits.
    private mutating func parseNumber(
        _ token: PatternTokens.Token, in sequence: inout Sequence
    ) throws(PatternError) {
        var digits = [token.scalar] + (try tokens.take(upTo: 1, where: Self.isDigit))
        if digits.count == 2, digits.allSatisfy(Self.isOctal) {
            digits += try tokens.take(upTo: 1, where: Self.isOctal)
        }
        let value = Self.integer(digits, radix: digits.count == 3 ? 8 : 10) ?? 0
        if digits.count == 3 {
            try checkOctal(value, digits: digits)
            append(UInt32(value), to: &sequence)
            return
        }
        guard value < groupWidths.count else {
            throw tokens.error("invalid group reference \(value)", back: digits.count)
        }
        try appendReference(to: value, back: digits.count + 1, in: &sequence)
    }

    /// Writes a reference to a closed group; errors lie `back` scalars before the position.
    mutating func appendReference(
        to group: Int, back: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        guard let width = groupWidths[group] else {
            throw tokens.error("cannot refer to an open group", back: back)
        }
        try checkLookBehind(group: group)
        output += "\\g{\(group)}"
        sequence.append(.item, width: width)
    }

    func checkOctal(_ value: Int, digits: [Unicode.Scalar]) throws(PatternError) {
        guard value <= 0o377 else {
            throw tokens.error(
                "octal escape value \\\(Self.text(digits)) outside of range 0-0o377",
                back: digits.count + 1)
        }
    }

    private mutating func parseHexadecimal(
        _ token: PatternTokens.Token, digits count: Int
    ) throws(PatternError) -> UInt32 {
        let digits = try tokens.take(upTo: count) { $0.isASCII && $0.properties.isASCIIHexDigit }
        let text = token.text + Self.text(digits)
        guard digits.count == count, let value = Self.integer(digits, radix: 16) else {
            throw tokens.error("incomplete escape \(text)", back: digits.count + 2)
        }
        guard value <= 0x10FFFF else {
            throw tokens.error("bad escape \(text)", back: count + 2)
        }
        return UInt32(value)
    }

    /// `{NAME}` after `\N`.
    private mutating func parseNamedCharacter() throws(PatternError) -> UInt32 {
        guard try tokens.take("{") else { throw tokens.error("missing {") }
        let name = try tokens.take(until: "}", what: "character name")
        guard let value = Self.character(named: Self.text(name)) else {
            throw tokens.error(
                "undefined character name \(Self.quoted(name))", back: name.count + 4)
        }
        return value
    }

    /// Looks through all of Unicode (some 10 ms): the name is rare, a table would be large.
    private static func character(named name: String) -> UInt32? {
        let wanted = name.uppercased()
        return CharacterSet.everything.first { value in
            guard let properties = Unicode.Scalar(value)?.properties else { return false }
            return properties.name == wanted || properties.nameAlias == wanted
        }
    }

    private static func hint(forEscape letter: Unicode.Scalar) -> String? {
        switch letter {
        case "z", "G": "the end of the text is \\Z, its beginning \\A"
        case "e": "write \\x1b for ESC"
        case "h": "write [ \\t] for horizontal white space"
        case "R": "write \\r?\\n for the end of a line"
        case "p", "P": "Unicode properties are not available; use \\w, \\d, \\s or a set"
        case "Q", "E": "put a backslash before each special character"
        default: nil
        }
    }

    static func text(_ scalars: [Unicode.Scalar]) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    /// The text as Python's `repr` shows it.
    static func quoted(_ scalars: [Unicode.Scalar]) -> String {
        let quote = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
        let body = scalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "'" where quote == "'": "\\'"
            default: "\(scalar)"
            }
        }
        return quote + body.joined() + quote
    }
}
