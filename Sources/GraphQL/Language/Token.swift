import Scenarios

/// A lexical token (specification, section 2.1.6).
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// `!`, `$`, `&`, `(`, `)`, `:`, `=`, `@`, `[`, `]`, `{`, `|`, `}`.
        case punctuator(UInt8)
        /// `...`
        case spread
        case name(String)
        case int(String)
        case float(String)
        case string(String, isBlock: Bool)
        case end
    }

    var kind: Kind
    var position: Position

    /// For messages.
    var phrase: String {
        switch kind {
        case .punctuator(let byte): "\"\(Character(Unicode.Scalar(byte)))\""
        case .spread: "\"...\""
        case .name(let name): "Name \"\(name)\""
        case .int(let text): "Int \"\(text)\""
        case .float(let text): "Float \"\(text)\""
        case .string(_, isBlock: false): "String"
        case .string(_, isBlock: true): "BlockString"
        case .end: "<EOF>"
        }
    }
}
