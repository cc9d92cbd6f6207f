import Scenarios
import Testing

/// A document and the blocks in it, as `line: language: code` with `|` between the code's lines.
struct FenceCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var document: String
    var blocks: [String]

    init(_ description: String, _ document: String, _ blocks: String...) {
        testDescription = description
        self.document = document
        self.blocks = blocks
    }
}

@Suite struct FencedCodeTests {
    static let cases = [
        FenceCase("plain", "```sh\na\n\nb\n```\n", "1: sh: a||b"),
        FenceCase("no language", "```\na\n```", "1: : a"),
        FenceCase("info string of many words", "``` Bash title=x y\na\n```", "1: bash: a"),
        FenceCase("tildes", "~~~sh\n```\n~~~", "1: sh: ```"),
        FenceCase("tildes with backticks in the info string", "~~~ a`b\nx\n~~~", "1: a`b: x"),
        FenceCase("backticks in the info string: inline code", "``` a`b\nx\n```\ny", "3: : y"),
        FenceCase("two are no fence", "``sh\na\n``"),
        FenceCase("longer fences hold shorter ones", "````sh\n```\n````", "1: sh: ```"),
        FenceCase("closing fences may be longer", "```sh\na\n`````\nb", "1: sh: a"),
        FenceCase("closing fences have no info", "```sh\na\n``` b\n```", "1: sh: a|``` b"),
        FenceCase("closing fences end in blanks", "```sh\na\n``` \t\nb", "1: sh: a"),
        FenceCase("unclosed: to the end", "x\n\n```sh\na\n", "3: sh: a"),
        FenceCase("empty", "```sh\n```", "1: sh: "),
        FenceCase("indented by three", "   ```sh\n   a\n    b\n c\n  ```", "1: sh: a| b|c"),
        FenceCase("indented by four: code, no fence", "    ```sh\n    a\n    ```"),
        FenceCase("closing indented by four is code", "```sh\na\n    ```\n```", "1: sh: a|    ```"),
        FenceCase("interrupts a paragraph", "text\n```sh\na\n```\ntext", "2: sh: a"),
        FenceCase("CR LF", "```sh\r\na\r\n```\r\n", "1: sh: a"),
        FenceCase("tabs in code stay", "```sh\n\ta\n```", "1: sh: \ta"),
        FenceCase("byte order mark", "\u{FEFF}```sh\na\n```", "1: sh: a"),
        FenceCase("in a bullet", "- x\n\n  ```sh\n  a\n    b\n  ```\n", "3: sh: a|  b"),
        FenceCase("right after a bullet", "- ```sh\n  a\n  ```\n", "1: sh: a"),
        FenceCase("in a numbered item", "10. x\n\n    ```sh\n    a\n    ```", "3: sh: a"),
        FenceCase("in a nested list", "1. x\n   - y\n\n     ```sh\n     a\n     ```", "4: sh: a"),
        FenceCase("after a lazy line of an item", "- x\ny\n\n  ```sh\n  a\n  ```", "4: sh: a"),
        FenceCase("an item's end ends its block", "- ```sh\n  a\nb\n", "1: sh: a"),
        FenceCase("blank lines in an item's block", "- ```sh\n  a\n\n  b\n  ```", "1: sh: a||b"),
        FenceCase("in a bullet with a tab", "-\t```sh\n\ta\n\t```", "1: sh: a"),
        FenceCase("in a quote", "> ```sh\n> a\n>  b\n> ```\n", "1: sh: a| b"),
        FenceCase(
            "a quote's end ends its block", "> ```sh\n> a\nb\n```sh\nc\n```",
            "1: sh: a", "4: sh: c"),
        FenceCase("a quote's mark inside a block is code", "```sh\n> a\n```", "1: sh: > a"),
        FenceCase("in a quote in an item", "- > ```sh\n  > a\n  > ```", "1: sh: a"),
        FenceCase("rules are no items", "* * *\n\n    ```sh\n", ""),
        FenceCase("in a comment", "<!--\n```sh\na\n```\n-->\n```sh\nb\n```", "6: sh: b"),
        FenceCase("in raw HTML", "<pre>\n```sh\n</pre>\n```sh\nb\n```", "4: sh: b"),
        FenceCase("comment of one line", "<!-- x -->\n```sh\nb\n```", "2: sh: b"),
        FenceCase("two blocks", "```sh\na\n```\n```\nb\n```", "1: sh: a", "4: : b"),
        FenceCase("nothing", ""),
    ]

    @Test(arguments: cases) func findsBlocks(_ example: FenceCase) {
        let found = FencedCode.blocks(of: example.document).map { block in
            "\(block.position.line): \(block.language): "
                + block.lines.map(\.text).joined(separator: "|")
        }
        #expect(found == example.blocks.filter { !$0.isEmpty })
    }

    @Test func knowsWhereLinesBegin() {
        let blocks = FencedCode.blocks(of: "- x\n\n  > ```sh\n  > a\n  > \tb\n")
        #expect(blocks.first?.position == Position(line: 3, column: 5))
        #expect(
            blocks.first?.lines.map(\.position)
                == [Position(line: 4, column: 5), Position(line: 5, column: 5)])
    }
}
