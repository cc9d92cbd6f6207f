import Engine
import Jobs
import Scenarios
import Testing

/// A code block whose examples all hold, in dash and in bash.
struct HoldingCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var code: String

    init(_ description: String, _ code: String) {
        testDescription = description
        self.code = code
    }
}

@Suite struct DoctestRunTests {
    static let holding = [
        HoldingCase("state stays", "$ cd /usr; x=5\n$ echo $PWD $x\n/usr 5"),
        HoldingCase("functions stay", "$ f() {\n  echo $1\n}\n$ f a\na"),
        HoldingCase("aliases stay", "$ alias say='echo said'\n$ say it\nsaid it"),
        HoldingCase("descriptors stay", "$ exec 3</dev/null\n$ cat <&3 && echo end\nend"),
        HoldingCase("options stay", "$ set -f\n$ echo /*\n/*"),
        HoldingCase("status is exact", "$ (exit 77)\n# exit: 77\n$ echo $?\n77"),
        HoldingCase("no newline at the end", "$ printf abc\nabc\n$ echo next\nnext"),
        HoldingCase("no output", "$ :\n$ echo next\nnext"),
        HoldingCase("blank lines", "$ printf 'a\\n\\nb\\n'\na\n\nb"),
        HoldingCase("trailing spaces", "$ printf 'a  \\nb\\t\\n'\na\nb"),
        HoldingCase("nothing to read", "$ cat; read x || echo end\nend\n$ echo next\nnext"),
        HoldingCase("errors in order", "$ echo a; echo b >&2; echo c\na\nb\nc"),
        HoldingCase("syntax error", "$ if )\n# exit: 2\n$ echo next\nnext"),
        HoldingCase("open quote", "$ echo 'a\n# exit: 2\n$ echo next\nnext"),
        HoldingCase("not found", "$ no-such-thing\nnot found\n# exit: 127"),
        HoldingCase("quotes", #"$ echo "it's" 'a"b' \\"# + "\nit's a\"b \\"),
        HoldingCase("here-document", "$ x=1; cat <<E\n> a $x\n> E\na 1"),
        HoldingCase("many lines", "$ for i in 1 2; do\n>   echo $i\n> done\n1\n2"),
        HoldingCase("two commands", "$ echo 'a\n> b'; false\na\nb\n# exit: 1"),
        HoldingCase("background job", "$ sleep 100 &\n$ kill $!; wait $!\n# exit: 143"),
        HoldingCase("background output", "$ (echo late) & wait\nlate"),
        HoldingCase("exec of output ends with its command", "$ exec >/dev/null\n$ echo a\na"),
        HoldingCase("closed descriptors", "$ exec >&- 2>&-\n$ echo a\na"),
        HoldingCase("exit, at the end", "$ echo a; exit 3\na\n# exit: 3"),
        HoldingCase("exit of a subshell", "$ (exit 1) || echo a\na\n$ echo b\nb"),
        HoldingCase("tracing", "$ set -x\n$ set +x\n$ echo a\na"),
        HoldingCase("colours", "$ printf '\\033[31mred\\033[0m\\r\\n'\nred"),
        HoldingCase("other marks", "$ printf '\\033]133;A\\007\\033]8133;x;D;1\\007a'\na"),
        HoldingCase("bytes that are no text", "$ printf '\\377a\\n'\na"),
        HoldingCase("inline", "$ echo a b   #=> a b"),
        HoldingCase("big output", "$ seq 50000\n49999\n50000\n$ echo a\na"),
        HoldingCase("big command", "$ echo \(big) | wc -c\n100001"),
        HoldingCase("no terminal", "$ test -t 0 || test -t 1 || echo none\nnone"),
    ]

    static let big = String(repeating: "x", count: 100_000)

    @Test(arguments: holding, ["/bin/dash", "/bin/bash"])
    func holds(_ example: HoldingCase, _ shell: String) throws {
        var rules = Scenario.ExampleRules()
        rules.shell = shell
        let results = try Fixture().run(block: example.code, rules: rules)
        #expect(results.allSatisfy { $0.outcome == .passed }, "\(results.map(\.gist))")
        #expect(!results.isEmpty)
    }

    @Test func goesOnAfterFailures() throws {
        let results = try Fixture().run(
            block: """
                $ false
                $ echo one
                two
                $ (echo x; exit 4)
                y
                $ printf 'a\\nb\\n'
                a
                c
                $ echo end
                end
                """)
        #expect(
            results.map(\.gist) == [
                "the status is 1, not 0", "the output does not contain the expected text",
                "the output does not contain the expected text",
                "the output does not contain the expected text", "passed",
            ])
        let failures = results.map(\.failure)
        #expect(failures.map { $0?.position?.line } == [2, 3, 5, 7, nil])
        #expect(failures[1]?.expected == "two")
        #expect(failures[1]?.actual == "one")
        #expect(failures[2]?.others == ["the status is 4, not 0"])
        #expect(failures[3]?.diff == [" a", "-c", "+b"])
    }

