/// Everything that begins with a parenthesis.
extension PythonParser {
    /// Reads the group after its opening parenthesis.
    mutating func parseGroup(in sequence: inout Sequence) throws(PatternError) {
        let start = tokens.position - 1
        guard try tokens.take("?") else {
            return try parseCapture(name: nil, start: start, in: &sequence)
        }
        guard let kind = try tokens.take() else {
            throw tokens.error("unexpected end of pattern")
        }
        switch kind.plain {
        case "P": try parseNamed(start: start, in: &sequence)
        case "#": try skipComment(start: start)
        case "=", "!": try parseLookAround(kind.text, start: start, in: &sequence)
        case "<":
            guard let direction = try tokens.take() else {
                throw tokens.error("unexpected end of pattern")
            }
            guard direction.plain == "=" || direction.plain == "!" else {
                throw tokens.error(
                    "unknown extension ?<\(direction.text)", back: direction.count + 2,
                    hint: "a named group is (?P<name>…)")
            }
            try parseLookBehind(direction.text, start: start, in: &sequence)
        case "(": try parseConditional(start: start, in: &sequence)
        case ":", ">":
            let flags = sequence.flags
            try parseBody("(?\(kind.text)", flags: flags, start: start, in: &sequence)
        case let letter?
        where letter == "-" || letter == "L" || PatternFlags(letter: letter) != nil:
            try parseFlags(first: letter, start: start, in: &sequence)
        default:
            throw tokens.error("unknown extension ?\(kind.text)", back: kind.count + 1)
        }
    }

    /// Reads the alternatives and the closing parenthesis; the group becomes the last item.
    mutating func parseBody(
        _ opening: String, flags: PatternFlags, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        output += opening
        let width = try parseAlternation(flags: flags, depth: sequence.depth + 1)
        try takeClosing(start: start)
        sequence.append(.item, width: width)
    }

    private mutating func takeClosing(start: Int) throws(PatternError) {
        guard try tokens.take(")") else {
            throw tokens.error(
                "missing ), unterminated subpattern", back: tokens.position - start,
                hint: "close it with ), or write \\( for a parenthesis")
        }
        output += ")"
    }

    private mutating func parseCapture(
        name: [Unicode.Scalar]?, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        let group = groupWidths.count
        if let name {
            if let other = groupNumbers[name] {
                throw tokens.error(
                    "redefinition of group name \(Self.quoted(name)) as group \(group); "
                        + "was group \(other)", back: name.count + 1)
            }
            groupNumbers[name] = group
        }
        groupWidths.append(nil)
        try parseBody("(", flags: sequence.flags, start: start, in: &sequence)
        groupWidths[group] = sequence.lastWidth
    }

    /// `(?P<name>…)` and `(?P=name)`.
    private mutating func parseNamed(
        start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        if try tokens.take("<") {
            let name = try tokens.take(until: ">", what: "group name")
            try checkName(name)
            try parseCapture(name: name, start: start, in: &sequence)
        } else if try tokens.take("=") {
            let name = try tokens.take(until: ")", what: "group name")
            try checkName(name)
            let group = try number(ofGroup: name)
            try appendReference(to: group, back: name.count + 1, in: &sequence)
        } else {
            guard let token = try tokens.take() else {
                throw tokens.error("unexpected end of pattern")
            }
            throw tokens.error("unknown extension ?P\(token.text)", back: token.count + 2)
        }
    }

    private func number(ofGroup name: [Unicode.Scalar]) throws(PatternError) -> Int {
        if let group = groupNumbers[name] { return group }
        throw tokens.error("unknown group name \(Self.quoted(name))", back: name.count + 1)
    }

    private func checkName(_ name: [Unicode.Scalar]) throws(PatternError) {
        guard Self.isIdentifier(name) else {
            throw tokens.error(
                "bad character in group name \(Self.quoted(name))", back: name.count + 1)
        }
    }

    private static func isIdentifier(_ name: [Unicode.Scalar]) -> Bool {
        guard let first = name.first, first == "_" || first.properties.isXIDStart else {
            return false
        }
        return name.allSatisfy(\.properties.isXIDContinue)
    }

    private mutating func skipComment(start: Int) throws(PatternError) {
        while let token = try tokens.take() {
            if token.plain == ")" { return }
        }
        throw tokens.error(
            "missing ), unterminated comment", back: tokens.position - start)
    }

    private mutating func parseLookAround(
        _ kind: String, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        try parseBody("(?\(kind)", flags: sequence.flags, start: start, in: &sequence)
        sequence.lastWidth = .zero
    }

    private mutating func parseLookBehind(
        _ kind: String, start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        let outerGroups = lookBehindGroups
        lookBehindGroups = outerGroups ?? groupWidths.count
        try parseBody("(?<\(kind)", flags: sequence.flags, start: start, in: &sequence)
        lookBehindGroups = outerGroups
        if !sequence.lastWidth.isFixed {
            let error = PatternError(
                message: "look-behind requires fixed-width pattern", offset: start)
            if start < lookBehindError?.offset ?? .max { lookBehindError = error }
        }
        sequence.lastWidth = .zero
    }

    func checkLookBehind(group: Int) throws(PatternError) {
        guard let lookBehindGroups else { return }
        guard group < groupWidths.count, groupWidths[group] != nil else {
            throw tokens.error("cannot refer to an open group")
        }
        guard group < lookBehindGroups else {
            throw tokens.error(
                "cannot refer to group defined in the same lookbehind subpattern")
        }
    }

    /// `(?(1)yes|no)` and `(?(name)yes|no)`.
    private mutating func parseConditional(
        start: Int, in sequence: inout Sequence
    ) throws(PatternError) {
        let name = try tokens.take(until: ")", what: "group name")
        let group = try conditionGroup(name)
        try checkLookBehind(group: group)
        output += "(?(\(group))"
        let depth = sequence.depth + 1
        if depth > PatternLimits.nestingMax {
            throw tokens.error("groups nested deeper than \(PatternLimits.nestingMax)")
        }
        let flags = sequence.flags
        var width = try parseSequence(flags: flags, depth: depth, canSetGlobal: false)
        if try tokens.take("|") {
            output += "|"
            width = width.or(try parseSequence(flags: flags, depth: depth, canSetGlobal: false))
            if tokens.next?.plain == "|" {
                throw tokens.error("conditional backref with more than two branches")
            }
        } else {
            width = width.or(.zero)
        }
        try takeClosing(start: start)
        sequence.append(.item, width: width)
    }

    private mutating func conditionGroup(
        _ name: [Unicode.Scalar]
    ) throws(PatternError) -> Int {
        if Self.isIdentifier(name) { return try number(ofGroup: name) }
        guard name.allSatisfy(Self.isDigit), let group = Self.integer(name) else {
            throw tokens.error(
                "bad character in group name \(Self.quoted(name))", back: name.count + 1)
        }
        if group == 0 { throw tokens.error("bad group number", back: name.count + 1) }
        conditionUses.append(
            ConditionUse(group: group, offset: tokens.position - name.count - 1))
        return group
    }
}
