import Scenarios
import Testing

/// The lines of a code block and the examples in it, as `line command => expected ? status`.
struct ExampleCase: CustomTestStringConvertible, Sendable {
    var code: String
    var examples: [String]
    var diagnostics: [String] = []

    init(_ code: String, _ examples: String..., diagnostics: [String] = []) {
        self.code = code
        self.examples = examples
        self.diagnostics = diagnostics
    }

    var testDescription: String { code }
}

@Suite struct ShellExampleTests {
    static let cases = [
        ExampleCase("$ a", "2 a => nil ? 0"),
        ExampleCase("$ a\nx\ny", "2 a => x|y ? 0"),
        ExampleCase("$ a\n\nx\n\ny\n\n$ b\n", "2 a => x||y ? 0", "8 b => nil ? 0"),
        ExampleCase("$a\n$   b", "2 a => nil ? 0", "3   b => nil ? 0"),
        ExampleCase("x\n$ a", "3 a => nil ? 0"),
        ExampleCase(" $ a"),
        ExampleCase("$ a #=> x y", "2 a => x y ? 0"),
        ExampleCase("$ echo \"a #=> b\" #=> c", "2 echo \"a #=> b\" => c ? 0"),
        ExampleCase("$ echo a#=>b", "2 echo a#=>b => nil ? 0"),
        ExampleCase(
            "$ a #=> x\ny", "2 a => x ? 0",
            diagnostics: ["3 warning not compared: the command has its output after `#=>`"]),
        ExampleCase(
            "$ a #=>", "2 a =>  ? 0", diagnostics: ["2 error there is no text after `#=>`"]),
        ExampleCase("$ a\n# exit: 3", "2 a => nil ? 3"),
        ExampleCase("$ a\nx\n#exit:255\n$ b", "2 a => x ? 255", "5 b => nil ? 0"),
        ExampleCase("$ a\n# exit: 1\nx", "2 a => x ? 1"),
        ExampleCase("$ a\nx\n# comment\ny", "2 a => x ? 0"),
        ExampleCase(
            "$ a\n# exit: 256", "2 a => nil ? 0",
            diagnostics: ["3 error `# exit:` takes a number from 0 to 255, not `256`"]),
        ExampleCase(
            "# exit: 1\n$ a", "3 a => nil ? 0",
            diagnostics: ["2 error `# exit:` stands after no command"]),
        ExampleCase(
            "$ \n$ a", "3 a => nil ? 0",
            diagnostics: ["2 error there is no command after the prefix `$`"]),
        ExampleCase("$ a \\\n  b\nx", "2 a \\|  b => x ? 0"),
        ExampleCase("$ a \\\n> b\nx", "2 a \\|b => x ? 0"),
        ExampleCase("$ a \\\n  b #=> x", "2 a \\|  b => x ? 0"),
        ExampleCase("$ a \\\\\nx", "2 a \\\\ => x ? 0"),
        ExampleCase("$ a |\nb\nx", "2 a ||b => x ? 0"),
        ExampleCase("$ a &&\n> b\nx", "2 a &&|b => x ? 0"),
        ExampleCase("$ a &\nx", "2 a & => x ? 0"),
        ExampleCase("$ echo 'a\nb'\na", "2 echo 'a|b' => a ? 0"),
        ExampleCase("$ cat <<E\nx y\nE\nx y", "2 cat <<E|x y|E => x y ? 0"),
        ExampleCase("$ cat <<-'E' | b\n\tx\n\tE\nz", "2 cat <<-'E' | b|\tx|\tE => z ? 0"),
        ExampleCase("$ cat <<E\n> x\n>\n> E\nx", "2 cat <<E|x||E => x ? 0"),
        ExampleCase("$ cat <<<E\nE", "2 cat <<<E => E ? 0"),
        ExampleCase(
            "$ for i in 1 2; do\n  echo $i\ndone\n1", "2 for i in 1 2; do|  echo $i|done => 1 ? 0"),
        ExampleCase("$ if a; then\n> b\n> fi\nx", "2 if a; then|b|fi => x ? 0"),
        ExampleCase("$ case a in\na) b;;\nesac\nx", "2 case a in|a) b;;|esac => x ? 0"),
        ExampleCase("$ f() {\n  a\n}\n$ f\nx", "2 f() {|  a|} => nil ? 0", "5 f => x ? 0"),
        ExampleCase("$ (a\nb)\nx", "2 (a|b) => x ? 0"),
        ExampleCase("$ echo if for {\nx", "2 echo if for { => x ? 0"),
        ExampleCase("$ echo $((1<<2)) ${x#'}'}\nx", "2 echo $((1<<2)) ${x#'}'} => x ? 0"),
        ExampleCase("$ a # it's\nx", "2 a # it's => x ? 0"),
        // What never ends is taken by its first line; the shell will say what is wrong.
        ExampleCase("$ echo 'a\nb\n$ c", "2 echo 'a => b ? 0", "4 c => nil ? 0"),
    ]

    @Test(arguments: cases) func readsExamples(_ example: ExampleCase) {
        let document = "```console\n\(example.code)\n```\n"
        let (examples, diagnostics) = ShellExample.read(document, prefix: "$")
        let shown = examples.map {
            "\($0.position.line) \($0.command) => \($0.expected ?? "nil") ? \($0.status)"
                .replacing("\n", with: "|")
        }
        #expect(shown == example.examples)
        let told = diagnostics.map { "\($0.position.line) \($0.severity) \($0.message)" }
        #expect(told == example.diagnostics)
    }

    @Test(arguments: [
        ("bash", 1), ("SH", 1), ("Shell x", 1), ("console", 1), ("terminal", 1), ("text", 0),
        ("", 0), ("bashful", 0), ("python", 0),
    ])
    func readsLanguages(_ info: String, _ count: Int) {
        let (examples, _) = ShellExample.read("``` \(info)\n$ a\n```", prefix: "$")
        #expect(examples.count == count)
    }

    @Test func readsOtherPrefixes() {
        let document = "```sh\n% a\n$ x\nuser> b\n```"
        let percent = ShellExample.read(document, prefix: "%").examples
        #expect(percent.map(\.expected) == ["$ x\nuser> b"])
        let user = ShellExample.read(document, prefix: "user>").examples
        #expect(user.map(\.command) == ["b"])
    }

    @Test(arguments: [
        ("a.md", true), ("A.MD", true), ("x/b.markdown", true), ("a.txt", false), ("md", false),
    ])
    func knowsDocuments(_ path: String, _ isDocument: Bool) {
        #expect(ShellExample.isDocument(path: path) == isDocument)
    }

    @Test func cutsTitles() {
        let long = String(repeating: "x", count: 100)
        let (examples, _) = ShellExample.read("```sh\n$ a |\n  b\n$ \(long)\n```", prefix: "$")
        #expect(examples.map(\.title).first == "line 2: a | …")
        #expect(examples.last?.title == "line 4: " + String(repeating: "x", count: 70) + " …")
    }
}
