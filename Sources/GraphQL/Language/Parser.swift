import Scenarios

extension Document {
    /// Reads a document; the first mistake of its form ends the reading.
    ///
    /// Its size, its tokens and its nesting are bounded by ``GraphQLLimits``.
    public init(parsing text: String) throws(GraphQLError) {
        var parser = try Parser(Array(text.utf8))
        self = try parser.document()
    }

    /// Reads a document from bytes, which have to be UTF-8.
    public init(parsing bytes: [UInt8]) throws(GraphQLError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw GraphQLError("Syntax Error: The document is not UTF-8.")
        }
        var parser = try Parser(bytes)
        self = try parser.document()
    }
}

/// A recursive descent over tokens, one ahead.
struct Parser {
    private var lexer: Lexer
    private(set) var token: Token
    private var tokens = 1
    private var level = 0

    init(_ bytes: [UInt8]) throws(GraphQLError) {
        guard bytes.count <= GraphQLLimits.documentBytesMax else {
            throw GraphQLError(
                "Syntax Error: The document has more than \(GraphQLLimits.documentBytesMax)"
                    + " bytes.")
        }
        lexer = Lexer(bytes)
        token = try lexer.next()
    }

    mutating func document() throws(GraphQLError) -> Document {
        var definitions: [Definition] = []
        repeat { definitions.append(try definition()) } while token.kind != .end
        return Document(definitions: definitions)
    }

    private mutating func definition() throws(GraphQLError) -> Definition {
        if isPunctuator("{") { return .operation(try operation()) }
        if case .string = token.kind { return .typeSystem(try typeSystemDefinition()) }
        guard case .name(let word) = token.kind else { throw unexpected() }
        switch word {
        case "query", "mutation", "subscription": return .operation(try operation())
        case "fragment": return .fragment(try fragment())
        default: return .typeSystem(try typeSystemDefinition())
        }
    }

    // MARK: tokens

    /// The error that the token does not belong there.
    func unexpected() -> GraphQLError {
        GraphQLError("Syntax Error: Unexpected \(token.phrase).", at: [token.position])
    }

    mutating func advance() throws(GraphQLError) {
        tokens += 1
        guard tokens <= GraphQLLimits.tokensMax else {
            throw GraphQLError(
                "Syntax Error: The document has more than \(GraphQLLimits.tokensMax) tokens.",
                at: [token.position])
        }
        token = try lexer.next()
    }

    func isPunctuator(_ sign: Unicode.Scalar) -> Bool {
        token.kind == .punctuator(UInt8(ascii: sign))
    }

    func isKeyword(_ word: String) -> Bool { token.kind == .name(word) }

    mutating func take(_ sign: Unicode.Scalar) throws(GraphQLError) -> Bool {
        guard isPunctuator(sign) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ sign: Unicode.Scalar) throws(GraphQLError) {
        guard try take(sign) else {
            throw GraphQLError(
                "Syntax Error: Expected \"\(sign)\", found \(token.phrase).",
                at: [token.position])
        }
    }

    mutating func takeKeyword(_ word: String) throws(GraphQLError) -> Bool {
        guard isKeyword(word) else { return false }
        try advance()
        return true
    }

    mutating func expectKeyword(_ word: String) throws(GraphQLError) {
        guard try takeKeyword(word) else {
            throw GraphQLError(
                "Syntax Error: Expected \"\(word)\", found \(token.phrase).",
                at: [token.position])
        }
    }

    mutating func name() throws(GraphQLError) -> Name {
        guard case .name(let text) = token.kind else {
            throw GraphQLError(
                "Syntax Error: Expected Name, found \(token.phrase).", at: [token.position])
        }
        let name = Name(text, at: token.position)
        try advance()
        return name
    }

    /// One level deeper; refused when it is too deep.
    mutating func nested<Node>(
        _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> Node {
        level += 1
        defer { level -= 1 }
        guard level <= GraphQLLimits.nestingLevelsMax else {
            throw GraphQLError(
                "Syntax Error: More than \(GraphQLLimits.nestingLevelsMax) levels are nested.",
                at: [token.position])
        }
        return try read(&self)
    }

    /// At least one item between two signs.
    mutating func items<Node>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> [Node] {
        try expect(open)
        var nodes: [Node] = []
        repeat { nodes.append(try read(&self)) } while try !take(close)
        return nodes
    }

    /// The same, or nothing when the sign does not come.
    mutating func optionalItems<Node>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> [Node] {
        isPunctuator(open) ? try items(open, close, read) : []
    }
}
