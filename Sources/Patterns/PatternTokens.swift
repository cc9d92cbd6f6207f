/// The author's text as the tokens Python's parser sees: one scalar, or a backslash and one scalar.
struct PatternTokens {
    /// One step of the text.
    struct Token: Equatable {
        let scalar: Unicode.Scalar
        /// A backslash stands before the scalar.
        let isEscaped: Bool

        var count: Int { isEscaped ? 2 : 1 }
        var text: String { isEscaped ? "\\\(scalar)" : "\(scalar)" }
        /// The scalar, unless escaped.
        var plain: Unicode.Scalar? { isEscaped ? nil : scalar }
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// The token not yet taken.
    private(set) var next: Token?

    init(_ text: String) throws(PatternError) {
        scalars = Array(text.unicodeScalars)
        try advance()
    }

    /// Offset of `next` (or of the end) in scalars.
    var position: Int { index - (next?.count ?? 0) }

    mutating func take() throws(PatternError) -> Token? {
        let token = next
        try advance()
        return token
    }

    /// Takes `scalar` if it is next.
    mutating func take(_ scalar: Unicode.Scalar) throws(PatternError) -> Bool {
        guard next?.plain == scalar else { return false }
        try advance()
        return true
    }

    /// Takes at most `limit` plain scalars of which `belongs` holds.
    mutating func take(
        upTo limit: Int = .max, where belongs: (Unicode.Scalar) -> Bool
    ) throws(PatternError) -> [Unicode.Scalar] {
        var taken: [Unicode.Scalar] = []
        while taken.count < limit, let scalar = next?.plain, belongs(scalar) {
            taken.append(scalar)
            try advance()
        }
        return taken
    }

    /// Takes a name and the `terminator` after it; `what` names it in errors.
    mutating func take(
        until terminator: Unicode.Scalar, what: String
    ) throws(PatternError) -> [Unicode.Scalar] {
        var name: [Unicode.Scalar] = []
        while let token = try take() {
            if token.plain == terminator {
                if name.isEmpty { throw error("missing \(what)", back: 1) }
                return name
            }
            if token.isEscaped { name.append("\\") }
            name.append(token.scalar)
        }
        if name.isEmpty { throw error("missing \(what)") }
        throw error("missing \(terminator), unterminated name", back: name.count)
    }

    /// Goes back to an earlier `position`.
    mutating func seek(_ position: Int) throws(PatternError) {
        index = position
        try advance()
    }

    /// An error `back` scalars before the current position.
    func error(_ message: String, back: Int = 0, hint: String? = nil) -> PatternError {
        PatternError(message: message, offset: position - back, hint: hint)
    }

    private mutating func advance() throws(PatternError) {
        guard index < scalars.count else {
            next = nil
            return
        }
        guard scalars[index] == "\\" else {
            next = Token(scalar: scalars[index], isEscaped: false)
            index += 1
            return
        }
        guard index + 1 < scalars.count else {
            throw PatternError(
                message: "bad escape (end of pattern)", offset: scalars.count - 1,
                hint: "write \\\\ for a backslash")
        }
        next = Token(scalar: scalars[index + 1], isEscaped: true)
        index += 2
    }
}
