extension [TaggedCase] {
    /// The kinds of validations.
    static let validations: [TaggedCase] = [
        validation("path_exists", [path]),
        validation("path_absent", [path]),
        validation(
            "file_contains",
            [path, KeyRule("text", .text, "Regular expression.", isRequired: true)]),
        validation(
            "file_equals",
            [path, KeyRule("text", .text, "The whole content.", isRequired: true)]),
        validation(
            "file_matches_json",
            [
                path,
                KeyRule("json", .anything, "A value or a JSON text.", isRequired: true),
            ]),
        validation(
            "exit_code",
            [
                KeyRule(
                    "value", .either([.exitCode, .some(.exitCode), .choice(["any"])]),
                    "Exit status.", isRequired: true)
            ]),
        validation("no_processes_left", []),
        validation("screen_restored", []),
    ]

    private static let path = KeyRule("path", .text, "The path.", isRequired: true)

    private static func validation(_ name: String, _ keys: [KeyRule]) -> TaggedCase {
        let description = KeyRule("description", .label, "Free text.")
        return TaggedCase(
            names: [name], table: KeyTable("a `\(name)` validation", keys + [description]))
    }

    /// The kinds of assertions in their long form.
    static let assertions: [TaggedCase] = [
        assertion(["output", "output_exact"], .label),
        assertion(["code", "exit_code"], .exitCode),
        assertion(["contains"], .text),
        assertion(["regex"], .text),
        assertion(["lines"], .lines),
        assertion(["not_contains"], .text),
        assertion(["json"], .anything),
    ]

    private static func assertion(_ names: [String], _ shape: Shape) -> TaggedCase {
        let value = KeyRule("value", shape, "What is expected.", isRequired: true)
        let description = KeyRule("description", .label, "Free text.")
        return TaggedCase(
            names: names, table: KeyTable("a `\(names[0])` assertion", [value, description]))
    }
}
