import Reports
import Testing

/// Tables and recordings for people.
@Suite struct TableAndStreamTests {
    @Test func `columns are as wide as their widest cell`() {
        var table = TextTable(["A", "NUMBER", "C"], right: [1])
        table.add(["long one", "1", "x"])
        table.add(["漢字", "1000000", ""])
        table.add(["\u{1B}[2J", "5", "y\nz"])
        #expect(
            table.lines() == [
                "A          NUMBER  C", "long one        1  x", "漢字      1000000  -",
                "␛[2J            5  y␊z",
            ])
        #expect(table.lines(columns: 9)[1] == "long one…")
        #expect(TextTable(["A"]).lines() == ["A"])
    }

    static let streams: [(String, [String])] = [
        ("a\r\nb", ["a\n", "b"]),
        ("\u{1B}[1mbold\u{1B}[0m\n", ["bold\n"]),
        ("ab\u{8}c\n", ["ac\n"]),
        ("\tx\u{9B}31m\n", ["\tx\\u{9b}31m\n"]),
        ("\u{1B}]0;title\u{7}x\n", ["x\n"]),
        ("", []),
    ]

    @Test(arguments: streams) func `a recording becomes readable`(
        stream: String, texts: [String]
    ) {
        var whole = ReadableStream()
        let lines = [whole.take(stream.utf8), whole.rest()].filter { !$0.isEmpty }
        #expect(lines == texts)
        var bytewise = ReadableStream()
        var text = ""
        for byte in stream.utf8 { text += bytewise.take([byte]) }
        text += bytewise.rest()
        #expect(text == texts.joined())
    }

    @Test func `a prompt may be shown before its line ends`() {
        var stream = ReadableStream()
        #expect(stream.take("$ ".utf8) == "")
        #expect(stream.rest() == "$ ")
        #expect(stream.rest() == "")
        #expect(stream.take("\u{8}\u{8}ls\n".utf8) == "ls\n")
        #expect(stream.take("x\n".utf8) == "x\n")
    }
}
