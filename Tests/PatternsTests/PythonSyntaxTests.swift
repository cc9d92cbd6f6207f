import Testing

@testable import Patterns

private let translations: [(String, String)] = [
    ("abc", "abc"), ("a.b", "a.b"), ("\\Z", "\\z"), ("\\v\\a", "\\x{b}\\x{7}"),
    ("\\u00e9", "é"), ("\\U0001F600", "😀"), ("\\x41", "A"), ("\\101", "A"), ("\\0", "\\x{0}"),
    ("[[:alpha:]]", "[\\[\\:alpha\\:]\\]"), ("a{,3}", "a{0,3}"), ("a{2}", "a{2}"),
    ("a{,}", "a{0,}"), ("a{x}", "a\\{x\\}"), ("(?P<n>a)(?P=n)", "(a)\\g{1}"),
    ("(?i)a", "a"), ("(?i-s:a)", "(?i-s:a)"), ("(?u:a)", "(?:a)"), ("(?#c)a", "a"),
    ("(?x) a # c\n b", "ab"), ("(?a)\\d", "[0-9]"), ("(?ai)k", "(?-i:[kK])"),
    ("(a)?(?(1)b|c)", "(a)?(?(1)b|c)"), ("(?P<q>a)(?(q)b)", "(a)(?(1)b)"), ("$", "(?=\\n?\\z)"),
    ("(?m)$", "$"), ("\\ud800", "[^\\x{0}-\\x{10ffff}]"), ("[\\b]", "[\\x{8}]"), ("#", "\\#"),
    ("\\N{EM DASH}", "—"), ("a++", "a++"), ("(?>a)", "(?>a)"), ("[\\w-]", "[\\-\\w]"),
    ("(?s)[\\s\\S]", "."), ("[\\0-\\U0010ffff]", "[\\x{0}-\u{10ffff}]"),
    ("(?s)[\\d\\D]", "."), ("(?s)[\\d\\W]", "[\\d\\W]"), ("(?s)[\\x00-\\U0010ffff]", "."),
]

@Test(arguments: translations)
func translates(python: String, pcre: String) throws {
    #expect(try PythonSyntax.translate(python).syntax == pcre)
}

private let refusals: [(String, Int, String)] = [
    ("a[b", 1, "unterminated character set"), ("é\\h", 1, "bad escape \\h"),
    ("ab)", 2, "unbalanced parenthesis"), ("a(b", 1, "missing ), unterminated subpattern"),
    ("(*FAIL)", 1, "nothing to repeat"), ("a**", 2, "multiple repeat"),
    ("a\\", 1, "bad escape (end of pattern)"), ("(?R)", 1, "unknown extension ?R"),
    ("(?P>n)", 1, "unknown extension ?P>"), ("(?<n>a)", 1, "unknown extension ?<n"),
    ("a(?i)", 1, "global flags not at the start of the expression"),
    ("x(?<=a*)", 1, "look-behind requires fixed-width pattern"),
    ("[z-a]", 1, "bad character range z-a"), ("a{2,1}", 2, "min repeat greater than max repeat"),
    ("(a)\\2", 4, "invalid group reference 2"),
    ("(?P<n>a)(?P<n>b)", 12, "redefinition of group name 'n' as group 2; was group 1"),
]

@Test(arguments: refusals)
func refuses(python: String, offset: Int, message: String) throws {
    let error = #expect(throws: PatternError.self) { try Pattern(python) }
    #expect(error?.offset == offset)
    #expect(error?.message == message)
}

@Test(arguments: ["\\z", "\\e", "\\h", "\\R", "\\p", "\\Q", "[a", "(a", "(?<n>a)", "a(?i)", "\\"])
func explains(python: String) throws {
    let error = #expect(throws: PatternError.self) { try Pattern(python) }
    #expect(error?.hint != nil)
}

@Test func equalityIsByScalarsAndOptions() throws {
    #expect(try Pattern("a") == Pattern("a"))
    #expect(try Pattern("a") != Pattern("a", options: .dotAll))
    #expect(try Pattern("\u{E9}") != Pattern("e\u{301}"), "canonically equal, yet other text")
}

@Test func firstMatchLooksBackBeforeItsStart() throws {
    let text = Array("ab ab".utf8)
    let found = try text.withUnsafeBytes { bytes in
        [
            try Pattern("(?<=a)b").firstMatch(in: bytes, from: 1),
            try Pattern("^b").firstMatch(in: bytes, from: 1),
            try Pattern("ab").firstMatch(in: bytes, from: 1),
        ]
    }
    #expect(found == [1..<2, nil, 3..<5])
}
