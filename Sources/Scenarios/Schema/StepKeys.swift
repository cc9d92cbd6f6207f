extension KeyTable {
    /// The keys of a step.
    static let step = KeyTable("a step", waits + inputs + captures + checks + others)

    private static let waits = [
        KeyRule(
            "expect", .oneOrMany(.text),
            "Regular expression over the unconsumed output; a list: any of them.",
            aliases: ["pattern"]),
        KeyRule(
            "expect_screen", .either([.text, .record(.screen)]),
            "Wait until the screen shows this."),
        KeyRule(
            "expect_gone", .either([.text, .record(.screen)]),
            "Wait until the screen shows this no longer."),
        KeyRule(
            "expect_exit",
            .either([.constant(true), .exitCode, .some(.exitCode), .choice(["any"])]),
            "Wait for the process to end; a number checks its status.", nullCounts: true),
        KeyRule("wait", .number(.timeOrZero), "Let so many seconds pass."),
        KeyRule(
            "wait_idle", .either([.constant(true), .number(.time)]),
            "Wait until the program waits for input, or so many seconds of silence.",
            nullCounts: true),
    ]

    private static let inputs = [
        KeyRule("send", .text, "Text for the program and a line feed."),
        KeyRule(
            "raw", .either([.bool, .text]),
            "With send: no line feed. A text: exactly this is sent."),
        KeyRule(
            "press", .oneOrMany(.either([.text, .integer(0...9)])),
            "Keys: enter, ctrl+x, alt+f, shift+tab, f5, single characters.",
            aliases: ["keystroke"]),
        KeyRule("type", .text, "Text as key strokes, no line feed."),
        KeyRule("paste", .text, "Text as a paste."),
        KeyRule("control", .text, "One character: its control key. Wins over send."),
        KeyRule("mouse", .record(.mouse), "A mouse action."),
        KeyRule("resize", .record(.resize), "A new size of the terminal."),
        KeyRule(
            "signal", .choice(SignalName.allCases.flatMap { [$0.rawValue, "SIG" + $0.rawValue] }),
            "A signal to the foreground process group."),
        KeyRule("run", .hostCommand, "A host command."),
    ]

    private static let captures = [
        KeyRule("screenshot", .text, "Keep a picture of the screen under this name."),
        KeyRule(
            "snapshot", .either([.text, .record(.snapshot)]),
            "Compare the screen with the stored one."),
    ]

    private static let checks = [
        KeyRule("expect_output", .label, "The output is this, after trimming."),
        KeyRule("expect_code", .exitCode, "Status of the process or of a shell's last command."),
        KeyRule("expect_contains", .text, "The output has this text."),
        KeyRule("expect_regex", .text, "The output has a match of this regular expression."),
        KeyRule("expect_lines", .lines, "The output has so many lines."),
        KeyRule("expect_not_contains", .text, "The output does not have this text."),
        KeyRule("expect_json", .anything, "The output is this JSON: a value or a JSON text."),
        KeyRule("assertions", .many(.tagged(.assertions)), "Assertions in their long form."),
    ]

    private static let others = [
        KeyRule("note", .label, "Shown in progress and reports.", aliases: ["comment"]),
        KeyRule(
            "timeout", .number(.timeOrZero),
            "Bound of each wait of this step, in seconds; 0: the scenario's."),
        KeyRule("if", .text, "Skip the step unless this holds."),
        KeyRule("stale_ok", .bool, "Accept a screen that held before the input."),
    ]

    /// The keys of `expect_screen` and `expect_gone`.
    static let screen = KeyTable(
        "a screen condition",
        [
            KeyRule("text", .text, "Literal text."),
            KeyRule("regex", .text, "Regular expression over the lines of the screen."),
            KeyRule("row", .cells, "Row the match starts in, from 1."),
            KeyRule("column", .cells, "Column the match starts in, from 1."),
            KeyRule("region", .list(.cells, 4...4), "Row, column, rows, columns to look in."),
            KeyRule("style", .oneOrMany(.text), "Style words the match must have."),
            KeyRule("cursor", .list(.cells, 2...2), "Row and column of the cursor, from 1."),
            KeyRule("title", .text, "Window title."),
            KeyRule("count", .integer(0...1_000_000), "How many matches there must be."),
            KeyRule("unique", .bool, "There must be exactly one match."),
        ])

    /// The keys of `mouse`.
    static let mouse = KeyTable(
        "`mouse`", exactlyOneOf: MouseAction.Kind.allCases.map(\.rawValue),
        MouseAction.Kind.allCases.map {
            KeyRule(
                $0.rawValue, .either([.text, .list(.cells, 2...2), .constant(true)]),
                "Where: a text on the screen, or row and column.", nullCounts: true)
        } + [
            KeyRule("row", .cells, "Row, from 1."),
            KeyRule("column", .cells, "Column, from 1."),
            KeyRule("text", .text, "Text on the screen to aim at."),
            KeyRule("to", .list(.cells, 2...2), "Row and column a drag ends at."),
            KeyRule("lines", .integer(-1_000...1_000), "Lines to scroll; above zero: down."),
        ])

    /// The keys of `resize`.
    static let resize = KeyTable(
        "`resize`",
        [
            KeyRule("columns", .cells, "Width in cells.", isRequired: true),
            KeyRule("rows", .cells, "Height in cells.", isRequired: true),
        ])

    /// The keys of `snapshot` in its long form.
    static let snapshot = KeyTable(
        "`snapshot`",
        [
            KeyRule("name", .text, "Name of the stored screen.", isRequired: true),
            KeyRule(
                "mask", .either([.text, .many(.either([.text, .list(.cells, 4...4)]))]),
                "Patterns and regions (row, column, rows, columns) to leave out."),
        ])
}

extension Shape {
    /// A number of lines.
    static let lines = Shape.integer(0...1_000_000_000)
}
