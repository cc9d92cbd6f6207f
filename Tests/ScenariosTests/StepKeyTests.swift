import Terminal
import Testing

@testable import Scenarios

/// What each key of a step gives.
@Suite struct StepKeyTests {
    private static let waits: [(String, [Wait])] = [
        ("{expect: 'a.*b'}", [.expect(["a.*b"])]), ("{pattern: x}", [.expect(["x"])]),
        ("{expect: '', pattern: x}", [.expect(["x"])]),
        ("{expect: [a, b]}", [.expect(["a", "b"])]),
        ("{expect: ''}", []), ("{expect: '[PROMPT] main'}", [.sentinel("[PROMPT] main")]),
        ("{expect: '\\[WIDGET\\] a.*'}", [.sentinel("[WIDGET] a.*")]),
        ("{expect_exit: true}", [.exit(.any)]), ("{expect_exit: }", [.exit(.any)]),
        ("{expect_exit: any}", [.exit(.any)]), ("{expect_exit: 3}", [.exit(.oneOf([3]))]),
        ("{expect_exit: [0, 1]}", [.exit(.oneOf([0, 1]))]),
        ("{wait: 0.5}", [.pause(.milliseconds(500))]), ("{wait_idle: true}", [.idle(quiet: nil)]),
        ("{wait_idle: 2}", [.idle(quiet: .seconds(2))]), ("{wait_idle: }", [.idle(quiet: nil)]),
        ("{wait: 1, expect: a}", [.pause(.seconds(1)), .expect(["a"])]),
    ]

    @Test(arguments: waits)
    func waitsFor(_ text: String, _ waits: [Wait]) throws {
        #expect(try step(text).waits.map(\.value) == waits)
    }

