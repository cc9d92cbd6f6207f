/// Inline flags: `(?i)` for the whole, `(?i-s:…)` for a group.
extension PythonParser {
    /// Reads the flags whose first letter was taken, and the group they belong to.
    mutating func parseFlags(
        first: Unicode.Scalar, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        var added: PatternFlags = []
        var removed: PatternFlags = []
        var end = first
        if first != "-" {
            end = try parseAdded(first: first, into: &added)
        }
        if end == ")" {
            return try setGlobal(added, start: start, in: &sequence)
        }
        if end == "-" {
            try parseRemoved(into: &removed)
        }
        if !added.isDisjoint(with: removed) {
            throw tokens.error("bad inline flags: flag turned on and off", back: 1)
        }
        var flags = sequence.flags
        if !added.isDisjoint(with: .types) { flags.subtract(.types) }
        flags.formUnion(added)
        flags.subtract(removed)
        let letters = removed.sharedLetters
        let opening = added.sharedLetters + (letters.isEmpty ? "" : "-\(letters)")
        try parseBody("(?\(opening):", flags: flags, start: start, in: &sequence)
    }

    private mutating func setGlobal(
        _ flags: PatternFlags, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        guard sequence.canSetGlobal, sequence.last == .nothing else {
            throw tokens.error(
                "global flags not at the start of the expression",
                back: tokens.position - start,
                hint: "put them first, or write (?i:…) for a part")
        }
        globalFlags.formUnion(flags)
        sequence.flags = globalFlags
    }

    /// Reads up to `)`, `-` or `:` and returns which.
    private mutating func parseAdded(
        first: Unicode.Scalar, into added: inout PatternFlags
    ) throws(PatternError) -> Unicode.Scalar {
        var letter = first
        while true {
            guard let flag = PatternFlags(letter: letter) else {
                throw tokens.error("bad inline flags: cannot use 'L' flag with a str pattern")
            }
            added.insert(flag)
            usedFlags.insert(flag)
            if added.isSuperset(of: .types) {
                throw tokens.error(
                    "bad inline flags: flags 'a', 'u' and 'L' are incompatible")
            }
            letter = try takeLetter(or: "missing -, : or )", until: [")", "-", ":"])
            if [")", "-", ":"].contains(letter) { return letter }
        }
    }

    /// Reads up to and with `:`.
    private mutating func parseRemoved(into removed: inout PatternFlags) throws(PatternError) {
        var letter = try takeLetter(or: "missing flag", until: [])
        while letter != ":" {
            guard let flag = PatternFlags(letter: letter), flag.isDisjoint(with: .types) else {
                throw tokens.error(
                    "bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
            }
            removed.insert(flag)
            letter = try takeLetter(or: "missing :", until: [":"])
        }
    }

    /// Takes a flag letter or one of `ends`.
    private mutating func takeLetter(
        or message: String, until ends: [Unicode.Scalar]
    ) throws(PatternError) -> Unicode.Scalar {
        guard let token = try tokens.take() else { throw tokens.error(message) }
        if let letter = token.plain,
            ends.contains(letter) || letter == "L" || PatternFlags(letter: letter) != nil
        {
            return letter
        }
        let isLetter = token.plain?.properties.isAlphabetic ?? false
        throw tokens.error(isLetter ? "unknown flag" : message, back: token.count)
    }
}
