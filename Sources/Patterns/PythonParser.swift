/// A recursive-descent parser in the shape of Python's `re._parser`, writing PCRE2 as it goes.
///
/// It keeps Python's order of checks so that the first error is the same one.
struct PythonParser {
    /// A condition on a group that may be defined later.
    struct ConditionUse {
        let group: Int
        let offset: Int
    }

    var tokens: PatternTokens
    var output = ""
    var origins: [PythonSyntax.Translation.Origin] = []
    var globalFlags: PatternFlags
    /// Flags turned on anywhere.
    var usedFlags: PatternFlags = []
    /// Widths by group number; nil while the group is open. Group 0 is never closed.
    var groupWidths: [MatchWidth?] = [nil]
    var groupNumbers: [[Unicode.Scalar]: Int] = [:]
    /// Inside a look-behind: the number of groups when the outermost one began.
    var lookBehindGroups: Int?
    var conditionUses: [ConditionUse] = []
    /// Python finds these only after the whole text was read.
    var lookBehindError: PatternError?

    init(_ text: String, flags: PatternFlags) throws(PatternError) {
        tokens = try PatternTokens(text)
        globalFlags = flags
    }

    /// Reads the whole text.
    mutating func parse() throws(PatternError) {
        _ = try parseAlternation(flags: globalFlags, depth: 0)
        if tokens.next != nil { throw tokens.error("unbalanced parenthesis") }
        if let use = conditionUses.first(where: { $0.group >= groupWidths.count }) {
            throw PatternError(
                message: "invalid group reference \(use.group)", offset: use.offset)
        }
        if let lookBehindError { throw lookBehindError }
    }

    /// Reads `a|b|c` up to a closing parenthesis or the end.
    mutating func parseAlternation(
        flags: PatternFlags, depth: Int
    ) throws(PatternError) -> MatchWidth {
        if depth > PatternLimits.nestingMax {
            throw tokens.error("groups nested deeper than \(PatternLimits.nestingMax)")
        }
        let canSetGlobal = depth == 0
        var width = try parseSequence(flags: flags, depth: depth, canSetGlobal: canSetGlobal)
        while try tokens.take("|") {
            output += "|"
            let branchFlags = depth == 0 ? globalFlags : flags
            width = width.or(
                try parseSequence(flags: branchFlags, depth: depth, canSetGlobal: false))
        }
        return width
    }

    /// What a sequence knows of itself while it is read.
    struct Sequence {
        /// What a following `*` would repeat.
        enum Last { case nothing, place, item, repetition }

        var flags: PatternFlags
        let depth: Int
        let canSetGlobal: Bool
        var last = Last.nothing
        var lastWidth = MatchWidth.zero
        /// Width of everything before the last item.
        var widthBefore = MatchWidth.zero

        var width: MatchWidth { widthBefore.followed(by: lastWidth) }

        mutating func append(_ kind: Last, width: MatchWidth) {
            widthBefore = self.width
            lastWidth = width
            last = kind
        }
    }

    /// Reads one branch of an alternation.
    mutating func parseSequence(
        flags: PatternFlags, depth: Int, canSetGlobal: Bool
    ) throws(PatternError) -> MatchWidth {
        var sequence = Sequence(flags: flags, depth: depth, canSetGlobal: canSetGlobal)
        while let token = tokens.next, token.plain != "|", token.plain != ")" {
            _ = try tokens.take()
            origins.append(
                .init(output: output.utf8.count, source: tokens.position - token.count))
            if sequence.flags.contains(.verbose), try skipVerbose(token) { continue }
            try parse(token, in: &sequence)
        }
        return sequence.width
    }

    /// White space and comments of the `x` flag.
    private mutating func skipVerbose(
        _ token: PatternTokens.Token
    ) throws(PatternError) -> Bool {
        switch token.plain {
        case " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}": return true
        case "#":
            while let skipped = try tokens.take(), skipped.plain != "\n" {}
            return true
        default: return false
        }
    }

    private mutating func parse(
        _ token: PatternTokens.Token, in sequence: inout Sequence
    ) throws(PatternError) {
        guard let scalar = token.plain else { return try parseEscape(token, in: &sequence) }
        switch scalar {
        case "[":
            output += try parseSet(flags: sequence.flags).syntax(flags: sequence.flags)
            sequence.append(.item, width: .one)
        case "*", "+", "?", "{":
            try parseRepeat(scalar, in: &sequence)
        case ".":
            output += "."
            sequence.append(.item, width: .one)
        case "(":
            try parseGroup(in: &sequence)
        case "^":
            output += "^"
            sequence.append(.place, width: .zero)
        case "$":
            // Spelled out, because a partial match must count on text after a final newline.
            output += sequence.flags.contains(.multiline) ? "$" : "(?=\\n?\\z)"
            sequence.append(.place, width: .zero)
        default:
            append(scalar.value, to: &sequence)
        }
    }

    /// Writes one literal character.
    mutating func append(_ value: UInt32, to sequence: inout Sequence) {
        output += CharacterSet.character(value, flags: sequence.flags)
        sequence.append(.item, width: .one)
    }
}
