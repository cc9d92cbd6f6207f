/// Why a condition cannot be read.
struct ConditionMistake: Error, Hashable {
    /// What is wrong.
    var message: String
    /// What to do.
    var hint: String?
    /// Where, in Unicode scalars from the start.
    var offset: Int
}

/// A recursive descent over the text of an `if`.
struct ConditionParser {
    private let tokens: [ConditionToken]
    private let endOffset: Int
    private var place = 0

    /// The condition that a text says.
    static func parse(_ text: String) throws(ConditionMistake) -> Condition {
        var parser = ConditionParser(
            tokens: try ConditionToken.all(in: text), endOffset: text.unicodeScalars.count)
        guard !parser.tokens.isEmpty else { throw parser.mistake("the condition is empty") }
        let condition = try parser.or(level: 1)
        switch parser.current?.kind {
        case nil: return condition
        case .single(let sign): throw parser.single(sign)
        case .close: throw parser.mistake("`)` closes nothing")
        default: throw parser.mistake("`and` or `or` is missing here")
        }
    }

    private func single(_ sign: Unicode.Scalar) -> ConditionMistake {
        mistake("`\(sign)` has no meaning here", hint: "write `\(sign)\(sign)`")
    }

    private init(tokens: [ConditionToken], endOffset: Int) {
        self.tokens = tokens
        self.endOffset = endOffset
    }

    private var current: ConditionToken? { place < tokens.count ? tokens[place] : nil }

    private func mistake(_ message: String, hint: String? = nil) -> ConditionMistake {
        ConditionMistake(message: message, hint: hint, offset: current?.offset ?? endOffset)
    }

    private mutating func take(_ kind: ConditionToken.Kind) -> Bool {
        guard current?.kind == kind else { return false }
        place += 1
        return true
    }

    private mutating func or(level: Int) throws(ConditionMistake) -> Condition {
        var result = try and(level: level)
        while take(.word("or")) { result = .or(result, try and(level: level)) }
        return result
    }

    private mutating func and(level: Int) throws(ConditionMistake) -> Condition {
        var result = try not(level: level)
        while take(.word("and")) { result = .and(result, try not(level: level)) }
        return result
    }

    private mutating func not(level: Int) throws(ConditionMistake) -> Condition {
        guard level <= ScenarioLimits.conditionLevelsMax else {
            throw mistake(
                "the condition is nested more than \(ScenarioLimits.conditionLevelsMax) levels")
        }
        if take(.word("not")) { return .not(try not(level: level + 1)) }
        guard take(.open) else { return try comparison() }
        let inner = try or(level: level + 1)
        guard take(.close) else { throw mistake("`)` is missing") }
        return inner
    }

    private mutating func comparison() throws(ConditionMistake) -> Condition {
        let start = place
        let left = try operand()
        if take(.equal) { return .equal(left, try operand()) }
        if take(.notEqual) { return .notEqual(left, try operand()) }
        guard case .word(let word) = tokens[start].kind, case .text = left else {
            return .isSet(left)
        }
        switch word.lowercased() {
        case "true": return .isSet(.text("true"))
        case "false": return .isSet(.text(""))
        default:
            place = start
            throw mistake(
                "`\(word.shortened)` alone is neither true nor false",
                hint: "compare it, as in `os == linux`, or use `env.NAME` or `matrix.NAME`")
        }
    }

    private mutating func operand() throws(ConditionMistake) -> Condition.Operand {
        let hint = "it can be `os`, `env.NAME`, `matrix.NAME` or a text"
        switch current?.kind {
        case .text(let text):
            place += 1
            return .text(text)
        case .word(let word) where !["and", "or", "not"].contains(word):
            let operand = try named(word)
            place += 1
            return operand
        case .single(let sign): throw single(sign)
        default: throw mistake("a value is missing here", hint: hint)
        }
    }

    private func named(_ word: String) throws(ConditionMistake) -> Condition.Operand {
        if word == "os" { return .os }
        for (prefix, make) in [
            ("env.", Condition.Operand.env), ("matrix.", Condition.Operand.matrix),
        ] where word.hasPrefix(prefix) {
            let name = String(word.dropFirst(prefix.count))
            guard Placeholder.isName(name) else {
                throw mistake("`\(word.shortened)` is not a name")
            }
            return make(name)
        }
        return .text(word)
    }
}

extension Condition {
    /// The matrix keys it asks for.
    var matrixNames: [String] {
        func names(_ operands: Operand...) -> [String] {
            operands.compactMap { if case .matrix(let name) = $0 { name } else { nil } }
        }
        switch self {
        case .equal(let a, let b), .notEqual(let a, let b): return names(a, b)
        case .isSet(let a): return names(a)
        case .and(let a, let b), .or(let a, let b): return a.matrixNames + b.matrixNames
        case .not(let a): return a.matrixNames
        }
    }
}