    private static let actions: [(String, [Action])] = [
        ("{send: ls}", [.send("ls", newline: true)]), ("{send: ''}", [.send("", newline: true)]),
        ("{send: ls, raw: true}", [.send("ls", newline: false)]),
        ("{send: ls, raw: no}", [.send("ls", newline: true)]),
        (#"{raw: "\r"}"#, [.send("\r", newline: false)]),
        ("{raw: b, send: a}", [.send("b", newline: false), .send("a", newline: true)]),
        ("{control: C}", [.control(3)]), ("{control: '['}", [.control(27)]),
        ("{control: '?'}", [.control(127)]), ("{control: '@'}", [.control(0)]),
        ("{send: x, control: d}", [.control(4)]), ("{type: abc}", [.type("abc")]),
        ("{paste: abc}", [.paste("abc")]), ("{signal: TERM}", [.signal(.term)]),
        ("{signal: SIGUSR1}", [.signal(.usr1)]),
        ("{resize: {columns: 80, rows: 24}}", [.resize(columns: 80, rows: 24)]),
        ("{mouse: {click: OK}}", [.mouse(MouseAction(.click, text: "OK"))]),
        ("{mouse: {double, row: 1, column: 2}}", [.mouse(MouseAction(.double, row: 1, column: 2))]),
        ("{mouse: {scroll: [3, 4]}}", [.mouse(MouseAction(.scroll, row: 3, column: 4))]),
        ("{press: q, type: x}", [.press([Key(.character("q"))]), .type("x")]),
        (
            "{type: x, press: [1, 2]}",
            [.type("x"), .press([Key(.character("1")), Key(.character("2"))])]
        ),
        ("{keystroke: f5}", [.press([Key(.function(5))])]),
    ]

    @Test(arguments: actions)
    func does(_ text: String, _ actions: [Action]) throws {
        #expect(try step(text).actions.map(\.value) == actions)
    }

    private static let keys: [(String, Key)] = [
        ("enter", Key(.named(.enter))), ("Return", Key(.named(.enter))),
        ("esc", Key(.named(.escape))), ("escape", Key(.named(.escape))),
        ("up", Key(.named(.up))), ("pageup", Key(.named(.pageUp))),
        ("PgDn", Key(.named(.pageDown))),
        ("space", Key(.named(.space))), (" ", Key(.named(.space))), ("Q", Key(.character("Q"))),
        ("ctrl+x", Key(.character("x"), modifiers: .ctrl)), ("+", Key(.character("+"))),
        ("ctrl++", Key(.character("+"), modifiers: .ctrl)), ("é", Key(.character("é"))),
        ("alt+f", Key(.character("f"), modifiers: .alt)), ("f12", Key(.function(12))),
        ("shift+tab", Key(.named(.tab), modifiers: .shift)), ("f", Key(.character("f"))),
        ("Ctrl+Shift+F5", Key(.function(5), modifiers: [.ctrl, .shift])),
        ("ctrl+alt+del", Key(.named(.delete), modifiers: [.ctrl, .alt])),
    ]

    @Test(arguments: keys)
    func keysHaveNames(_ name: String, _ key: Key) {
        #expect(KeyNames.key(name) == key)
    }

    @Test(arguments: [
        "", "f0", "f13", "f+1", "ctrl+", "x+y", "ab", "\n", "ctrl", "+x", "é\u{301}x",
    ])
    func otherNamesAreNoKeys(_ name: String) {
        #expect(KeyNames.key(name) == nil)
    }

    private static let checks: [(String, [Assertion])] = [
        ("{expect_output: x}", [.output("x")]), ("{expect_output: 5}", [.output("5")]),
        ("{expect_code: 0}", [.code(0)]), ("{expect_contains: x}", [.contains("x")]),
        ("{expect_regex: '^x$'}", [.regex("^x$")]), ("{expect_lines: 3}", [.lines(3)]),
        ("{expect_not_contains: x}", [.notContains("x")]),
        (
            "{expect_json: {a: [1, 1.0, null, yes, x]}}",
            [.json(["a": [1, .number(1), .null, true, "x"]])]
        ),
        ("{expect_json: '[1]'}", [.json([1])]), ("{expect_json: [1]}", [.json([1])]),
        ("{expect_json: 5}", [.json(5)]),
        ("{expect_lines: 1, expect_code: 2}", [.lines(1), .code(2)]),
        (
            "{assertions: [{type: output_exact, value: x}, {type: exit_code, value: 1}]}",
            [.output("x"), .code(1)]
        ),
        ("{assertions: [{type: json, value: {a: 1}}]}", [.json(["a": 1])]),
    ]

    @Test(arguments: checks)
    func asserts(_ text: String, _ checks: [Assertion]) throws {
        #expect(try step(text).assertions.map(\.value) == checks)
    }

    private static let captures: [(String, [Capture])] = [
        ("{screenshot: 01-startup}", [.screenshot(slug: "01-startup")]),
        ("{screenshot: ' My Screen.svg '}", [.screenshot(slug: "my-screen-svg")]),
        ("{screenshot: '  '}", [.screenshot(slug: "screenshot")]),
        ("{snapshot: main}", [.snapshot(name: "main", masks: [])]),
        (
            "{snapshot: {name: a/b, mask: ['\\d+', [1, 2, 3, 4]]}}",
            [.snapshot(name: "a-b", masks: ["\\d+", "region:1,2,3,4"])]
        ),
    ]

    @Test(arguments: captures)
    func takes(_ text: String, _ captures: [Capture]) throws {
        #expect(try step(text).captures.map(\.value) == captures)
    }

    @Test func settings() throws {
        let result = try step(
            "{note: 5, timeout: 1.5, stale_ok: true, if: os == linux, expect: x}")
        #expect(result.note == "5" && result.timeout == .milliseconds(1_500) && result.staleOK)
        #expect(result.condition == .equal(.os, .text("linux")))
        #expect(result.waits.first?.position == Position(line: 3, column: 60))
        #expect(try step("{timeout: 0}").timeout == nil)
    }

    @Test func screenConditions() throws {
        let result = try step(
            """
            {expect_screen: {regex: a, row: 1, column: 2, region: [1, 2, 3, 4], style: [bold, red],
              cursor: [5, 6], title: t, unique: true}, expect_gone: x}
            """)
        var screen = ScreenCondition()
        screen.regex = "a"
        screen.row = 1
        screen.column = 2
        screen.region = [1, 2, 3, 4]
        screen.style = ["bold", "red"]
        screen.cursor = [5, 6]
        screen.title = "t"
        screen.unique = true
        var gone = ScreenCondition()
        gone.text = "x"
        #expect(result.waits.map(\.value) == [.screen(screen), .gone(gone)])
    }

    private static let validations: [(String, Check)] = [
        ("{type: path_exists, path: a}", .pathExists("a")),
        ("{type: path_absent, path: a}", .pathAbsent("a")),
        ("{type: file_contains, path: a, text: 'b+'}", .fileContains("a", "b+")),
        ("{type: file_contains, path: a, text: ''}", .fileContains("a", "")),
        ("{type: file_equals, path: a, text: b}", .fileEquals("a", "b")),
        ("{type: file_matches_json, path: a, json: {b: 1}}", .fileMatchesJSON("a", ["b": 1])),
        ("{type: exit_code, value: [0, 1]}", .exitCode(.oneOf([0, 1]))),
        ("{type: no_processes_left}", .noProcessesLeft),
        ("{type: screen_restored, description: d}", .screenRestored),
    ]

    @Test(arguments: validations)
    func validates(_ text: String, _ check: Check) throws {
        let result = try scenario("command: cat\nvalidations:\n- \(text)\n").validations
        #expect(result.map(\.check) == [check])
        #expect(result.first?.position == Position(line: 3, column: 3))
    }
}
