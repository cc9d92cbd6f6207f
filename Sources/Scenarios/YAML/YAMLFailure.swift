/// Why a text is not YAML that can be used; ends the reading.
struct YAMLFailure: Error {
    /// What is wrong.
    var diagnostic: Diagnostic

    /// Makes a failure.
    init(_ message: String, hint: String? = nil, at position: Position, length: Int = 1) {
        diagnostic = Diagnostic(.error, message, hint: hint, at: position, length: length)
    }

    /// What libyaml says, in the author's words; `next` is the character at the place.
    static func explained(
        _ problem: String, context: String?, next: UInt8?, at position: Position
    ) -> YAMLFailure {
        let tab = UInt8(ascii: "\t")
        switch problem {
        case "found character that cannot start any token" where next == tab,
            "found a tab character where an indentation space is expected",
            "found a tab character that violates indentation":
            return YAMLFailure(
                "a tab cannot indent in YAML", hint: "use spaces", at: position)
        case "found character that cannot start any token":
            return YAMLFailure(
                problem, hint: "put the text in quotes when it starts with `@`, `` ` `` or `%`",
                at: position)
        case "mapping values are not allowed in this context":
            return YAMLFailure(
                problem, hint: "quote a text that has `: ` in it, or mend the indentation",
                at: position)
        case "could not find expected ':'", "did not find expected key":
            return YAMLFailure(
                joined(problem, context), hint: "check the indentation and the quotes above",
                at: position)
        case "found unexpected end of stream", "found unexpected document indicator":
            return YAMLFailure(
                joined(problem, context), hint: "a quote is not closed", at: position)
        case "found unknown escape character":
            return YAMLFailure(
                joined(problem, context),
                hint: "in double quotes write `\\\\` for a backslash, or use single quotes",
                at: position)
        default:
            return YAMLFailure(joined(problem, context), at: position)
        }
    }

    private static func joined(_ problem: String, _ context: String?) -> String {
        context.map { "\(problem) \($0)" } ?? problem
    }
}
