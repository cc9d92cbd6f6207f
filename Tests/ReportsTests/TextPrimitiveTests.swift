import Testing

@testable import Reports

@Suite struct TextPrimitiveTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}[0m", "␛[0m"), ("a\r\nb", "a␍␊b"), ("\u{7F}\u{0}", "␡␀"),
        ("\u{9B}2J", "\\u{9b}2J"), ("\u{202E}x", "\\u{202e}x"), ("\u{FFFF}", "\\u{ffff}"),
        ("é漢👍🏽", "é漢👍🏽"),
    ])
    func visibleLine(text: String, shown: String) {
        #expect(VisibleText.line(text) == shown)
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\r\nb\n\n  \n", ["a", "b"]), ("\n\na", ["", "", "a"]),
        ("a\rb\n", ["a␍b"]),
    ])
    func visibleLines(text: String, shown: [String]) {
        #expect(VisibleText.lines(text) == shown)
    }

    @Test(arguments: [
        ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("👍", 2), ("❤\u{FE0F}", 2), ("ｱ", 1), ("─", 1),
    ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("漢字漢", 6, "漢字漢"),
        ("漢字漢", 5, "漢字…"), ("漢字漢", 4, "漢…"), ("漢字", 1, "…"), ("abc", 0, ""),
    ])
    func cut(text: String, columns: Int, shown: String) {
        #expect(DisplayWidth.cut(text, to: columns) == shown)
        #expect(DisplayWidth.of(DisplayWidth.fit(text, to: columns)) == columns)
    }

    @Test(arguments: [
        (0, "0 ms", "0.000"), (99, "99 ms", "0.099"), (100, "0.1 s", "0.100"),
        (59_949, "59.9 s", "59.949"), (59_950, "1 min 00 s", "59.950"),
        (125_400, "2 min 05 s", "125.400"), (3_720_000, "1 h 02 min", "3720.000"),
        (-5, "0 ms", "0.000"),
    ])
    func durations(milliseconds: Int, shown: String, decimal: String) {
        #expect(Duration.milliseconds(milliseconds).shown == shown)
        #expect(Duration.milliseconds(milliseconds).millisecondDecimal == decimal)
    }
}
