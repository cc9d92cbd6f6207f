import Testing

@testable import Scenarios

@Suite struct YAMLDocumentTests {
    private func node(_ text: String) throws -> YAMLNode {
        var findings = Findings()
        let node = YAMLDocument.read(Array(text.utf8), into: &findings)
        #expect(findings.diagnostics == [])
        return try #require(node)
    }

    @Test(arguments: [
        ("a: b", 1, 4, 1), ("a: 'b c'", 1, 4, 5), ("é: 日本", 1, 4, 2), ("\u{FEFF}a: b", 1, 4, 1),
        ("a:\r\n  b", 2, 3, 1), ("a: |\n  b\n", 1, 4, 1), ("a:\n  - b", 2, 3, 1),
        ("{a: b}", 1, 5, 1), ("a: &x !!str b", 1, 4, 10),
    ])
    func positions(_ text: String, _ line: Int, _ column: Int, _ length: Int) throws {
        let value = try #require(try node(text).pairs?.first?.value)
        #expect(value.position == Position(line: line, column: column))
        #expect(value.length == length)
    }

    private func env(_ text: String) throws -> [String] {
        try scenario("command: cat\n\(text)\n").env.map { "\($0.name)=\($0.value)" }
    }

    /// The values are what PyYAML 6.0 gives for the same texts.
    @Test func mergesAsPyYAML() throws {
        let base = "_orchestro_metadata:\n- &x {A: 1, B: 2}\n- &y {B: 3, C: 4}\n"
        #expect(try env(base + "env: {<<: *x, B: 9}") == ["A=1", "B=9"])
        #expect(try env(base + "env: {B: 9, <<: *x}") == ["A=1", "B=9"])
        #expect(try env(base + "env: {<<: [*x, *y]}") == ["B=2", "C=4", "A=1"])
        #expect(try env(base + "env: {<<: [*y, *x], D: 5}") == ["A=1", "B=3", "C=4", "D=5"])
        #expect(try env("env: {'<<': x}") == ["<<=x"])
    }

    @Test func anchorsCarryTheirValue() throws {
        let result = try scenario("name: &n hello\ncommand: [echo, *n, *n]\n")
        #expect(result.command == .words(["echo", "hello", "hello"]))
    }

    @Test func nearestWords() {
        let known = ["expect", "send", "expect_screen", "expect_gone"]
        #expect(Nearest.find("expct", among: known) == "expect")
        #expect(Nearest.find("Send", among: known) == "send")
        #expect(Nearest.find("sedn", among: known) == "send")
        #expect(Nearest.find("expect_sceen", among: known) == "expect_screen")
        #expect(Nearest.find("zzzz", among: known) == nil)
        #expect(Nearest.find("", among: known) == nil)
        #expect(Nearest.find(String(repeating: "x", count: 10_000), among: known) == nil)
    }
}
