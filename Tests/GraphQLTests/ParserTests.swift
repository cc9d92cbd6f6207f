import Scenarios
import Testing

@testable import GraphQL

/// What is read of texts, and what is said of wrong ones.
@Suite struct ParserTests {
    private func literal(_ text: String) throws -> Literal.Value? {
        let document = try Document(parsing: "{ a(b: \(text)) }")
        guard case .field(let field) = document.operations.first?.selections.selections.first
        else { return nil }
        return field.arguments.first?.value.value
    }

    static let literals: [(String, Literal.Value)] = [
        ("0", .int("0")), ("-0", .int("-0")),
        ("12345678901234567890", .int("12345678901234567890")),
        ("1.5", .float("1.5")), ("-1e3", .float("-1e3")), ("0.0E-9", .float("0.0E-9")),
        ("true", .boolean(true)), ("null", .null), ("RED", .enumeration("RED")),
        ("$x", .variable("x")), ("[]", .list([])), ("{}", .object([])),
        (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\té""#, .string("a\"\\/\u{8}\u{C}\n\r\té")),
        (#""\u00e4\uD83D\uDE00\u{1F600}""#, .string("ä😀😀")),
        (##""# no comment""##, .string("# no comment")),
        ("\"\"\"\"\"\"", .string("")), ("\"\"\"a\"\"\"", .string("a")),
        ("\"\"\"\n    one\n      two\n\n    three\n  \"\"\"", .string("one\n  two\n\nthree")),
        ("\"\"\"one\r\n  two\r  three\"\"\"", .string("one\ntwo\nthree")),
        (#""""a \""" \n b""""#, .string(#"a """ \n b"#)),
    ]

    @Test(arguments: literals) func `values are read`(text: String, value: Literal.Value) throws {
        #expect(try literal(text) == value)
    }

    @Test func `a list's items and an object's members are read in order`() throws {
        guard case .list(let items) = try literal(#"[1, "a", {b: [$c]}]"#) else {
            Issue.record("no list")
            return
        }
        #expect(items.map(\.text) == ["1", #""a""#, "{b: [$c]}"])
    }

    static let wrong: [(String, String)] = [
        ("", "1:1 Syntax Error: Unexpected <EOF>."),
        ("{", "1:2 Syntax Error: Expected Name, found <EOF>."),
        ("{ a", "1:4 Syntax Error: Expected Name, found <EOF>."),
        ("{ a }\n}", #"2:1 Syntax Error: Unexpected "}"."#),
        ("query {}", #"1:8 Syntax Error: Expected Name, found "}"."#),
        ("ä", "1:1 Syntax Error: Unexpected character: U+00E4."),
        ("{ é }", "1:3 Syntax Error: Unexpected character: U+00E9."),
        ("# ä\n{ a(b: \"ä\", c: ?) }", #"2:16 Syntax Error: Unexpected character: "?"."#),
        ("{ a(b: 01) }", #"1:9 Syntax Error: Invalid number, unexpected digit after 0: "1"."#),
        ("{ a(b: 1.) }", #"1:10 Syntax Error: Invalid number, expected digit but got: ")"."#),
        ("{ a(b: -) }", #"1:9 Syntax Error: Invalid number, expected digit but got: ")"."#),
        ("{ a(b: 1x) }", #"1:9 Syntax Error: Invalid number, expected digit but got: "x"."#),
        ("{ a(b: \"x", "1:10 Syntax Error: Unterminated string."),
        ("{ a(b: \"x\n\") }", "1:10 Syntax Error: Unterminated string."),
        ("{ a(b: \"\u{1}\") }", "1:9 Syntax Error: Invalid character within String: U+0001."),
        (#"{ a(b: "\x") }"#, "1:9 Syntax Error: Invalid character escape sequence."),
        (#"{ a(b: "\uD800") }"#, "1:9 Syntax Error: Invalid Unicode escape sequence."),
        (#"{ a(b: "\u{110000}") }"#, "1:9 Syntax Error: Invalid Unicode escape sequence."),
        ("{ a(b: \"\"\"x) }", "1:15 Syntax Error: Unterminated string."),
        ("{ a(b: ) }", #"1:8 Syntax Error: Unexpected ")"."#),
        (
            "query($a: Int = $b) { a }",
            #"1:17 Syntax Error: Unexpected variable "$b" in constant value."#
        ),
        ("fragment on on A { b }", #"1:10 Syntax Error: Unexpected Name "on"."#),
        ("{ a.b }", #"1:4 Syntax Error: Unexpected character: "."."#),
        ("{ ...on }", #"1:9 Syntax Error: Expected Name, found "}"."#),
        ("extend type A", #"1:14 Syntax Error: Unexpected <EOF>."#),
        ("enum A { true }", #"1:10 Syntax Error: Unexpected Name "true"."#),
        ("type A implements { b: C }", #"1:19 Syntax Error: Expected Name, found "{"."#),
        ("type A {}", #"1:9 Syntax Error: Expected Name, found "}"."#),
        ("\"text\" extend type A { b: C }", #"1:8 Syntax Error: Unexpected Name "extend"."#),
    ]

    @Test(arguments: wrong) func `mistakes are told with their place`(
        text: String, message: String
    ) {
        #expect(mistakes { _ = try Document(parsing: text) } == [message])
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let bytes = Array("{ a(b: \"".utf8) + [0xFF] + Array("\") }".utf8)
        #expect(
            mistakes { _ = try Document(parsing: bytes) }
                == ["Syntax Error: The document is not UTF-8."])
    }

    @Test func `places count scalars and every line end`() throws {
        let document = try Document(parsing: "# é\r\n\r{\n a(b: \"é😀\", c: 1) }")
        #expect(document.operations[0].position == Position(line: 3, column: 1))
        guard case .field(let field) = document.operations[0].selections.selections[0] else {
            Issue.record("no field")
            return
        }
        #expect(field.position == Position(line: 4, column: 2))
        #expect(field.arguments[1].name.position == Position(line: 4, column: 13))
    }

    @Test func `a byte order mark is passed over`() throws {
        let document = try Document(parsing: "\u{FEFF}{ a }")
        #expect(document.operations[0].position == Position(line: 1, column: 1))
    }

    @Test func `a document of every form is read`() throws {
        let text = """
            query Q($a: [Int!]! = [1] @d, $b: X) @d(x: 1) {
              alias: f(a: $a, b: {c: [A, null]}) @d { ...F @d ... @d { x } ... on T { y } }
            }
            mutation { m } subscription S { s } fragment F on T @d { z }
            "text" schema @d { query: Q mutation: M }
            extend schema @d
            scalar S @d
            type T implements A & B @d { "text" f("text" a: Int = 1 @d): [S!]! @d }
            interface I implements J { a: S }
            union U @d = | A | B
            enum E { "text" A @d B }
            input In { a: S = {b: 1} @d }
            directive @d(a: Int) repeatable on | FIELD | QUERY
            extend union U = C
            type Empty
            """
        #expect(try Document(parsing: text).definitions.count == 15)
    }
}
