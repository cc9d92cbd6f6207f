import Testing

/// Code is told from what only mentions code.
@Suite struct CodeScannerTests {
    @Test(arguments: [
        (#"let a = "b" // c"#, #"let a = " "     "#),
        (#"let a = "\(b("c"))" + d"#, #"let a = "  b(" ") " + d"#),
        (##"let a = #"b"c"# + d"##, ##"let a = #"   "# + d"##),
        ("a /* b /* c */ d */ e", "a                   e"),
        (#"f(/"[a-z]/, b)"#, "f(        , b)"),
        ("a / b", "a / b"),
        ("\"\"\"\na \"b\"\n\"\"\"", "\"\"\"\n     \n\"\"\""),
    ])
    func swift(_ text: String, _ code: String) {
        #expect(String(decoding: CodeScanner(text, isC: false).code, as: UTF8.self) == code)
    }

    @Test func c() {
        let scanner = CodeScanner("#define A '\"'\nif (a == '\\'') { b; } // c", isC: true)
        let code = String(decoding: scanner.code, as: UTF8.self)
        #expect(code == "#define A    \nif (a ==     ) { b; }     ")
        #expect(scanner.commentLines == [2])
    }
}
