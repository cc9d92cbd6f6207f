extension KeyTable {
    /// The keys of a scenario.
    static let scenario = KeyTable(
        "a scenario", ignored: ["_orchestro_metadata"],
        [
            KeyRule("name", .label, "Label; the file's stem when missing."),
            KeyRule("description", .label, "Free text."),
            KeyRule(
                "command", .either([.text, .some(.text)]),
                "The program: a text split into words as a shell would, or a list of words.",
                isRequired: true),
            KeyRule("shell", .bool, "Run the command's text by /bin/sh -c."),
            KeyRule(
                "driver", .choice(["auto", "pty", "pipe"]),
                "With a terminal (pty, auto) or without (pipe)."),
            KeyRule("terminal", .record(.terminal), "The terminal the program gets."),
            KeyRule("cwd", .text, "Working directory."),
            KeyRule(
                "env", .map(.labelOrNull, .environment), "Variables set for the program."),
            KeyRule(
                "inherit_env", .choice(["all", "minimal"]),
                "Which of the caller's variables the program gets."),
            KeyRule(
                "timeout", .either([.number(.time), .form(.decimal)]),
                "Default of each wait, in seconds; 30."),
            KeyRule("deadline", .number(.time), "Bound on the whole, in seconds; 600."),
            KeyRule(
                "exit_code", .either([.exitCode, .some(.exitCode), .choice(["any"])]),
                "Exit status the program must have; any."),
            KeyRule(
                "steps", .list(.record(.step), 0...ScenarioLimits.stepsMax),
                "The conversation."),
            KeyRule("validations", .many(.tagged(.validations)), "Checks after the steps."),
            KeyRule("setup", .many(.hostCommand), "Host commands before the program."),
            KeyRule(
                "teardown", .many(.hostCommand), "Host commands afterwards; always run."),
            KeyRule("matrix", .map(.some(.label), .matrix), "One task for each combination."),
            KeyRule(
                "home", .choice(["account", "private"]),
                "The account's HOME or an empty private one."),
            KeyRule("tags", .oneOrMany(.text), "Words to select by."),
            KeyRule("priority", .number(.any), "Higher runs first; 0."),
            KeyRule(
                "retries", .either([.integer(0...ScenarioLimits.retriesMax), .record(.retries)]),
                "Further attempts after a failure; 0."),
            KeyRule(
                "needs", .oneOrMany(.text), "Scenarios that must pass first, by name or path."),
            KeyRule(
                "resources", .map(.integer(1...1_000_000), .any),
                "Countable things of the machine that are occupied."),
            KeyRule("limits", .record(.limits), "Limits on what the attempt may use."),
            KeyRule("network", .choice(["host", "none"]), "The machine's network or none."),
            KeyRule(
                "secrets", .oneOrMany(.text), "Variables whose values are masked everywhere."),
            KeyRule("artifacts", .oneOrMany(.text), "Globs of files kept with the attempt."),
            KeyRule(
                "hygiene", .either([.choice(["off", "warn", "error"]), .constant(false)]),
                "What findings about the terminal's final state do; warn."),
        ])

    /// The keys of `terminal`.
    static let terminal = KeyTable(
        "`terminal`",
        [
            KeyRule("columns", .cells, "Width in cells; 120."),
            KeyRule("rows", .cells, "Height in cells; 80."),
            KeyRule("term", .text, "Value of TERM; xterm-256color."),
            KeyRule("echo", .bool, "Whether the line discipline echoes; false."),
        ])

    /// The keys of `retries`.
    static let retries = KeyTable(
        "`retries`",
        [
            KeyRule(
                "count", .integer(0...ScenarioLimits.retriesMax), "Further attempts.",
                isRequired: true),
            KeyRule(
                "backoff", .number(.timeOrZero),
                "Seconds before the first further attempt; doubles each time."),
        ])

    /// The keys of `limits`.
    package static let limits = KeyTable(
        "`limits`",
        [
            KeyRule("memory", .size, "Memory of all processes, as 512M or bytes."),
            KeyRule("processes", .integer(1...4_194_304), "Processes and threads."),
            KeyRule("cpus", .number(.processors), "Processor time per wall time."),
            KeyRule("output", .size, "Bytes of the terminal stream."),
        ])

    /// The keys of a host command in its long form.
    static let hostCommand = KeyTable(
        "a host command",
        [
            KeyRule(
                "command", .either([.text, .some(.text)]), "The command.", isRequired: true),
            KeyRule("shell", .bool, "Run the text by /bin/sh -c."),
        ])
}

extension Shape {
    /// An exit status.
    static let exitCode = Shape.integer(0...255)
    /// A number of columns or rows.
    static let cells = Shape.integer(1...ScenarioLimits.terminalCellsMax)
    /// A number of bytes.
    package static let size = Shape.either([.integer(1...Int.max), .form(.size)])
    /// A command of the host.
    static let hostCommand = Shape.either([.text, .some(.text), .record(.hostCommand)])
}

extension TextForm {
    /// A number of seconds in quotes, as the original tool took it.
    static let decimal = TextForm(
        phrase: "a number", pattern: "^[0-9]{1,15}([.][0-9]{1,15})?$",
        accepts: { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count <= 2
                && parts.allSatisfy {
                    (1...15).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit)
                }
        })

    /// A number of bytes with a unit.
    package static let size = TextForm(
        phrase: "a size such as 512M", pattern: "^[0-9]{1,15} ?([KMGTkmgt]([iI]?[bB])?|[bB])?$",
        accepts: { ByteSize.parts($0) != nil })
}