    @Test func showsOutputOfAWrongStatus() throws {
        let results = try Fixture().run(block: "$ echo before\n$ echo why; false")
        #expect(results.last?.failure?.screen == "why")
    }

    @Test func nothingRunsAfterExit() throws {
        let results = try Fixture().run(block: "$ exit 3\n# exit: 3\n$ touch here\n# exit: 3\n$ a")
        let why =
            "the command was not run: a command before it has ended the shell, which exited with"
            + " status 3"
        #expect(results.map(\.gist) == ["passed", why, why])
    }

    @Test func aCommandThatDoesNotEndEndsItsFile() throws {
        var rules = Scenario.ExampleRules()
        rules.timeout = .milliseconds(300)
        let results = try Fixture().run(
            ["```sh\n$ echo a\n$ echo b; sleep 600\n$ echo c\n```", "```sh\n$ echo d\n```"],
            rules: rules)
        #expect(
            results.map(\.gist) == [
                "passed", "the command did not end within 0.3 s",
                "skipped: the example on line 3 failed", "passed",
            ])
        #expect(results[1].failure?.screen == "b")
    }

    @Test func failFastStartsNothingMore() throws {
        var rules = Scenario.ExampleRules()
        rules.failFast = true
        let fixture = try Fixture()
        let results = try fixture.run(
            ["```sh\n$ echo a\n$ false\n$ echo b\n```", "```sh\n$ echo c\n```"], rules: rules)
        #expect(
            results.map(\.gist) == [
                "passed", "the status is 1, not 0", "skipped: the example on line 3 failed",
                "skipped: an earlier scenario did not pass",
            ])
    }

    @Test func documentsHaveShellsOfTheirOwn() throws {
        let results = try Fixture().run([
            "```sh\n$ x=1; cd /\n```", "```sh\n$ echo ${x-none}\nnone\n$ test \"$PWD\" != /\n```",
        ])
        #expect(results.allSatisfy { $0.outcome == .passed }, "\(results.map(\.gist))")
    }

    @Test func blocksThatSayBashGetIt() throws {
        let results = try Fixture().run(
            block: "$ a=(x y); echo ${a[1]} $BASH_VERSION\ny", language: "bash")
        #expect(results.map(\.gist) == ["passed"])
    }

    @Test func aShellThatIsNotThereIsAnError() throws {
        var rules = Scenario.ExampleRules()
        rules.shell = "/no/such/shell"
        let results = try Fixture().run(block: "$ a\n$ b", rules: rules)
        #expect(results.map(\.outcome.word) == ["error", "skipped"])
    }

    @Test func aStopCancels() throws {
        let fixture = try Fixture()
        let results = try fixture.run(block: "$ echo a\n$ sleep 600\n$ echo b") { event in
            if case .attemptStarted(TaskID(1), _) = event { fixture.stop.request(by: "a test") }
        }
        #expect(results.map(\.gist) == ["passed", "cancelled", "skipped: stopped by a test"])
    }

    @Test func whatIsLeftRunningIsKilledAndTold() throws {
        let results = try Fixture().run(block: "$ sleep 600 & echo a\na")
        #expect(results.map(\.gist) == ["passed"])
        #expect(results.first?.attempts.first?.leaked == ["sleep"])
    }
}
