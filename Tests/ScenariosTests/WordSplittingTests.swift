import Testing

@testable import Scenarios

/// Words are split as Python's `shlex.split` splits them.
@Suite struct WordSplittingTests {
    private static let texts = [
        "", " ", "a", "a b", " a  b ", "a\tb\nc\rd", "'a b'", "\"a b\"", "a'b'c", "a\"b\"c",
        "''", "\"\"", "a ''", "'' a", "'a\"b'", "\"a'b\"", "a\\ b", "a\\\\b", "'a\\b'",
        "\"a\\b\"", "\"a\\\"b\"", "\"a\\\\b\"", "\"a\\$b\"", "a\\'b", "a\\\nb", "\"a\\\nb\"",
        "a#b", "#a b", "a | b && c > d", "$HOME ~ *", "echo \"Hello from Orchestro CLI!\"",
        "bash -c 'a; b'", "é 日本 'ü x'", "a\u{0B}b", "a\u{A0}b", "'", "\"", "a 'b", "a \"b",
        "\\", "a\\", "\"a\\", "'a\\'", "a=\"b c\"d", "''''", "\"\"''x",
    ]

    @Test func splitsAsPython() throws {
        let script = """
            import json, shlex, sys
            for text in json.load(sys.stdin):
                try: print(json.dumps(shlex.split(text)))
                except ValueError: print("null")
            """
        let input = JSONValue.array(Self.texts.map { .string($0) }).text()
        let lines = try python(["-c", script], input: input).split(separator: "\n")
        try #require(lines.count == Self.texts.count)
        for (text, line) in zip(Self.texts, lines) {
            let expected = try JSONValue.parse(line)
            var words = JSONValue.null
            do {
                words = .array(try WordSplitting.split(text).map { .string($0) })
            } catch {
                #expect(error.offset <= text.unicodeScalars.count)
            }
            #expect(words == expected, "of \(text)")
        }
    }

    @Test(arguments: [
        ["a"], ["a b", "c"], [""], ["it's"], ["a\"b", "$x", "\\"], ["'", "''"], ["a\nb"],
        ["a'\u{301}b"],
    ])
    func joinedWordsSplitAgain(_ words: [String]) throws {
        #expect(try WordSplitting.split(WordSplitting.join(words)) == words)
    }

    @Test(arguments: [("a 'b", 2), ("\"", 0), ("é\\", 1), ("a \"b\\\" c", 2)])
    func mistakesHaveAPlace(_ text: String, _ offset: Int) {
        #expect(throws: WordSplitting.Mistake.self) { try WordSplitting.split(text) }
        do {
            _ = try WordSplitting.split(text)
        } catch {
            #expect(error.offset == offset)
        }
    }
}
